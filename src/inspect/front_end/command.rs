//! The commands of a `package.json`'s scripts, and where they write.

use serde_json::Value as Json;

/// How many commands of one package are looked at.
const COMMANDS: usize = 200;

/// Options that the folder or file stands behind that is written.
const OPTIONS: [&str; 11] = [
    "--outDir",
    "--out-dir",
    "--outdir",
    "--outfile",
    "--out-file",
    "--dist-dir",
    "--output-path",
    "--output",
    "-o",
    "-d",
    "--dir",
];

/// Programs that write what their second word names.
const SECOND: [&str; 3] = ["sass", "node-sass", "lessc"];

/// Programs that write what their last word names.
const LAST: [&str; 7] = ["cp", "cpx", "cpx2", "cpy", "copyfiles", "mv", "ncp"];

/// Programs that run scripts by their names.
const RUNNERS: [&str; 8] = [
    "npm",
    "pnpm",
    "yarn",
    "bun",
    "npm-run-all",
    "run-s",
    "run-p",
    "concurrently",
];

/// One command, as words.
pub(super) type Command = Vec<String>;

/// The commands that a script runs, those of the scripts that it runs among them.
pub(super) fn commands(scripts: &Json, name: &str) -> Vec<Command> {
    let mut found = Vec::new();
    let mut wanted = vec![name.to_owned()];
    let mut known = Vec::new();
    while let Some(name) = wanted.pop() {
        if known.contains(&name) {
            continue;
        }
        for name in [format!("pre{name}"), name.clone(), format!("post{name}")] {
            let line = scripts[&name].as_str().unwrap_or_default();
            for command in split(line) {
                wanted.extend(called(scripts, &command));
                found.push(command);
            }
        }
        known.push(name);
        if found.len() > COMMANDS {
            break;
        }
    }
    found
}

/// The commands of every script.
pub(super) fn all(scripts: &Json) -> Vec<Command> {
    let scripts = scripts.as_object().into_iter().flatten();
    let lines = scripts.filter_map(|(_, line)| line.as_str());
    lines.flat_map(split).take(COMMANDS).collect()
}

/// Whether a command goes on until it is stopped.
pub(super) fn goes_on(command: &Command) -> bool {
    let mut words = command.iter().map(String::as_str);
    words.any(|word| {
        matches!(
            word,
            "--watch" | "-w" | "serve" | "watch" | "--serve" | "start"
        )
    })
}

/// The scripts that a command runs.
fn called(scripts: &Json, command: &Command) -> Vec<String> {
    if !RUNNERS.contains(&program(command).unwrap_or_default()) {
        return Vec::new();
    }
    let words = command.iter().flat_map(|word| word.split_whitespace());
    let words: Vec<&str> = words
        .map(|word| word.strip_prefix("npm:").unwrap_or(word))
        .collect();
    let names = scripts
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name);
    let is_called = |name: &&String| {
        let mut words = words.iter();
        words.any(|word| match word.split_once('*') {
            Some((before, _)) => !before.is_empty() && name.starts_with(before),
            None => name == word,
        })
    };
    names.filter(is_called).cloned().collect()
}

/// What is run, behind variables and what runs packages' programs.
fn program(command: &Command) -> Option<&str> {
    let skipped = ["npx", "bunx", "pnpx", "cross-env", "env", "exec", "dlx"];
    let mut words = command.iter().map(String::as_str);
    words.find(|word| !(word.contains('=') || word.starts_with('-') || skipped.contains(word)))
}

/// What a command writes, as its words say it.
pub(super) fn written(command: &Command) -> Vec<&str> {
    let mut found = Vec::new();
    for (index, word) in command.iter().enumerate() {
        let next = command.get(index + 1).map(String::as_str);
        if OPTIONS.contains(&word.as_str()) || word == ">" {
            found.extend(next.filter(|next| !next.starts_with('-')));
        } else if let Some((option, value)) = word.split_once('=')
            && OPTIONS.contains(&option)
        {
            found.push(value);
        }
    }
    let is_known = |program: &&str| SECOND.contains(program) || LAST.contains(program);
    if let Some(program) = program(command).filter(is_known) {
        let words = command.iter().map(String::as_str);
        let words = words.skip_while(|word| *word != program).skip(1);
        let words: Vec<&str> = words.filter(|word| !word.starts_with('-')).collect();
        let pairs = words.iter().filter_map(|word| word.split_once(':'));
        let before = found.len();
        found.extend(pairs.map(|(_, target)| target));
        if found.len() == before && words.len() > 1 {
            let is_second = SECOND.contains(&program);
            found.push(if is_second {
                words[1]
            } else {
                words[words.len() - 1]
            });
        }
    }
    found
}

/// The commands of a line, as a shell takes it apart.
fn split(line: &str) -> Vec<Command> {
    let mut commands = vec![Command::new()];
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            None if character.is_whitespace() || matches!(character, '&' | '|' | ';') => {
                if let (Some(word), Some(last)) = (word.take(), commands.last_mut()) {
                    last.push(word);
                }
                if !character.is_whitespace() {
                    commands.push(Command::new());
                }
            }
            _ => word.get_or_insert_default().push(character),
        }
    }
    if let (Some(word), Some(last)) = (word, commands.last_mut()) {
        last.push(word);
    }
    commands.retain(|command| !command.is_empty());
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written() {
        for (line, expected) in [
            ("vite build --outDir ../static/app", &["../static/app"][..]),
            (
                "parcel build src/index.js --dist-dir static/app",
                &["static/app"],
            ),
            (
                "esbuild a.js --bundle --outfile=static/a.js",
                &["static/a.js"],
            ),
            (
                "npx tailwindcss -i a.css -o 'my static/a.css' --minify",
                &["my static/a.css"],
            ),
            (
                "npx @tailwindcss/cli -i a.css --output static/a.css",
                &["static/a.css"],
            ),
            (
                "NODE_ENV=production webpack -o static --mode production",
                &["static"],
            ),
            ("sass --no-source-map scss:static/css", &["static/css"]),
            (
                "sass scss/a.scss static/css/a.css --style compressed",
                &["static/css/a.css"],
            ),
            (
                "vite build && cp -r dist/ ../static/app",
                &["../static/app"],
            ),
            ("cat a.js b.js > static/c.js", &["static/c.js"]),
            ("webpack -d", &[]),
            ("vite build", &[]),
        ] {
            let commands = split(line);
            let found: Vec<&str> = commands.iter().flat_map(written).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn scripts_that_run_scripts() {
        let scripts = serde_json::json!({
            "prebuild": "a",
            "build": "npm run build:css && run-p \"build:js:*\"",
            "build:css": "b",
            "build:js:one": "c",
            "build:js:two": "concurrently \"npm:last\" && npm run build",
            "last": "d",
            "dev": "e",
        });
        let found = commands(&scripts, "build");
        let mut found: Vec<String> = found.iter().map(|words| words[0].clone()).collect();
        found.retain(|word| word.len() == 1);
        found.sort();
        assert_eq!(found, ["a", "b", "c", "d"]);
    }
}
