//! The output of what failed → why, and what to do. Pure, but for the looks that [`Clues`] takes.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::catalog::{Lookup, Signature, Signatures};

/// How many lines of what failed are shown.
const SHOWN: usize = 15;

/// What a builder, or a terminal, puts before and into a line.
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\x1b\[[0-9;?]*[A-Za-z]|^#\d+ (?:\d+\.\d+ )?").expect("a pattern")
});

/// A migration as `migrate` names it before it applies it.
static MIGRATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"Applying ([\w.]+)\.\.\.").expect("a pattern"));

/// A line of a traceback in the project's own code, as the image has it.
static FRAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"File "/app/([^"]+)", line (\d+)"#).expect("a pattern"));

/// Why something failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cause {
    /// Why, in one sentence without a full stop.
    pub cause: String,
    /// What to do about it.
    pub fix: String,
    /// The words of a command of djdock's that does it; none where that is not safe.
    pub command: Vec<String>,
}

/// What failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// The service that failed; `None` where none had started.
    pub service: Option<String>,
    /// The known cause.
    pub cause: Option<Cause>,
    /// Where in the project's own code it came from, as `polls/views.py:12`.
    pub place: Option<String>,
    /// The last lines of the output.
    pub lines: Vec<String>,
}

/// What is looked up about a project.
pub(super) trait Clues {
    /// The folder of the repository in which a module lies, from its root.
    fn folder_of(&self, module: &str) -> Option<String>;
    /// Whether the file at a path from the root is on this machine, and not in what was tried.
    fn is_only_here(&self, path: &str) -> bool;
}

