//! How the project's own code wants its environment variables written: found by evaluating the settings with
//! variables set, as a developer would try it out; many at once, where none has a say in what another does.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evaluations::Evaluations;
use super::facts;
use super::project::{Project, Variable};
use super::trials::{Trials, ties};
use crate::environment::Environment;
use crate::python::{Evaluation, Sources, Text};

/// How one variable is written so that the setting which it feeds gets a value.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Spelling {
    /// The text that makes a yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<String>,
    /// The text that makes a no; it may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<String>,
    /// What stands between the items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The settings, or entries of them, that take the text as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plain: Vec<String>,
}

/// Settings that are a yes or a no, and that depend on where the project runs.
const SWITCHES: [&str; 6] = [
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
];

/// Settings that are lists of host names.
const LISTS: [&str; 2] = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"];

/// What code takes for a yes, the most usual first.
const YES: [&str; 6] = ["True", "1", "true", "yes", "on", "TRUE"];

/// What code takes for a no.
const NO: [&str; 7] = ["False", "0", "false", "no", "off", "FALSE", ""];

/// What code splits lists at.
const SEPARATORS: [&str; 4] = [",", " ", ";", "|"];

/// An item that no setting has by itself; each variable and each of its items has another.
fn item(variable: usize, name: char) -> String {
    format!("https://{name}{variable}.djdock.example")
}

/// The spelling of each variable that feeds such a setting; without the variables for which none is known.
pub(super) fn spellings(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &Project,
) -> BTreeMap<String, Spelling> {
    spellings_of(sources, folder, evaluations, project, usize::MAX)
}

/// The spellings of variables, found with no more than so many of them set in one evaluation.
pub(super) fn spellings_of(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &Project,
    at_once: usize,
) -> BTreeMap<String, Spelling> {
    let mut found = BTreeMap::new();
    for environment in Environment::ALL {
        let usual = evaluations.of(environment);
        let mut candidates: Vec<Candidate> = project
            .environment
            .iter()
            .enumerate()
            .filter(|(_, variable)| environment_of(variable) == environment)
            .filter_map(|(index, variable)| Candidate::new(index, variable, usual))
            .collect();
        let settings = &project.settings;
        let Some(module) = settings.environments.get(&environment) else {
            continue;
        };
        let class = settings.configurations.get(&environment);
        let trials = Trials {
            usual,
            at_once,
            evaluate: &|set| {
                let class = class.map(String::as_str);
                let evaluation = sources.evaluate_with(folder, module, class, set);
                evaluation.ok()
            },
        };
        trials.run(&mut candidates);
        for candidate in candidates {
            if candidate.found != Spelling::default() {
                found.insert(candidate.variable.name.clone(), candidate.found);
            }
        }
    }
    found
}

/// The environment whose settings are tried out.
fn environment_of(variable: &Variable) -> Environment {
    match variable.environments.first() {
        Some(environment) => *environment,
        None => Environment::Prod,
    }
}

/// What is asked of a variable, each with the setting that it feeds.
#[derive(Clone, Copy, Debug)]
enum Question {
    /// The settings in which the text arrives as it is.
    Plain,
    Yes(&'static str),
    No(&'static str),
    Separator(&'static str),
}

impl Question {
    /// The texts that are tried, one after another, until one of them answers it.
    fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[""],
            Self::Yes(_) => &YES,
            Self::No(_) => &NO,
            Self::Separator(_) => &SEPARATORS,
        }
    }
}

/// A variable whose spelling is looked for.
pub(super) struct Candidate<'p> {
    index: usize,
    variable: &'p Variable,
    /// The variables that have a say in the settings which it feeds.
    ties: Vec<Text>,
    /// What is still asked, the next one last, and how many of its texts were tried.
    questions: Vec<Question>,
    tried: usize,
    found: Spelling,
}

impl<'p> Candidate<'p> {
    /// A variable of the project; `None` where it feeds no setting. `usual` is what the settings leave without it.
    fn new(index: usize, variable: &'p Variable, usual: &Evaluation) -> Option<Self> {
        if variable.settings.is_empty() {
            return None;
        }
        let feeds = |settings: &[&'static str]| {
            let fed = |setting: &&&str| variable.settings.iter().any(|own| own == **setting);
            settings.iter().find(fed).copied()
        };
        let mut questions = match (feeds(&SWITCHES), feeds(&LISTS)) {
            (Some(setting), _) => vec![Question::No(setting), Question::Yes(setting)],
            (None, Some(setting)) => vec![Question::Separator(setting)],
            (None, None) => Vec::new(),
        };
        questions.push(Question::Plain);
        Some(Self {
            index,
            variable,
            ties: ties(usual, variable),
            questions,
            tried: 0,
            found: Spelling::default(),
        })
    }

