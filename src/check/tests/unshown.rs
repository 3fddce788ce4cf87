//! No value of `.env` reaches a text that is shown, and nothing that is read makes djdock fall over.

use proptest::prelude::*;

use super::*;
use crate::commands::check::Findings;
use crate::ui::report::{Output as _, Page};

/// Everything that is shown of findings.
fn shown(subject: &Subject, findings: &[Finding]) -> String {
    let (_, done) = Repairs::of(findings).env_text(&subject.env, &[]);
    let findings = Findings {
        env_file: ".env".to_owned(),
        found: findings.to_vec(),
        repairs: Some(done),
        dry_run: false,
    };
    let mut page = Page::default();
    findings.text(&mut page);
    format!("{page:?}{}", findings.json())
}

/// A line with tokens in it that nothing else has.
fn line() -> impl Strategy<Value = (String, Vec<String>)> {
    let key = prop_oneof![
        Just("SECRET_KEY"),
        Just("POSTGRES_PASSWORD"),
        Just("ALLOWED_HOSTS"),
        Just("DEBUG"),
        Just("HTTP_PORT"),
        Just("DB_IMAGE"),
        Just("COMPOSE_PROJECT_NAME"),
        Just("MY_TOKEN"),
    ];
    let glue = "[-$'\"{}:?#@.*/, \\\\]{0,3}";
    let tokens = prop::collection::vec(("Q[a-zA-Z0-9]{9}", glue), 1..4);
    (key, glue, tokens).prop_map(|(key, first, tokens)| {
        let mut line = format!("{key}={first}");
        for (token, glue) in &tokens {
            line.push_str(token);
            line.push_str(glue);
        }
        (line, tokens.into_iter().map(|(token, _)| token).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_env(lines in prop::collection::vec(line(), 1..6)) {
        let env: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let machine = Paper { port: PortState::Taken, ..Paper::default() };
        let subject = subject(COMPOSE, &env.join("\n"), &machine);
        let findings = check(&subject, &machine);
        let said = format!("{}{findings:?}", shown(&subject, &findings));
        for token in lines.iter().flat_map(|(_, tokens)| tokens) {
            prop_assert!(!said.contains(token.as_str()), "{token} in {said}");
        }
    }

    #[test]
    fn whatever_is_read(text in "[a-zA-Z$:{}\\[\\]'\"#=\\-\\*&<!?/\\\\ \r\n.0-9é]{0,120}") {
        let machine = Paper::default();
        let subject = subject(&text, &text, &machine);
        check(&subject, &machine);
        crate::compose::Dockerfile::parse(&text).images(&[]);
        crate::compose::Dockerfile::parse(&text).copied();
        crate::ignore::Ignore::of_docker(&text).excludes(".env");
        read::published(&text);
    }
}