/// Explains the output of what failed.
pub(super) fn explain(
    service: Option<String>,
    output: &str,
    signatures: &Signatures,
    clues: &dyn Clues,
) -> Failure {
    let lines: Vec<String> = output
        .lines()
        .map(|line| NOISE.replace_all(line.trim_end(), "").into_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let mut cause = None;
    for line in lines.iter().rev() {
        let known = signatures.signatures.iter();
        let mut known = known.filter_map(|it| caused(it, line, &lines, signatures, clues));
        cause = known.next();
        if cause.is_some() {
            break;
        }
    }
    let mut frames = lines.iter().filter_map(|line| FRAME.captures(line));
    let frame = frames.rfind(|frame| !frame[1].starts_with("docker/"));
    Failure {
        service,
        cause,
        place: frame.map(|frame| format!("{}:{}", &frame[1], &frame[2])),
        lines: lines[lines.len().saturating_sub(SHOWN)..].to_vec(),
    }
}

fn caused(
    signature: &Signature,
    line: &str,
    all: &[String],
    signatures: &Signatures,
    clues: &dyn Clues,
) -> Option<Cause> {
    let groups = signature.pattern.captures(line)?;
    let first = groups.get(1).map_or("", |group| group.as_str());
    let found = match signature.lookup {
        None => String::new(),
        Some(Lookup::ModuleFolder) => clues.folder_of(first)?,
        Some(Lookup::ModulePackage) => crate::inspect::package_of(first).to_owned(),
        Some(Lookup::Header) => signatures.headers.get(first)?.clone(),
        Some(Lookup::OnlyHere) => {
            let path = first.strip_prefix("/app/").unwrap_or(first);
            clues.is_only_here(path).then(|| path.to_owned())?
        }
    };
    let migration = applying(all).unwrap_or_else(|| "unknown".to_owned());
    let fill = |text: &str| filled(text, &groups, &found, &migration);
    Some(Cause {
        cause: fill(&signature.cause),
        fix: fill(&signature.fix),
        command: signature.command.iter().map(|word| fill(word)).collect(),
    })
}

/// The migration that was being applied. Its line has no end, so the engine may have it after the error.
fn applying(lines: &[String]) -> Option<String> {
    let named = lines.iter().filter_map(|line| {
        let groups = MIGRATION.captures(line)?;
        let rest = &line[groups.get(0)?.end()..];
        Some((groups[1].to_owned(), rest.starts_with(" OK")))
    });
    let named: Vec<(String, bool)> = named.collect();
    let begun = named.iter().rev().find(|(_, is_done)| !is_done);
    begun.or(named.last()).map(|(name, _)| name.clone())
}

/// A text with what was found in its places.
fn filled(text: &str, groups: &Captures<'_>, found: &str, migration: &str) -> String {
    let mut filled = text
        .replace("{found}", found)
        .replace("{migration}", migration);
    for (number, group) in groups.iter().enumerate() {
        let group = group.map_or("", |group| group.as_str());
        filled = filled.replace(&format!("{{{number}}}"), group);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    struct Nothing;

    impl Clues for Nothing {
        fn folder_of(&self, module: &str) -> Option<String> {
            (module == "notes").then(|| "apps".to_owned())
        }
        fn is_only_here(&self, path: &str) -> bool {
            path == "secrets.json"
        }
    }

    /// Output as engines, pip, Django and its drivers print it, with what the cause or the fix must name.
    const OUTPUTS: &[(&str, &str)] = &[
        ("ModuleNotFoundError: No module named 'notes'", "`apps`"),
        ("ModuleNotFoundError: No module named 'PIL'", "Pillow"),
        (
            "ModuleNotFoundError: No module named 'pkg_resources'",
            "setuptools<81",
        ),
        (
            "#9 12.41     _ldap.c:12:10: fatal error: ldap.h: No such file or directory",
            "libldap-dev",
        ),
        (
            "#9 12.41     x.c:12:10: fatal error: odd/thing.h: No such file or directory",
            "odd/thing.h",
        ),
        (
            "django.core.exceptions.DisallowedHost: Invalid HTTP_HOST header: 'shop.example'. You may need",
            "shop.example",
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: '/app/secrets.json'",
            "secrets.json",
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: '/app/logs/site.log'",
            "/app/logs/site.log",
        ),
        (
            "ValueError: Unable to configure handler 'file'",
            "handler `file`",
        ),
        (
            "  Applying shop.0003_price...\ndjango.db.utils.OperationalError: (1067, \"Invalid default value for 'price'\")",
            "shop.0003_price",
        ),
        (
            "  Applying shop.0004_name...\ndjango.db.utils.DataError: (1406, \"Data too long for column 'name' at row 1\")",
            "shop.0004_name",
        ),
        (
            "Traceback:\nProgrammingError: (1064, \"You have an error\")\n  Applying shop.0006_a... OK\n  Applying shop.0007_b...",
            "shop.0007_b",
        ),
        (
            "django.db.utils.DataError: value too long for type character varying(10)",
            "10",
        ),
        (
            "  Applying shop.0005_sql...\ndjango.db.utils.ProgrammingError: (1064, \"You have an error in your SQL syntax; check\")",
            "shop.0005_sql",
        ),
        (
            "psycopg2.errors.SyntaxError: syntax error at or near \"AUTOINCREMENT\"",
            "sqlite",
        ),
        (
            "ValueError: Database returned an invalid datetime value. Are time zone definitions for your database installed?",
            "time zone",
        ),
        (
            "zoneinfo._common.ZoneInfoNotFoundError: 'No time zone found with key US/Eastern'",
            "tzdata",
        ),
        (
            "Error response from daemon: driver failed: Bind for 0.0.0.0:80 failed: port is already allocated",
            "port 80",
        ),
        ("djdock: exit 137", "memory"),
        (
            "django.core.exceptions.ImproperlyConfigured: Set the STRIPE_KEY environment variable",
            "STRIPE_KEY",
        ),
        (
            "decouple.UndefinedValueError: STRIPE_KEY not found. Declare it as envvar or define a default value.",
            "STRIPE_KEY",
        ),
        ("KeyError: 'STRIPE_KEY'", "STRIPE_KEY"),
        (
            "django.db.utils.ProgrammingError: (1146, \"Table 'shop.shop_item' doesn't exist\")",
            "shop_item",
        ),
        (
            "django.db.utils.ProgrammingError: relation \"shop_item\" does not exist",
            "shop_item",
        ),
        (
            "ERROR: No matching distribution found for pywin32==306",
            "pywin32==306",
        ),
        (
            "ValueError: Missing staticfiles manifest entry for 'css/a.css'",
            "css/a.css",
        ),
        (
            "psycopg2.OperationalError: could not translate host name \"db.example.org\" to address",
            "db.example.org",
        ),
    ];

    #[test]
    fn each_known_failure_is_named() {
        let catalog = Catalog::embedded().expect("the built-in pack");
        let signatures = Signatures::of(&catalog).expect("its signatures");
        for (output, named) in OUTPUTS {
            let failure = explain(None, output, &signatures, &Nothing);
            let cause = failure.cause.unwrap_or_else(|| panic!("{output}"));
            let text = format!("{} {}", cause.cause, cause.fix);
            assert!(text.contains(named), "{output}: {text}");
            assert!(!text.contains('{'), "{text}");
        }
    }

    #[test]
    fn a_command_of_the_table_is_one_of_djdock_s() {
        let catalog = Catalog::embedded().expect("the built-in pack");
        let signatures = Signatures::of(&catalog).expect("its signatures");
        let commands = signatures.signatures.iter().map(|it| &it.command);
        let commands: Vec<_> = commands.filter(|words| !words.is_empty()).collect();
        assert!(!commands.is_empty());
        for words in commands {
            let typed = ["djdock"]
                .into_iter()
                .chain(words.iter().map(String::as_str));
            let cli = <crate::cli::Cli as clap::Parser>::try_parse_from(typed);
            let command = cli.map(|cli| cli.command);
            assert!(
                matches!(
                    command,
                    Ok(crate::cli::Command::Init(_) | crate::cli::Command::Add(_))
                ),
                "{words:?}"
            );
        }
    }

    #[test]
    fn what_nobody_knows_is_shown() {
        let catalog = Catalog::embedded().expect("the built-in pack");
        let signatures = Signatures::of(&catalog).expect("its signatures");
        let output =
            "File \"/app/polls/views.py\", line 12, in index\n\x1b[31mOddError: 42\x1b[0m\n\n";
        let failure = explain(Some("web".to_owned()), output, &signatures, &Nothing);
        assert_eq!(failure.cause, None);
        assert_eq!(failure.place.as_deref(), Some("polls/views.py:12"));
        assert_eq!(
            failure.lines.last().map(String::as_str),
            Some("OddError: 42")
        );
    }
}
