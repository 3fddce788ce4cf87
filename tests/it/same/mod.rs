//! The same answers give the same trees: however they are said, wherever, whenever and after whatever.

mod elsewhere;
mod services;
mod terminal;
mod ways;
mod wizard;

use crate::harness::Project;

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
