//! A command's result in every format, and what is said beside it.

/// How a result is printed on standard output.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// Lines and tables, for a person.
    Text,
    /// For a script: one JSON document, whose keys are in alphabetical order.
    Json,
}

/// A command's result, as every format has it.
pub trait Output {
    /// Writes it down for a person, with what is said beside it.
    fn text(&self, page: &mut Page);

    /// The result for scripts, as one JSON document. Its form is published: [`super::schemas`].
    fn json(&self) -> serde_json::Value;

    /// The exit code that the result stands for: 1 where it asks for something to be done.
    fn exit_code(&self) -> u8 {
        0
    }
}

/// A text made for a program already, as a shell's completions are.
pub struct Plain(pub String);

impl Output for Plain {
    fn text(&self, page: &mut Page) {
        page.shown(self.0.as_str());
    }

    fn json(&self) -> serde_json::Value {
        self.0.as_str().into()
    }
}

/// What is printed, in its order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Page {
    pub(in crate::ui) items: Vec<Item>,
}

/// One piece of a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::ui) enum Item {
    /// Text for standard output, with its line ends.
    Data(String),
    /// The same, where it is as it is to be shown: in colour, or for a program.
    Shown(String),
    /// A line of talk.
    Say(String),
    /// A line of talk in colour.
    SayShown(String),
    /// A line of talk for those who want to know more.
    Detail(String),
    /// What the user should know, also if they asked for quiet.
    Warn(String),
    /// What a person can type next.
    Hint(String),
}

impl Page {
    /// A result's page in a format: data and hints for people are replaced, the rest of the talk stays.
    pub(in crate::ui) fn of(result: &dyn Output, format: Format) -> Self {
        let mut page = Self::default();
        result.text(&mut page);
        if format == Format::Json {
            page.keep_talk();
            page.shown(format!("{:#}\n", result.json()));
        }
        page
    }

    /// What of it goes to standard output.
    #[must_use]
    pub fn standard_output(&self) -> String {
        let data = self.items.iter().filter_map(|item| match item {
            Item::Data(text) | Item::Shown(text) => Some(text.as_str()),
            _ => None,
        });
        data.collect()
    }

    /// Leaves out what stands for the result itself.
    pub(in crate::ui) fn keep_talk(&mut self) {
        let is_talk = |item: &Item| !matches!(item, Item::Data(_) | Item::Shown(_) | Item::Hint(_));
        self.items.retain(is_talk);
    }

    pub(in crate::ui) fn data(&mut self, text: impl Into<String>) {
        self.items.push(Item::Data(text.into()));
    }

    /// Data as it is to be shown: nobody looks for escapes in it.
    pub(in crate::ui) fn shown(&mut self, text: impl Into<String>) {
        self.items.push(Item::Shown(text.into()));
    }

    pub(in crate::ui) fn say_shown(&mut self, line: impl Into<String>) {
        self.items.push(Item::SayShown(line.into()));
    }

    pub(in crate::ui) fn detail(&mut self, line: impl Into<String>) {
        self.items.push(Item::Detail(line.into()));
    }

    pub(in crate::ui) fn say(&mut self, line: impl Into<String>) {
        self.items.push(Item::Say(line.into()));
    }

    pub(in crate::ui) fn warn(&mut self, line: impl Into<String>) {
        self.items.push(Item::Warn(line.into()));
    }

    pub(in crate::ui) fn hint(&mut self, line: impl Into<String>) {
        self.items.push(Item::Hint(line.into()));
    }
}
