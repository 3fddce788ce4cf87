//! What the project's own environment variables get, by the settings that they feed.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::environment::Environment;
use crate::inspect::{self, Spelling};

const NOTHING: &Vec<String> = &Vec::new();

/// One rule, by the setting or by the variable's name; the first that fits counts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Adopted {
    /// The setting, dotted below the first level: `DATABASES.default.HOST`. `*` at its end stands for any rest.
    pub setting: Option<String>,
    /// The variable's name where the settings do not tell; `*` stands for any text.
    pub variable: Option<String>,
    /// What the schemes of its default may be, if it has one; anything where there are none.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// What the variable's text must be turned into; anything where absent.
    pub cast: Option<String>,
    /// The value as a template, with `variable` beside the stack.
    pub value: Option<String>,
    /// dev's, where it is another.
    pub dev: Option<String>,
    /// prod's, where it is another.
    pub prod: Option<String>,
}

impl Adopted {
    /// Whether it says what a variable gets, as far as is known how the project's code takes it.
    #[must_use]
    pub fn fits(&self, variable: &inspect::Variable, spelling: Option<&Spelling>) -> bool {
        // The cheap questions come first: every variable is asked of every rule.
        let named = |name: &str| matches(name, &variable.name);
        let fed = |setting: &str| {
            let mut settings = self.settings(variable, spelling).iter();
            settings.any(|own| matches(setting, own))
        };
        let known = || spelling.is_some_and(|it| it.yes.is_some() || it.separator.is_some());
        (self.variable.is_some() || self.setting.is_some())
            && self.variable.as_deref().is_none_or(named)
            && (self.cast.is_none() || self.cast == variable.cast)
            && self.setting.as_deref().is_none_or(fed)
            && self.follows(variable)
            && (!self.is_spelled() || known())
    }

    /// The settings that are known to take the text as the rule writes it.
    fn settings<'v>(
        &self,
        variable: &'v inspect::Variable,
        spelling: Option<&'v Spelling>,
    ) -> &'v Vec<String> {
        if self.cast.is_some() || self.is_spelled() {
            return &variable.settings;
        }
        spelling.map_or(NOTHING, |spelling| &spelling.plain)
    }

    /// Whether the variable's default is of the rule's kind.
    fn follows(&self, variable: &inspect::Variable) -> bool {
        let default = variable.default.as_deref().unwrap_or_default();
        if self.schemes.is_empty() || default.is_empty() {
            return true;
        }
        let scheme = default.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| self.schemes.iter().any(|own| own == scheme))
    }

    /// Whether a value depends on how the project's code wants it written.
    fn is_spelled(&self) -> bool {
        let templates = [&self.value, &self.dev, &self.prod];
        let mut texts = templates.into_iter().flatten();
        texts.any(|text| text.contains("spelling."))
    }

    /// The template of an environment's value; `None` where it is left unset.
    #[must_use]
    pub fn template(&self, environment: Environment) -> Option<&str> {
        let own = match environment {
            Environment::Dev => &self.dev,
            Environment::Prod => &self.prod,
        };
        own.as_deref().or(self.value.as_deref())
    }
}

/// Whether a text is as a pattern says, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let (inner, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    // The first place where a part stands leaves the most for those after it.
    for part in inner.split('*') {
        match text.find(part) {
            Some(offset) => text = &text[offset + part.len()..],
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_any_text() {
        assert!(matches("*_URL*", "MY_URL"));
        assert!(matches("DATABASES.default*", "DATABASES.default.HOST"));
        assert!(matches("A*B*C", "AxBC"));
        assert!(matches("A*B*C", "ABBCC"));
        assert!(matches("**", ""));
        assert!(!matches("A*B*C", "ACB"));
        assert!(!matches("A*A", "A"));
        assert!(!matches("DEBUG", "DEBUG_X"));
    }
}