    /// The name of the variable that feeds the setting.
    pub(super) fn name(&self) -> &str {
        &self.variable.name
    }

    /// The variables, beside itself, that have a say in what its text does.
    pub(super) fn ties(&self) -> impl Iterator<Item = &str> {
        let names = self.ties.iter().map(|name| &**name);
        names.filter(|name| *name != self.variable.name)
    }

    /// The text to be tried next; `None` where nothing is asked any more.
    pub(super) fn text(&self) -> Option<String> {
        let question = self.questions.last()?;
        let text = question.texts().get(self.tried)?;
        Some(match question {
            Question::Plain => item(self.index, 'a'),
            Question::Separator(_) => self.items().join(text),
            Question::Yes(_) | Question::No(_) => (*text).to_owned(),
        })
    }

    fn items(&self) -> [String; 2] {
        [item(self.index, 'a'), item(self.index, 'b')]
    }

    /// Takes note of what the settings leave with that text; `None` where they cannot be evaluated with it.
    pub(super) fn learn(&mut self, left: Option<&Evaluation>) {
        let Some(question) = self.questions.last().copied() else {
            return;
        };
        let text = question.texts()[self.tried];
        if left.is_some_and(|left| self.answers(question, text, left)) {
            self.advance();
            return;
        }
        self.tried += 1;
        if self.tried == question.texts().len() {
            self.advance();
            // Half a switch is none.
            match question {
                Question::Yes(_) => self.advance(),
                Question::No(_) => self.found.yes = None,
                Question::Plain | Question::Separator(_) => {}
            }
        }
    }

    fn advance(&mut self) {
        self.questions.pop();
        self.tried = 0;
    }

    /// Whether a text answers the question; the answer is kept.
    fn answers(&mut self, question: Question, text: &str, left: &Evaluation) -> bool {
        let text = text.to_owned();
        match question {
            Question::Plain => {
                self.found.plain = self.plain(left);
                true
            }
            Question::Yes(setting) => {
                let answers = left.is_true(setting) == Some(true);
                self.found.yes = answers.then_some(text);
                answers
            }
            Question::No(setting) => {
                let answers = left.is_true(setting) == Some(false);
                self.found.no = answers.then_some(text);
                answers
            }
            Question::Separator(setting) => {
                let found = facts::strings(left, setting);
                let has = |item: &String| found.iter().any(|(text, _)| text == item);
                let answers = self.items().iter().all(has);
                self.found.separator = answers.then_some(text);
                answers
            }
        }
    }

    /// The settings in which the text arrives as it is.
    fn plain(&self, left: &Evaluation) -> Vec<String> {
        let text = item(self.index, 'a');
        let arrives = |setting: &&String| {
            let mut keys = setting.split('.');
            let name = keys.next().unwrap_or_default();
            let keys: Vec<&str> = keys.collect();
            left.get(name)
                .and_then(|term| facts::entry(&term, &keys))
                .is_some_and(|term| facts::holds(&term, &text))
        };
        let settings = self.variable.settings.iter();
        settings.filter(arrives).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Evaluations, Sources, spellings, spellings_of};
    use crate::inspect::project::Project;
    use crate::inspect::{Hints, Uses, inspect};
    use crate::tree::MemoryTree;

    const MANAGE: &str = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n\
        from django.core.management import execute_from_command_line\n";

