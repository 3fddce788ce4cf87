//! The questions of the wizard at a terminal.

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, MultiSelect, Select};

use crate::answers::{Kind, PromptError, Prompter, Question};

use crate::text::visible;

use super::Ui;
use super::interrupt::{self, Asking};
use super::report::wanted;
use super::table::{padded, widest};

/// A person at a terminal.
pub struct Terminal {
    theme: ColorfulTheme,
    _asking: Asking,
}

impl Terminal {
    /// Until it is dropped, Ctrl-C ends the command: [`PromptError::Interrupted`].
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self {
            theme: ColorfulTheme::default(),
            _asking: Asking::begin(ui),
        }
    }
}

impl Prompter for Terminal {
    fn answer(&mut self, question: &Question) -> Result<String, PromptError> {
        let answer = match &question.kind {
            Kind::Choice(choices) => self.choose(question, choices),
            Kind::Several { choices, .. } => self.choose_several(question, choices),
            Kind::Text(_) | Kind::Words(_) => self.text(question),
            Kind::YesNo(words) => self.confirm_in(question, *words),
        };
        answer.map_err(terminal_error)
    }
}

impl Terminal {
    fn choose(
        &self,
        question: &Question,
        choices: &[(String, String)],
    ) -> dialoguer::Result<String> {
        let default = choices
            .iter()
            .position(|(name, _)| *name == question.default);
        let chosen = Select::with_theme(&self.theme)
            .with_prompt(visible(&question.prompt))
            .items(items(choices))
            .default(default.unwrap_or(0))
            .interact()?;
        Ok(choices[chosen].0.clone())
    }

    fn choose_several(
        &self,
        question: &Question,
        choices: &[(String, String)],
    ) -> dialoguer::Result<String> {
        let is_default = |name: &str| question.default.split_whitespace().any(|it| it == name);
        let is_default: Vec<bool> = choices.iter().map(|(name, _)| is_default(name)).collect();
        let chosen = MultiSelect::with_theme(&self.theme)
            .with_prompt(format!("{} (space: choose)", visible(&question.prompt)))
            .items(items(choices))
            .defaults(&is_default)
            .interact()?;
        let names = chosen.into_iter().map(|index| choices[index].0.as_str());
        Ok(names.collect::<Vec<_>>().join(" "))
    }

    fn text(&self, question: &Question) -> dialoguer::Result<String> {
        let mut input = Input::<String>::with_theme(&self.theme)
            .with_prompt(visible(&question.prompt))
            .allow_empty(true);
        // What a terminal obeys is not shown as it is, and what is shown is what is taken: such a one is typed.
        if !question.default.is_empty() && visible(&question.default) == question.default {
            input = input.default(question.default.clone());
        }
        input
            .validate_with(|text: &String| question.accepts(text).map_err(|it| wanted(&it)))
            .interact_text()
    }

    fn confirm_in(
        &self,
        question: &Question,
        [yes, no]: [&'static str; 2],
    ) -> dialoguer::Result<String> {
        let confirmed = Confirm::with_theme(&self.theme)
            .with_prompt(visible(&question.prompt))
            .default(question.default == yes)
            .interact()?;
        Ok(if confirmed { yes } else { no }.to_owned())
    }
}

/// The lines of a list: names and what they are, in two columns.
fn items(choices: &[(String, String)]) -> Vec<String> {
    let width = widest(choices.iter().map(|(name, _)| name.as_str()));
    choices
        .iter()
        .map(|(name, summary)| {
            let item = format!("{}  {summary}", padded(name, width));
            visible(&item).into_owned()
        })
        .collect()
}

fn terminal_error(error: dialoguer::Error) -> PromptError {
    let dialoguer::Error::IO(error) = error;
    if error.kind() == std::io::ErrorKind::Interrupted {
        interrupt::by_key()
    } else {
        PromptError::Terminal(error)
    }
}
