//! `${KEY:?why}` and its kin, as Compose expands them in compose files and in `.env`.

/// Where a variable's value comes from.
pub(crate) type Lookup<'run> = &'run dyn Fn(&str) -> Option<String>;

/// A text with variables in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Part {
    Text(String),
    Variable(String, Then),
    /// Braces that do not close, or hold no variable: Compose refuses the file.
    Broken,
}

/// What is made of a variable's value. `empty` is whether an empty value counts as none.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Then {
    Plain,
    Default { empty: bool, other: Template },
    Required { empty: bool },
    Instead { empty: bool, other: Template },
}

/// How deep the braces of defaults may stand in one another.
const DEPTH: usize = 100;

/// How many bytes of variables' values one text may take in: as many as the kernel gives a process in one variable.
pub(crate) const LONGEST: usize = 128 * 1024;

/// What expanding came to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Expanded {
    pub(crate) text: String,
    /// Variables without which Compose refuses the file.
    pub(crate) required: Vec<String>,
    /// Variables that nobody sets: they expand to nothing.
    pub(crate) unset: Vec<String>,
    /// Whether it cannot be expanded at all.
    pub(crate) broken: bool,
    /// How many bytes of values were looked up. Past [`LONGEST`] nothing more is.
    pub(crate) taken: usize,
}

impl Expanded {
    /// Whether the text is cut, because the values that it takes in are too long together.
    pub(crate) fn is_cut(&self) -> bool {
        self.taken > LONGEST
    }
}

impl Template {
    pub(crate) fn parse(text: &str) -> Self {
        Self::parse_at(text, 0)
    }

    /// `depth` is in how many braces the text stands.
    fn parse_at(text: &str, depth: usize) -> Self {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            plain.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let name = name_length(after);
            if let Some(escaped) = after.strip_prefix('$') {
                plain.push('$');
                rest = escaped;
            } else if name > 0 {
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Variable(after[..name].to_owned(), Then::Plain));
                rest = &after[name..];
            } else if let Some(braced) = after.strip_prefix('{') {
                parts.push(Part::Text(std::mem::take(&mut plain)));
                let end = closing(braced);
                parts.push(
                    end.and_then(|end| variable(&braced[..end], depth + 1))
                        .unwrap_or(Part::Broken),
                );
                rest = end.map_or("", |end| &braced[end + 1..]);
            } else {
                plain.push('$');
                rest = after;
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Self(parts)
    }

    /// Whether Compose takes anything in it for a variable.
    pub(crate) fn has_variables(&self) -> bool {
        self.0.iter().any(|part| !matches!(part, Part::Text(_)))
    }

    /// The variables that it names outside of defaults.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Variable(name, _) => Some(name.as_str()),
            _ => None,
        })
    }

    pub(crate) fn expand(&self, lookup: Lookup<'_>) -> Expanded {
        let mut expanded = Expanded::default();
        self.expand_into(lookup, &mut expanded);
        expanded
    }

    fn expand_into(&self, lookup: Lookup<'_>, expanded: &mut Expanded) {
        for part in &self.0 {
            if expanded.is_cut() {
                return;
            }
            let (name, then) = match part {
                Part::Text(text) => {
                    expanded.text.push_str(text);
                    continue;
                }
                Part::Broken => {
                    expanded.broken = true;
                    continue;
                }
                Part::Variable(name, then) => (name, then),
            };
            let value = lookup(name);
            expanded.taken += value.as_ref().map_or(0, String::len);
            let counts = |empty: bool| value.clone().filter(|value| !empty || !value.is_empty());
            match then {
                Then::Plain => match value {
                    Some(value) => expanded.text.push_str(&value),
                    None => expanded.unset.push(name.clone()),
                },
                Then::Required { empty } => match counts(*empty) {
                    Some(value) => expanded.text.push_str(&value),
                    None => expanded.required.push(name.clone()),
                },
                Then::Default { empty, other } => match counts(*empty) {
                    Some(value) => expanded.text.push_str(&value),
                    None => other.expand_into(lookup, expanded),
                },
                Then::Instead { empty, other } => {
                    if counts(*empty).is_some() {
                        other.expand_into(lookup, expanded);
                    }
                }
            }
        }
    }
}

