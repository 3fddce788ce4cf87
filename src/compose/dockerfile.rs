//! A Dockerfile: what it starts from, what it copies, what it runs.

use std::collections::BTreeMap;

use super::Template;

/// A text as written, variables and all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Text {
    pub(crate) text: String,
    /// The line of the file, from 1.
    pub(crate) line: usize,
}

/// What a container is started with, word by word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Started {
    pub(crate) words: Vec<String>,
    pub(crate) line: usize,
}

/// What an image is that one stage makes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Stage {
    /// The image of others that it starts from, in the end.
    pub(crate) image: String,
    /// Its last `ENTRYPOINT`, or that of a stage that it starts from.
    pub(crate) entrypoint: Vec<String>,
    /// Its last `CMD`, likewise.
    pub(crate) command: Vec<String>,
    /// The names of the variables that it sets.
    pub(crate) variables: Vec<String>,
}

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

impl Instruction {
    /// Its arguments, as a list or as a shell's words.
    fn words(&self) -> Vec<String> {
        let plain = || self.arguments.split_whitespace();
        let plain = || plain().map(ToOwned::to_owned).collect();
        serde_json::from_str(&self.arguments).unwrap_or_else(|_| plain())
    }
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

    fn named<'a>(&'a self, names: &'a [&str]) -> impl DoubleEndedIterator<Item = &'a Instruction> {
        let instructions = self.instructions.iter();
        instructions.filter(move |it| names.contains(&it.name.as_str()))
    }

    /// The images that it starts from, but for its own stages; `args` are those of the build.
    pub(crate) fn images(&self, args: &[(String, String)]) -> Vec<Text> {
        let mut stages: Vec<String> = Vec::new();
        let mut images = Vec::new();
        for (line, image, name) in self.starts(args) {
            if !stages.contains(&image.to_lowercase()) && image != "scratch" && !image.is_empty() {
                images.push(Text { text: image, line });
            }
            stages.push(name);
        }
        images
    }

    /// Where its stages start: the line, the image or the stage that it starts from, and its own name in small letters.
    fn starts(&self, args: &[(String, String)]) -> Vec<(usize, String, String)> {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        let mut starts = Vec::new();
        for instruction in self.named(&["ARG", "FROM"]) {
            if instruction.name == "ARG" {
                let (name, default) = instruction
                    .arguments
                    .split_once('=')
                    .unwrap_or((&instruction.arguments, ""));
                let own = args.iter().find(|(known, _)| known == name);
                let value = own.map_or(default.trim_matches('"'), |(_, value)| value);
                if starts.is_empty() {
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
            let name = words.get(2).unwrap_or(&"").to_lowercase();
            starts.push((instruction.line, image, name));
        }
        starts
    }

    /// What the image of a stage is: of the last one, where none is named. `None` where there is no such stage.
    pub(crate) fn stage(&self, target: Option<&str>, args: &[(String, String)]) -> Option<Stage> {
        let starts = self.starts(args);
        let known = |stages: &[(usize, String, String)], target: &str| {
            let number = target.parse().ok().filter(|index| *index < stages.len());
            let name = target.to_lowercase();
            let named = stages.iter().rposition(|(_, _, own)| *own == name);
            named.or(number)
        };
        let mut index = match target {
            Some(target) => known(&starts, target)?,
            None => starts.len().checked_sub(1)?,
        };
        let mut stage = Stage::default();
        loop {
            let (first, image, _) = &starts[index];
            let next = starts
                .get(index + 1)
                .map_or(usize::MAX, |(line, _, _)| *line);
            let inside = |line: usize| (*first..next).contains(&line);
            self.add_to(&mut stage, inside);
            let Some(earlier) = known(&starts[..index], image) else {
                stage.image.clone_from(image);
                return Some(stage);
            };
            index = earlier;
        }
    }

    /// Adds what some lines say and later ones did not.
    fn add_to(&self, stage: &mut Stage, inside: impl Fn(usize) -> bool) {
        let last = |name: &str| {
            let own = self.named(&["ENTRYPOINT", "CMD"]);
            let mut own = own.filter(|it| it.name == name && inside(it.line));
            own.next_back().map(Instruction::words).unwrap_or_default()
        };
        if stage.entrypoint.is_empty() {
            stage.entrypoint = last("ENTRYPOINT");
        }
        if stage.command.is_empty() {
            stage.command = last("CMD");
        }
        let set = self.named(&["ENV"]).filter(|it| inside(it.line));
        let names = set.flat_map(|it| it.arguments.split_whitespace());
        let names = names.map(|word| word.split('=').next().unwrap_or(word).to_owned());
        stage.variables.extend(names);
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
        let started = self.named(&["ENTRYPOINT", "CMD"]);
        let started = started.map(|instruction| Started {
            words: instruction.words(),
            line: instruction.line,
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
        let stage = file.stage(Some("Test"), &[]).expect("a stage");
        assert_eq!(stage.image, "python:3.13-slim");
        assert_eq!(stage.command, Vec::<String>::new());
        let last = file.stage(None, &[]).expect("a stage");
        assert_eq!(last.image, "node");
        assert_eq!(last.entrypoint, ["/app/start.sh", "web"]);
        assert_eq!(last.command, ["python", "manage.py"]);
        assert_eq!(file.stage(Some("none"), &[]), None);
        assert!(file.makes_executable("start.sh") && !file.makes_executable("other.sh"));
    }
}
