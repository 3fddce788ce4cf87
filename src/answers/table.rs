//! The macro that makes all of a question out of its row.

/// Makes the types of answers, the flags, the lines of `djdock.toml` and the asking out of one row a question:
///
/// ```text
/// /// What the answer is.
/// #[arg(help = "…", long, …)]            the flag, as clap takes it; a row without it has no flag of that kind
/// #[line("comment")]                     the comment above its line in a new djdock.toml; without it, no line
/// #[alias("key")]                        a key of former djdocks that is read as this one
/// field: Type [Type where it may be unsaid, within an Option] "key" = question …   or   = value …;
/// ```
///
/// The rows stand in the order of djdock.toml, which is that of the questions too.
macro_rules! answers {
    (@value $asking:ident $given:ident $field:ident $key:literal question $question:expr) => {
        {
            let question = $question;
            $asking.answer($key, $given.$field, question)?
        }
    };
    (@value $asking:ident $given:ident $field:ident $key:literal value $value:expr) => {
        $value
    };
    (
        |$asking:ident, $given:ident|
        $(
            #[doc = $doc:tt]
            $(#[arg($($arg:tt)*)])?
            $(#[line($comment:literal)])?
            $(#[alias($alias:literal)])?
            $field:ident: $type:ty [$part:ty] $key:literal = $how:ident $value:expr;
        )*
    ) => {
        /// Every choice that a stack is made from, once all questions are answered.
        #[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub struct Answers {
            $(#[doc = $doc] pub $field: $type,)*
        }

        /// The choices that one source names: flags, an answers file, or `djdock.toml`.
        #[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct PartialAnswers {
            /// The version of the file's format.
            pub version: Option<u32>,
            $(#[doc = $doc] $(#[serde(alias = $alias)])? pub $field: Option<$part>,)*
        }

        /// The flags that answer questions, one each.
        #[derive(Args, Clone, Debug, Default)]
        pub struct AnswerFlags {
            $($(#[doc = $doc] #[arg($($arg)*)] pub $field: Option<$part>,)?)*
        }

        impl From<AnswerFlags> for PartialAnswers {
            fn from(flags: AnswerFlags) -> Self {
                Self {
                    $($($field: answers!(@flag flags $field $($arg)*),)?)*
                    ..Self::default()
                }
            }
        }

        impl PartialAnswers {
            /// These answers, and where they are silent, the other's.
            #[must_use]
            pub fn or(mut self, mut other: Self) -> Self {
                let set = merged(self.set.take(), other.set.take());
                let answers = Self {
                    version: self.version.or(other.version),
                    $($field: self.$field.or(other.$field),)*
                };
                Self { set, ..answers }
            }
        }

        /// The lines of `djdock.toml`.
        pub(super) fn lines(answers: &Answers) -> Vec<Line> {
            vec![$($(Line {
                key: $key,
                comment: $comment,
                value: answers.$field.value(),
            },)?)*]
        }

        /// What stands above those lines in a new file.
        pub(super) const COMMENTS: &[&str] = &[$($($comment,)?)*];

        /// Answers every question, the first row's first.
        #[expect(unused_mut, reason = "a row may change what an earlier one says")]
        pub(super) fn complete(
            $asking: &mut Asking<'_>,
            $given: PartialAnswers,
        ) -> Result<Answers, AskError> {
            $(let mut $field: $type = answers!(@value $asking $given $field $key $how $value);)*
            Ok(Answers { $($field),* })
        }
    };
    (@flag $flags:ident $field:ident $($arg:tt)*) => {
        $flags.$field
    };
}

pub(super) use answers;
