//! What the user did to files of the stack, and to lines of djdock's.

use super::{assert_undone, listing, polls, tree};
use crate::harness::Project;

#[test]
fn a_file_of_the_stack_that_was_edited_stays() {
    let project = polls();
    project.git("switch --quiet dev");
    project.append("docker-compose.yml", "# mine\n");
    project.commit("mine");
    let edited = project.read("docker-compose.yml");
    let run = project.djdock("undo").ok();
    assert!(
        run.stderr.contains(
            "warning: `docker-compose.yml` on dev is yours now: you edited it, so it stays"
        ),
        "{run}"
    );
    // It is no environment's any longer.
    let edited = edited.replacen("# djdock: dev\n", "", 1);
    assert_eq!(project.read("docker-compose.yml"), edited);
    assert_eq!(
        project.git("diff --name-only main dev"),
        "docker-compose.yml"
    );
    assert_undone(&project);
    project.djdock("init --yes").ok();
    assert_eq!(project.read("docker-compose.yml.before-djdock"), edited);
}

#[test]
fn settings_go_on_to_work() {
    let project = polls();
    project.git("switch --quiet dev");
    let text = project.read("mysite/settings.py");
    let edited = text.replace("env_list('ALLOWED_HOSTS', [])", "env_list('HOSTS', ['a'])");
    project.write(
        "mysite/settings.py",
        &(edited + "MINE = os.environ.get('MINE')\n"),
    );
    project.commit("mine");
    let run = project.djdock("undo").ok();
    assert!(
        run.stderr.contains(
            "warning: `mysite/settings.py` on dev keeps lines of djdock's: you edited them, or code of yours needs them"
        ),
        "{run}"
    );
    let text = project.read("mysite/settings.py");
    for line in [
        "import os\n",
        "\ndef env_list(name, default=()):\n",
        "\nALLOWED_HOSTS = env_list('HOSTS', ['a'])\n",
        "\nDEBUG = True\n",
        "\nMINE = os.environ.get('MINE')\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for gone in ["env_bool", "MARIADB", "CSRF_TRUSTED_ORIGINS"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn files_that_stood_in_the_way_come_back() {
    for what in ["beside", "replace"] {
        let project = Project::polls();
        project.write("Dockerfile", "FROM mine\n");
        project.write("compose.yaml", "services: {}\n");
        project.commit("docker");
        let before = listing(&project);
        let line = format!("init --yes --db mariadb --layout single --existing {what}");
        project.djdock(&line).ok();
        assert_ne!(project.read("Dockerfile"), "FROM mine\n");
        project.djdock("undo").ok();
        before.assert_same(&listing(&project));
    }
}

/// Where something else of theirs has the name now, nothing is written over.
#[test]
fn a_file_that_stood_in_the_way_of_one_that_was_edited() {
    let project = Project::polls();
    project.write("Dockerfile", "FROM mine\n");
    project.commit("docker");
    project
        .djdock("init --yes --db mariadb --layout single")
        .ok();
    project.append("Dockerfile", "# mine\n");
    let run = project.djdock("undo").ok();
    assert!(
        run.stderr.contains(
            "warning: `Dockerfile.before-djdock` stays under that name, for `Dockerfile` is there"
        ),
        "{run}"
    );
    assert_eq!(project.read("Dockerfile.before-djdock"), "FROM mine\n");
    assert!(project.read("Dockerfile").ends_with("# mine\n"));
}

#[test]
fn choices_that_stood_there_before() {
    for layout in ["branches", "single"] {
        let project = Project::polls();
        project.write("djdock.toml", "# our choices\ndb = \"postgres\"\n");
        project.commit("choices");
        let before = listing(&project);
        project
            .djdock(&format!("init --yes --layout {layout}"))
            .ok();
        project.djdock("add redis").ok();
        project.djdock("undo").ok();
        // The lock does not say what stood there: on the branches it is on main as it was, and side by side it stays.
        let choices = ["djdock.toml", ".git"];
        let after = listing(&project).without(&choices);
        before.without(&choices).assert_same(&after);
        assert!(project.read("djdock.toml").starts_with("# our choices\n"));
        assert_eq!(project.git("show main:djdock.toml").lines().count(), 2);
    }
}

#[test]
fn comments_in_the_choices_stay() {
    let project = polls();
    project.git("switch --quiet dev");
    let text = project.read("djdock.toml");
    project.write("djdock.toml", &text.replace("dev-port", "# ours\ndev-port"));
    project.commit("mine");
    let run = project.djdock("undo").ok();
    assert!(
        run.stderr.contains("`djdock.toml` on dev is yours now"),
        "{run}"
    );
    assert_eq!(project.git("diff --name-only main dev"), "djdock.toml");
    project.djdock("init --yes").ok();
    assert!(project.on("prod", "djdock.toml").contains("# ours\n"));
}

/// A `.env` that git tracks is nobody's but the user's, and the secrets beside it stay.
#[test]
fn a_tracked_env_file() {
    let project = Project::polls();
    project.write(".env", "MINE=1\n");
    project.git("add --force .env");
    project.commit("env");
    let before = tree(&project, "main");
    project.djdock("init --yes --db mariadb").ok();
    let secrets = project.read(".env.djdock");
    let run = project.djdock("undo").ok();
    assert!(run.stderr.contains("  rm .env.djdock "), "{run}");
    assert!(!run.stderr.contains("  rm .env "), "{run}");
    assert_eq!(project.read(".env"), "MINE=1\n");
    assert_eq!(project.read(".env.djdock"), secrets);
    assert_eq!(tree(&project, "main"), before);
    assert_eq!(project.git("status --porcelain"), "");
}

/// People's rows and uploads stay, and git does not see them.
#[test]
fn data_stays() {
    let project = polls();
    project.git("switch --quiet dev");
    project.write("data/db.json.gz", "rows");
    project.write("data/media/a.png", "a");
    let run = project.djdock("undo").ok();
    assert!(run.stderr.contains("  rm -r data/db.json.gz "), "{run}");
    assert!(run.stderr.contains("  rm -r data/media "), "{run}");
    assert_eq!(project.read("data/db.json.gz"), "rows");
    assert_eq!(project.git("status --porcelain"), "");
}
