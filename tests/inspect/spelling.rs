//! How a project's own environment variables are written.

use djdock::inspect::Spelling;

use super::{SETTINGS, facts};

fn spelling(variable: &str, code: &str) -> Spelling {
    let text = format!("import os\n{SETTINGS}{code}\n");
    let project = facts(&[("mysite/settings.py", &text)]);
    project.spellings.get(variable).cloned().unwrap_or_default()
}

#[test]
fn what_makes_a_yes_and_a_no() {
    for (code, yes, no) in [
        ("DEBUG = os.environ.get('D') == 'True'", "True", "False"),
        ("DEBUG = bool(int(os.environ.get('D', '0')))", "1", "0"),
        (
            "DEBUG = os.getenv('D', 'no') in ('yes', 'on')",
            "yes",
            "False",
        ),
        ("DEBUG = bool(os.environ.get('D'))", "True", ""),
        (
            "DEBUG = os.environ.get('D', '').lower() == 'true'",
            "True",
            "False",
        ),
        (
            "def flag(name):\n    text = os.environ[name]\n    if text not in ('TRUE', 'FALSE'):\n        raise ValueError(text)\n    return text == 'TRUE'\nDEBUG = flag('D')",
            "TRUE",
            "FALSE",
        ),
    ] {
        let found = spelling("D", code);
        let (found_yes, found_no) = (found.yes.as_deref(), found.no.as_deref());
        assert_eq!((found_yes, found_no), (Some(yes), Some(no)), "{code}");
    }
}

#[test]
fn a_mode_is_no_switch() {
    let found = spelling("MODE", "DEBUG = os.environ.get('MODE') == 'development'");
    assert_eq!(found, Spelling::default());
}

#[test]
fn what_stands_between_the_items_of_a_list() {
    for (code, separator) in [
        ("ALLOWED_HOSTS = os.environ.get('H', '').split(',')", ","),
        ("ALLOWED_HOSTS = os.environ['H'].split()", " "),
        ("ALLOWED_HOSTS = ['a'] + os.environ['H'].split(';')", ";"),
        (
            "import environ\nenv = environ.Env()\nALLOWED_HOSTS = env.list('H', default=[])",
            ",",
        ),
        (
            "from decouple import config, Csv\nALLOWED_HOSTS = config('H', cast=Csv())",
            ",",
        ),
    ] {
        assert_eq!(
            spelling("H", code).separator.as_deref(),
            Some(separator),
            "{code}"
        );
    }
    let one = spelling("H", "ALLOWED_HOSTS = [os.environ['H']]");
    assert_eq!(
        (one.separator, one.plain),
        (None, vec!["ALLOWED_HOSTS".to_owned()])
    );
}

#[test]
fn what_takes_the_text_as_it_is() {
    assert_eq!(
        spelling("K", "SECRET_KEY = os.environ['K']").plain,
        ["SECRET_KEY"]
    );
    let file = "SECRET_KEY = open(os.environ['K']).read()";
    assert_eq!(spelling("K", file), Spelling::default());
    let part = "DATABASES['default']['HOST'] = os.environ.get('K', 'localhost')";
    assert_eq!(spelling("K", part).plain, ["DATABASES.default.HOST"]);
}