    /// Forms in which settings are read, each with its own variables: `{n}` is a number.
    const FORMS: [&str; 24] = [
        "S{n} = os.environ.get('A{n}')\n",
        "S{n} = os.environ['A{n}']\n",
        "S{n} = os.getenv('A{n}', os.getenv('B{n}'))\n",
        "S{n} = f\"redis://{os.getenv('A{n}')}:{os.getenv('B{n}')}/0\"\n",
        "if os.getenv('A{n}'):\n    S{n} = os.getenv('B{n}')\n",
        "if os.getenv('B{n}') == 'x':\n    S{n} = os.getenv('A{n}')\nelse:\n    S{n} = os.getenv('C{n}', 'd')\n",
        "if os.getenv('A{n}') not in (None, 'dev', 'prod'):\n    raise ValueError('A{n}')\nS{n} = os.getenv('A{n}')\n",
        "S{n} = flag('A{n}')\n",
        "DEBUG = flag('A{n}')\n",
        "DEBUG = os.getenv('A{n}') == 'True'\n",
        "DEBUG = os.getenv('A{n}', '').lower() in ('1', 'yes') and os.getenv('B{n}') == 'on'\n",
        "DEBUG = bool(os.getenv('A{n}') or os.getenv('B{n}'))\n",
        "EMAIL_USE_TLS = bool(int(os.getenv('A{n}', '0')))\n",
        "SESSION_COOKIE_SECURE = not DEBUG\n",
        "CSRF_COOKIE_SECURE = True if os.getenv('A{n}') else SESSION_COOKIE_SECURE\n",
        "ALLOWED_HOSTS = os.getenv('A{n}', '').split(',')\n",
        "ALLOWED_HOSTS += os.getenv('A{n}', '').split()\n",
        "if os.getenv('A{n}'):\n    ALLOWED_HOSTS = [os.getenv('A{n}')]\n",
        "D{n} = {'default': {'NAME': os.getenv('A{n}', 'x'), 'HOST': os.getenv('B{n}'), 'P': [os.getenv('C{n}')]}}\n",
        "if flag('A{n}'):\n    D{n} = {'default': {'NAME': os.getenv('B{n}')}}\nelse:\n    D{n} = {'default': {'NAME': os.getenv('C{n}')}}\n",
        "try:\n    S{n} = int(os.environ['A{n}'])\nexcept ValueError:\n    S{n} = os.getenv('B{n}')\n",
        "L{n} = [os.getenv('A{n}', ''), os.getenv('B{n}', '').lower()]\nL{n} += [os.getenv('C{n}', 'c')]\n",
        "for name in ('A{n}', 'B{n}'):\n    if name in os.environ:\n        S{n} = os.environ[name]\n",
        "S{n} = choose('A{n}', 'B{n}')\n",
    ];

    const HEAD: &str = "import os\nINSTALLED_APPS = []\nDEBUG = False\nSESSION_COOKIE_SECURE = False\nALLOWED_HOSTS = []\n\
        def flag(name, default=False):\n    value = os.environ.get(name)\n    if value is None:\n        return default\n    return value.lower() in ('true', '1')\n\
        def choose(one, two):\n    if os.environ.get(one) == 'x':\n        return os.environ.get(two)\n    return os.environ.get(one, two)\n";

    fn numbered(form: &str, number: usize) -> String {
        form.replace("{n}", &number.to_string())
    }

    fn project(settings: &str) -> (MemoryTree, Project) {
        let tree = MemoryTree::new([
            ("manage.py", MANAGE),
            ("mysite/__init__.py", ""),
            ("mysite/settings.py", settings),
        ]);
        let project =
            inspect(&tree, &tree, &Hints::default(), &Uses::default()).expect("a project");
        (tree, project)
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(120))]

        /// Setting many variables at once finds what setting each by itself does.
        #[test]
        fn together_as_alone(forms in proptest::collection::vec(proptest::sample::select(&FORMS[..]), 1..9), shared in 1..4_usize) {
            // Some of them read the same variables.
            let statements = forms.iter().enumerate();
            let statements = statements.map(|(index, form)| numbered(form, index / shared));
            let settings = format!("{HEAD}{}", statements.collect::<String>());
            let (tree, project) = project(&settings);
            let sources = Sources::new(&tree);
            let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
            let together = spellings(&sources, "", &evaluations, &project);
            let alone = spellings_of(&sources, "", &evaluations, &project, 1);
            proptest::prop_assert_eq!(together, alone, "{}", settings);
        }
    }

    /// Hundreds of variables take the evaluations of a few.
    #[test]
    fn few_evaluations() {
        let form = |number: usize| numbered(FORMS[number % FORMS.len()], number);
        let forms: String = (0..8 * FORMS.len()).map(form).collect();
        let settings = format!("{HEAD}{forms}");
        let (tree, project) = project(&settings);
        assert!(project.environment.len() > 200);
        let sources = Sources::new(&tree);
        let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
        spellings(&sources, "", &evaluations, &project);
        let work = sources.work();
        assert_eq!(work.parsed, 1);
        assert!(work.evaluated < 100, "{work:?}");
    }
}