/// How long the variable's name is with which a text begins.
fn name_length(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let end = end.unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        0
    } else {
        end
    }
}

/// Where the braces close that have just been opened.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    let bytes = text.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'}' => depth -= 1,
            b'{' if index > 0 && bytes[index - 1] == b'$' => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// What stands between braces, `depth` of them; nothing where they are too deep.
fn variable(braced: &str, depth: usize) -> Option<Part> {
    let (name, rest) = braced.split_at(name_length(braced));
    if name.is_empty() || depth > DEPTH {
        return None;
    }
    let (empty, rest) = match rest.strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let mut sign = rest.chars();
    let then = match sign.next() {
        None if !empty => Then::Plain,
        Some('-') => Then::Default {
            empty,
            other: Template::parse_at(sign.as_str(), depth),
        },
        Some('+') => Then::Instead {
            empty,
            other: Template::parse_at(sign.as_str(), depth),
        },
        Some('?') => Then::Required { empty },
        _ => return None,
    };
    Some(Part::Variable(name.to_owned(), then))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expanded(text: &str) -> Expanded {
        let known = |name: &str| match name {
            "A" => Some("a".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        Template::parse(text).expand(&known)
    }

    /// What `docker compose config` 2.26 makes of the same.
    #[test]
    fn texts_are_expanded_as_compose_does() {
        for (text, value) in [
            ("plain", "plain"),
            ("$A-$A", "a-a"),
            ("x${A}y", "xay"),
            ("$$A", "$A"),
            ("a$1b", "a$1b"),
            ("a$", "a$"),
            ("é$é", "é$é"),
            ("${NONE:-x$A}y", "xay"),
            ("${EMPTY-x}|${EMPTY:-x}", "|x"),
            ("${NONE:-${A:-b}}c", "ac"),
            ("a${A:+x}b${NONE+y}", "axb"),
        ] {
            assert_eq!(expanded(text).text, value, "{text}");
        }
    }

    #[test]
    fn braces_are_followed_to_a_depth() {
        let nested = |depth: usize| format!("{}x{}", "${NONE:-".repeat(depth), "}".repeat(depth));
        assert_eq!(expanded(&nested(DEPTH)).text, "x");
        assert!(expanded(&nested(DEPTH + 1)).broken);
        // Were each brace looked for from each other one, this would take minutes; were each followed, it had no stack.
        assert!(expanded(&nested(100_000)).broken);
    }

    #[test]
    fn values_are_taken_in_up_to_a_length() {
        let value = "v".repeat(1024);
        let known = |_: &str| Some(value.clone());
        let expanded = |text: &str| Template::parse(text).expand(&known);
        assert!(!expanded(&"$V".repeat(128)).is_cut());
        // Also what is only asked about counts: it is looked up.
        for many in ["$V", "${V:+}"] {
            let found = expanded(&many.repeat(1_000_000));
            assert!(found.is_cut() && found.text.len() <= LONGEST + value.len());
        }
    }

    #[test]
    fn what_is_missing_is_told() {
        assert_eq!(
            expanded("${NONE:?why}${EMPTY:?}").required,
            ["NONE", "EMPTY"]
        );
        assert!(expanded("${EMPTY?}${A:?}").required.is_empty());
        assert_eq!(expanded("${NONE:-${OTHER:?}}").required, ["OTHER"]);
        assert!(expanded("${A:-${OTHER:?}}").required.is_empty());
        assert_eq!(expanded("$NONE").unset, ["NONE"]);
        for broken in ["${", "${c", "${1}", "${A:}", "${}"] {
            assert!(expanded(broken).broken, "{broken}");
        }
    }
}
