//! The paths that a bundler's configuration names. JavaScript is not run: what names a path is an expression of few kinds.

use std::cell::Cell;

use crate::python::path;

/// How many terms of one file are looked at, so that constants of constants come to an end.
const STEPS: u32 = 2000;

/// How deep an expression may lie in others.
const DEPTH: u32 = 16;

/// A file of JavaScript or TypeScript, or of JSON.
pub(super) struct Script {
    text: String,
    /// The folder that it lies in, as an absolute path.
    here: String,
    /// The folder that it runs in, likewise.
    folder: String,
    steps: Cell<u32>,
}

impl Script {
    /// Takes a text; the folders are from the root.
    pub(super) fn new(text: &str, here: &str, folder: &str) -> Self {
        Self {
            text: without_comments(text),
            here: path::absolute(here),
            folder: path::absolute(folder),
            steps: Cell::new(STEPS),
        }
    }

    /// What the properties of a name are; of one that cannot be told, the strings in its line.
    pub(super) fn property(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (before, after) in self.words(name) {
            let quoted = before.chars().next_back().filter(|it| is_quote(*it));
            let after = match quoted.map(|quote| after.strip_prefix(quote)) {
                Some(Some(after)) => after,
                Some(None) => continue,
                None => after,
            };
            let after = after.trim_start();
            if let Some(value) = after.strip_prefix(':') {
                found.extend(self.value(value));
            } else if quoted.is_none() && after.starts_with([',', '}']) {
                found.extend(self.constant(name, DEPTH));
            }
        }
        found
    }

    /// The first arguments of the calls of a function.
    pub(super) fn called(&self, name: &str) -> Vec<String> {
        let calls = self.words(name).filter_map(|(_, after)| {
            let mut rest = after.trim_start().strip_prefix('(')?;
            self.expression(&mut rest, DEPTH)
        });
        calls.collect()
    }

