//! The same answers give the same trees: however they are said, wherever, whenever and after whatever.

mod elsewhere;
mod services;
mod terminal;
mod ways;
mod wizard;

use djdock::answers::{PartialAnswers, Question, Scripted};
use djdock::catalog::Catalog;
use djdock::commands::draft::{Draft, DraftRequest};
use djdock::commands::workspace::Workspace;
use djdock::pipeline::Facts;

use crate::harness::Project;

/// What a person is asked about every project, by flag, in the order of the questions' rows.
const ASKED: [&str; 4] = ["db", "domain", "dev-port", "prod-port"];

/// Every choice, none of them the default.
const FLAGS: &str = "--db postgres --domain example.org --domain www.example.org --dev-port 8123 \
    --prod-port 8080 --import-data=false --server uvicorn --python 3.12 --name sondages";

/// The same, as a file of the user's.
const FILE: &str = r#"
# Wherever a key stands, and however it is written.
prod-port = 8_080
dev-port = 8123
domain = [ 'example.org', "www.example.org" ]
import-data = false
server = "uvicorn"
python = "3.12"
name = "sondages"
db = "postgres"
"#;

/// The trees of both branches.
fn trees(project: &Project) -> [String; 2] {
    [project.id("dev^{tree}"), project.id("prod^{tree}")]
}

/// The wizard, scripted, through the library: what it was about to write, and what it asked.
struct Session {
    place: Workspace,
    draft: Draft,
    asked: Vec<Question>,
}

impl Session {
    /// Asks about a project, but for what is given; a question without an answer here gets its default.
    fn run(project: &Project, given: PartialAnswers, answers: &[(&str, &str)]) -> Self {
        let place = Workspace::find(&project.root, None).unwrap();
        let catalog = Catalog::embedded().unwrap();
        let answers = answers.iter();
        let answers = answers.map(|(flag, answer)| ((*flag).to_owned(), (*answer).to_owned()));
        let mut wizard = Scripted {
            answers: answers.collect(),
            asked: Vec::new(),
        };
        let request = DraftRequest::new(&place, &catalog, "init", Facts::Inspected);
        let draft = request.draft(given, &mut wizard).unwrap();
        let asked = wizard.asked;
        Self {
            place,
            draft,
            asked,
        }
    }

    fn write(&self) {
        let writable = self.draft.check(&self.place, &[]).unwrap();
        writable.write().unwrap();
    }

    /// Whether it asked what it asks about every project, in that order, and these questions too, wherever they stand.
    #[track_caller]
    fn assert_asked(&self, too: &[&str]) {
        let flags = self.asked.iter().map(|question| question.flag);
        let (extra, usual): (Vec<_>, Vec<_>) = flags.partition(|flag| too.contains(flag));
        assert_eq!((usual.as_slice(), extra.as_slice()), (&ASKED[..], too));
    }
}
