//! What users do between two merges.

use crate::harness::Project;

/// What happens between two merges.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    // Of code, on dev.
    Code,
    NewFile,
    DeleteFile,
    Setting,
    InstalledApp,
    Requirement,
    IgnoreRule,
    // Of the stack: dev's own, what both have, prod's own.
    StackEdit,
    ComposeEdit,
    SharedEdit,
    ProdEdit,
    // Of git.
    Hotfix,
    MainCommit,
    MergeMain,
    MergeProd,
    Rebase,
    SquashMerge,
    Clone,
    // Of djdock.
    Add,
    Remove,
    Update,
    Answers,
}

/// Each as often as it stands here.
pub(super) const STEPS: [Step; 23] = [
    Step::Code,
    Step::NewFile,
    Step::DeleteFile,
    Step::Setting,
    Step::InstalledApp,
    Step::Requirement,
    Step::IgnoreRule,
    Step::StackEdit,
    Step::ComposeEdit,
    Step::SharedEdit,
    Step::ProdEdit,
    Step::Hotfix,
    Step::MainCommit,
    Step::MergeMain,
    Step::MergeProd,
    Step::Rebase,
    Step::SquashMerge,
    Step::Clone,
    Step::Add,
    Step::Add,
    Step::Remove,
    Step::Update,
    Step::Answers,
];

impl Step {
    /// The branch that it is done on.
    pub(super) fn branch(self) -> &'static str {
        match self {
            Self::Hotfix | Self::ProdEdit => "prod",
            Self::MainCommit => "main",
            _ => "dev",
        }
    }

    /// The edit of a file of the branch that is checked out, where it is one.
    pub(crate) fn edit(self, project: &Project, branch: &str, number: u32) {
        match self {
            Self::Code => project.append("polls/views.py", &format!("# change {number}\n")),
            Self::NewFile => project.write(&format!("app_{number}/models.py"), "# new\n"),
            Self::DeleteFile => delete(project, branch),
            Self::Setting => {
                project.append("mysite/settings.py", &format!("\nMINE_{number} = 1\n"));
            }
            Self::InstalledApp => replace(
                project,
                "INSTALLED_APPS = [\n",
                &format!("    'app_{number}',\n"),
            ),
            Self::Requirement => project.append("requirements.txt", &format!("package-{number}\n")),
            Self::IgnoreRule => project.append(".gitignore", &format!("*.{number}\n")),
            Self::StackEdit => project.append("Dockerfile", &format!("# mine {number}\n")),
            Self::ComposeEdit | Self::ProdEdit => compose_edit(project, number),
            Self::SharedEdit => project.append("docker/env.sh", &format!("# mine {number}\n")),
            Self::Hotfix => project.write(&format!("hotfix_{number}.py"), "# prod\n"),
            Self::MainCommit => project.write(&format!("main_{number}.py"), "# main\n"),
            _ => {}
        }
    }
}

/// A service of the user's in the compose file of the branch.
fn compose_edit(project: &Project, number: u32) {
    let text = project.read("docker-compose.yml");
    let line = format!("\n  mine-{number}:\n    image: mine:{number}\n\n  web:\n");
    project.write("docker-compose.yml", &text.replacen("\n  web:\n", &line, 1));
}

/// Deletes a file that an earlier step made.
fn delete(project: &Project, branch: &str) {
    let tracked = project.tracked(branch);
    if let Some(path) = tracked.iter().find(|path| path.starts_with("app_")) {
        project.git(&format!("rm --quiet {path}"));
    }
}

fn replace(project: &Project, behind: &str, line: &str) {
    let text = project.read("mysite/settings.py");
    assert!(text.contains(behind));
    let text = text.replacen(behind, &format!("{behind}{line}"), 1);
    project.write("mysite/settings.py", &text);
}