    /// Every path that is put together anywhere.
    pub(super) fn paths(&self) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["resolve", "join", "fileURLToPath"] {
            for (_, after) in self.words(name) {
                let mut rest = after;
                found.extend(self.call(name, &mut rest, DEPTH));
            }
        }
        found
    }

    /// Where a name stands as a whole word: what is before it, and what is behind.
    fn words<'run>(&'run self, name: &'run str) -> impl Iterator<Item = (&'run str, &'run str)> {
        let all = self.text.match_indices(name).map(move |(index, _)| {
            let (before, after) = self.text.split_at(index);
            (before, &after[name.len()..])
        });
        all.filter(|(before, after)| !before.ends_with(is_letter) && !after.starts_with(is_letter))
    }

    fn value(&self, text: &str) -> Vec<String> {
        let mut rest = text;
        if let Some(value) = self.expression(&mut rest, DEPTH)
            && !rest.trim_start().starts_with(['?', '=', '|', '&', '.'])
        {
            return vec![value];
        }
        let line = text.lines().next().unwrap_or_default();
        let mut found = Vec::new();
        let mut rest = line;
        while let Some(start) = rest.find(is_quote) {
            rest = &rest[start..];
            match string(&mut rest) {
                Some(text) => found.push(text),
                None => rest = &rest[1..],
            }
        }
        found
    }

    /// What a name is that the file itself binds.
    fn constant(&self, name: &str, depth: u32) -> Option<String> {
        let mut bound = self.words(name).filter_map(|(before, after)| {
            let keyword = before.trim_end();
            let is_bound = ["const", "let", "var"]
                .iter()
                .any(|it| keyword.ends_with(it));
            let value = after.trim_start().strip_prefix('=')?;
            (is_bound && keyword.len() < before.len()).then_some(value)
        });
        let mut rest = bound.next()?;
        self.expression(&mut rest, depth.checked_sub(1)?)
    }

    fn expression(&self, rest: &mut &str, depth: u32) -> Option<String> {
        let mut value = self.term(rest, depth)?;
        loop {
            let after = rest.trim_start();
            match after.strip_prefix('+') {
                Some(after) if !after.starts_with(['+', '=']) => {
                    *rest = after;
                    value.push_str(&self.term(rest, depth)?);
                }
                _ => return Some(value),
            }
        }
    }

    fn term(&self, rest: &mut &str, depth: u32) -> Option<String> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        let depth = depth.checked_sub(1)?;
        *rest = rest.trim_start();
        if rest.starts_with('`') {
            return self.template(rest, depth);
        }
        if rest.starts_with(is_quote) {
            return string(rest);
        }
        if let Some(after) = rest.strip_prefix('(') {
            *rest = after;
            let value = self.expression(rest, depth)?;
            *rest = rest.trim_start().strip_prefix(')')?;
            return Some(value);
        }
        let mut name = name(rest);
        if name == "new" {
            *rest = rest.trim_start();
            name = self::name(rest);
        }
        if rest.trim_start().starts_with('(') {
            let value = self.call(name, rest, depth)?;
            for end in [".pathname", ".href", ".toString()"] {
                *rest = rest.strip_prefix(end).unwrap_or(rest);
            }
            return Some(value);
        }
        match name {
            "" => None,
            "__dirname" | "import.meta.dirname" => Some(self.here.clone()),
            "__filename" | "import.meta.filename" | "import.meta.url" => {
                Some(format!("{}/_", self.here))
            }
            _ => match name.rsplit_once('.') {
                None => self.constant(name, depth),
                Some((_, member)) => {
                    let mut places = self.words(member);
                    let mut rest = places.find_map(|(_, after)| {
                        after
                            .trim_start_matches(is_quote)
                            .trim_start()
                            .strip_prefix(':')
                    })?;
                    self.expression(&mut rest, depth)
                }
            },
        }
    }

    /// What a function gives that is called with what follows.
    fn call(&self, name: &str, rest: &mut &str, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let mut arguments = Vec::new();
        *rest = rest.trim_start().strip_prefix('(')?;
        loop {
            *rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix(')') {
                *rest = after;
                break;
            }
            arguments.push(self.expression(rest, depth)?);
            *rest = rest.trim_start();
            *rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        let first = arguments.first().map(String::as_str);
        let resolved = |base: &str, parts: &[String]| {
            let joined = parts
                .iter()
                .fold(base.to_owned(), |base, part| path::join(&base, part));
            path::normalize(&joined)
        };
        match name.rsplit('.').next().unwrap_or_default() {
            "resolve" => Some(resolved(&self.folder, &arguments)),
            "join" => Some(path::normalize(&arguments.join("/"))),
            "dirname" => Some(path::dirname(first?).to_owned()),
            "cwd" => Some(self.folder.clone()),
            "URL" => Some(resolved(&self.here, &arguments[..1.min(arguments.len())])),
            "fileURLToPath" | "normalize" | "String" => first.map(str::to_owned),
            _ => None,
        }
    }

    fn template(&self, rest: &mut &str, depth: u32) -> Option<String> {
        *rest = rest.strip_prefix('`')?;
        let mut value = String::new();
        loop {
            let end = rest.find(['`', '\\', '$'])?;
            value.push_str(&rest[..end]);
            *rest = &rest[end..];
            if let Some(after) = rest.strip_prefix('`') {
                *rest = after;
                return Some(value);
            }
            *rest = rest.strip_prefix("${")?;
            value.push_str(&self.expression(rest, depth)?);
            *rest = rest.trim_start().strip_prefix('}')?;
        }
    }
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '`')
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// Takes a string; `None` where it has an escape in it, or no end.
fn string(rest: &mut &str) -> Option<String> {
    let quote = rest.chars().next()?;
    let inside = &rest[1..];
    let end = inside.find([quote, '\\', '\n'])?;
    *rest = inside[end..].strip_prefix(quote)?;
    Some(inside[..end].to_owned())
}

