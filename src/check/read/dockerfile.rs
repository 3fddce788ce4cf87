//! A Dockerfile: what it starts from, what it copies, what it runs.

use std::collections::BTreeMap;

use super::service::{Started, Text};
use crate::compose::Template;

/// A Dockerfile, taken apart into its instructions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dockerfile {
    instructions: Vec<Instruction>,
}

#[derive(Clone, Debug, Default)]
struct Instruction {
    name: String,
    arguments: String,
    line: usize,
}

/// What a COPY or ADD takes from the build's context.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Copied {
    pub(crate) source: String,
    pub(crate) line: usize,
}

impl Copied {
    /// Whether that is all of the context.
    pub(crate) fn is_everything(&self) -> bool {
        matches!(self.source.trim_end_matches('/'), "." | "" | "*" | "./*")
    }
}

impl Dockerfile {
    pub(crate) fn parse(text: &str) -> Self {
        let mut instructions = Vec::new();
        let mut open: Option<Instruction> = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (part, goes_on) = match line.strip_suffix('\\') {
                Some(part) => (part.trim_end(), true),
                None => (line, false),
            };
            let mut instruction = open.take().unwrap_or_else(|| Instruction {
                line: index + 1,
                ..Instruction::default()
            });
            if instruction.name.is_empty() {
                let (name, arguments) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
                instruction.name = name.to_ascii_uppercase();
                arguments.trim().clone_into(&mut instruction.arguments);
            } else {
                instruction.arguments.extend([" ", part]);
            }
            if goes_on {
                open = Some(instruction);
            } else {
                instructions.push(instruction);
            }
        }
        instructions.extend(open);
        Self { instructions }
    }

    fn named<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Instruction> {
        let instructions = self.instructions.iter();
        instructions.filter(move |it| names.contains(&it.name.as_str()))
    }

    /// The images that it starts from, but for its own stages; `args` are those of the build.
    pub(crate) fn images(&self, args: &[(String, String)]) -> Vec<Text> {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        let mut stages: Vec<String> = Vec::new();
        let mut images = Vec::new();
        for instruction in self.named(&["ARG", "FROM"]) {
            if instruction.name == "ARG" {
                let (name, default) = instruction
                    .arguments
                    .split_once('=')
                    .unwrap_or((&instruction.arguments, ""));
                let own = args.iter().find(|(known, _)| known == name);
                let value = own.map_or(default.trim_matches('"'), |(_, value)| value);
                if stages.is_empty() {
                    known.insert(name, value);
                }
                continue;
            }
            let words = instruction.arguments.split_whitespace();
            let words: Vec<&str> = words.filter(|word| !word.starts_with("--")).collect();
            let lookup = |name: &str| known.get(name).map(|value| (*value).to_owned());
            let image = Template::parse(words.first().unwrap_or(&""))
                .expand(&lookup)
                .text;
            if !stages.contains(&image.to_lowercase()) && image != "scratch" && !image.is_empty() {
                let line = instruction.line;
                images.push(Text { text: image, line });
            }
            stages.push(words.get(2).unwrap_or(&"").to_lowercase());
        }
        images
    }

    /// What it copies from the build's context.
    pub(crate) fn copied(&self) -> Vec<Copied> {
        let mut copied = Vec::new();
        for instruction in self.named(&["COPY", "ADD"]) {
            let arguments = instruction.arguments.as_str();
            if arguments
                .split_whitespace()
                .any(|word| word.starts_with("--from"))
            {
                continue;
            }
            let plain = || {
                let words = arguments.split_whitespace();
                let words = words.filter(|word| !word.starts_with("--"));
                words.map(ToOwned::to_owned).collect()
            };
            let words: Vec<String> = serde_json::from_str(arguments).unwrap_or_else(|_| plain());
            let sources = words
                .split_last()
                .map(|(_, sources)| sources)
                .unwrap_or_default();
            copied.extend(sources.iter().map(|source| Copied {
                source: source.clone(),
                line: instruction.line,
            }));
        }
        copied
    }

    /// What a container is started with, word by word.
    pub(crate) fn started(&self) -> Vec<Started> {
        let started = self.named(&["ENTRYPOINT", "CMD"]).map(|instruction| {
            let arguments = instruction.arguments.as_str();
            let plain = || {
                arguments
                    .split_whitespace()
                    .map(ToOwned::to_owned)
                    .collect()
            };
            Started {
                words: serde_json::from_str(arguments).unwrap_or_else(|_| plain()),
                line: instruction.line,
            }
        });
        started.collect()
    }

    /// Whether it makes a file executable itself.
    pub(crate) fn makes_executable(&self, name: &str) -> bool {
        self.instructions.iter().any(|it| {
            let text = it.arguments.as_str();
            let run = it.name == "RUN" && (text.contains("chmod") || text.contains("install -m"));
            let copied = matches!(it.name.as_str(), "COPY" | "ADD") && text.contains("--chmod");
            run && text.contains(name) || copied
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# syntax=docker/dockerfile:1
ARG PYTHON=3.13
FROM --platform=linux/amd64 python:${PYTHON}-slim AS build
ARG LATER=1
RUN apt-get update \
    # why
 && chmod +x /app/start.sh
COPY . /app/
FROM build AS test
FROM node
COPY --from=build /app /app
COPY requirements.txt .env /app/
ADD ["data", "/data"]
ENTRYPOINT ["/app/start.sh", "web"]
CMD python manage.py
"#;

    #[test]
    fn it_is_read() {
        let file = Dockerfile::parse(TEXT);
        let images = file.images(&[]);
        let images: Vec<_> = images
            .iter()
            .map(|it| (it.text.as_str(), it.line))
            .collect();
        assert_eq!(images, [("python:3.13-slim", 3), ("node", 10)]);
        let other = file.images(&[("PYTHON".to_owned(), "3.12".to_owned())]);
        assert_eq!(other[0].text, "python:3.12-slim");
        let copied = file.copied();
        let sources: Vec<_> = copied.iter().map(|it| it.source.as_str()).collect();
        assert_eq!(sources, [".", "requirements.txt", ".env", "data"]);
        assert!(copied[0].is_everything() && !copied[1].is_everything());
        assert_eq!(file.started()[0].words, ["/app/start.sh", "web"]);
        assert_eq!(file.started()[1].words[0], "python");
        assert!(file.makes_executable("start.sh") && !file.makes_executable("other.sh"));
    }
}