/// Takes a name with dots in it.
fn name<'text>(rest: &mut &'text str) -> &'text str {
    let end = rest.find(|character| !is_letter(character) && character != '.');
    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = after;
    name
}

/// The text with blanks for its comments.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        match quote {
            None if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            None if rest.starts_with("/*") => {
                let end = rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
                kept.push(' ');
                rest = &rest[end..];
                continue;
            }
            None if is_quote(character) => quote = Some(character),
            Some(_) if character == '\\' => {
                kept.push(character);
                let escaped = after.chars().next();
                kept.extend(escaped);
                rest = &after[escaped.map_or(0, char::len_utf8)..];
                continue;
            }
            // A string ends with its line, but for one with values in it.
            Some(open) if character == open || (character == '\n' && open != '`') => quote = None,
            _ => {}
        }
        kept.push(character);
        rest = after;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(expression: &str) -> Option<String> {
        let text = format!(
            "const out = 'assets/dist'; let base = __dirname;\n// outDir: 'no'\n/* outDir: 'no' */\n\
             const paths = {{ built: 'assets/dist' }};\n\
             export default {{ build: {{ outDir: {expression}, emptyOutDir: true }} }}\n"
        );
        let script = Script::new(&text, "front", "front");
        let mut found = script.property("outDir").into_iter();
        found.find_map(|text| path::in_tree(&text, "front"))
    }

    #[test]
    fn expressions_of_a_path() {
        for expression in [
            "'./assets/dist'",
            "\"assets/dist/\"",
            "`assets/dist`",
            "resolve('./assets/dist')",
            "path.resolve('assets/dist/')",
            "path.resolve(__dirname, 'assets', 'dist')",
            "resolve(import.meta.dirname, './assets/dist',)",
            "join(__dirname, 'assets', 'dist')",
            "fileURLToPath(new URL('./assets/dist', import.meta.url))",
            "new URL('./assets/dist', import.meta.url).pathname",
            "resolve(dirname(fileURLToPath(import.meta.url)), 'assets/dist')",
            "path.join(process.cwd(), 'assets', 'dist')",
            "out",
            "`${__dirname}/${out}`",
            "base + '/' + out",
            "(__dirname + '/assets/dist')",
            "paths.built",
            "process.env.OUT ?? 'assets/dist'",
            "mode === 'x' ? 'assets/dist' : 'other'",
        ] {
            let found = output(expression);
            // Of what cannot be told, every string is a candidate.
            let first = if expression.starts_with("mode") {
                "front/x"
            } else {
                "front/assets/dist"
            };
            assert_eq!(found.as_deref(), Some(first), "{expression}");
        }
        for expression in ["other", "unknown('assets/dist')(1", "'", "`${"] {
            let found = output(expression);
            assert!(
                found.is_none_or(|found| found == "front/assets/dist"),
                "{expression}"
            );
        }
    }

    #[test]
    fn a_shorthand_and_json() {
        let script = Script::new("const outDir = 'dist'\nbuild({ outDir, minify })", "", "");
        assert_eq!(script.property("outDir"), ["dist"]);
        let script = Script::new(r#"{"outputPath": "../static/app"}"#, "", "");
        assert_eq!(script.property("outputPath"), ["../static/app"]);
        let script = Script::new("pipe(gulp.dest('static/css'))", "", "");
        assert_eq!(script.called("dest"), ["static/css"]);
    }

    #[test]
    fn what_never_ends_is_no_work() {
        let circle = "const a = b + b + b\nconst b = a + a + a\nx = { outDir: a }\n";
        assert!(Script::new(circle, "", "").property("outDir").is_empty());
        let deep = format!("x = {{ outDir: {} }}", "resolve(".repeat(50_000));
        Script::new(&deep, "", "").property("outDir");
        Script::new(&deep, "", "").paths();
    }
}
