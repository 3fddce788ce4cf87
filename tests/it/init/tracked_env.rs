//! A `.env` that git tracks stays as it is; the secrets stand beside it.

use insta::assert_snapshot;

use crate::harness::Project;

/// What everybody may read.
const PUBLIC: &str = "COMPOSE_PROJECT_NAME=other\nEMAIL_HOST=smtp.example.org\nSECRET_KEY=public-key\nDEBUG=public-debug\nMARIADB_PASSWORD=public-password\nPOSTGRES_PASSWORD=public-other\n\
                      TOKEN=\"pa$word\"\nexport MAIL='a b'\n";

/// The file of the secrets.
const SECRETS: &str = ".env.djdock";

fn project() -> Project {
    let project = Project::polls();
    project.write(".env", PUBLIC);
    project.git("add --force .env");
    project.commit("secrets");
    project
}

#[test]
fn the_secrets_stand_beside_it() {
    for layout in ["branches", "single"] {
        let project = project();
        let line = format!("init --yes --db mariadb --layout {layout}");
        project.djdock(&line).ok();
        assert_eq!(project.read(".env"), PUBLIC, "{layout}");
        assert_eq!(project.mode(SECRETS), 0o600, "{layout}");
        let secrets = project.read(SECRETS);
        assert!(!secrets.contains("public-"), "{layout}: {secrets}");
        assert!(!secrets.contains("COMPOSE_PROJECT_NAME"), "{layout}");
        assert!(
            secrets.contains("\nEMAIL_HOST=smtp.example.org\n"),
            "{layout}: {secrets}"
        );
        // What the project had beside is the project's still, as it reads it.
        assert!(
            secrets.contains("\nTOKEN='pa$word'\n"),
            "{layout}: {secrets}"
        );
        assert!(secrets.contains("\nMAIL='a b'\n"), "{layout}: {secrets}");
        assert_eq!(project.git("check-ignore .env.djdock"), SECRETS, "{layout}");
        let again = project.djdock(&line).ok();
        assert!(again.stderr.contains("Nothing to do"), "{layout}: {again}");
        assert_eq!(project.read(SECRETS), secrets, "{layout}");
    }
}

#[test]
fn every_change_of_branch_keeps_both() {
    let project = project();
    project.djdock("init --yes --db mariadb").ok();
    let secrets = project.read(SECRETS);
    for branch in ["dev", "prod", "main", "dev"] {
        project.git(&format!("switch --quiet {branch}"));
        assert_eq!(project.read(".env"), PUBLIC, "{branch}");
        assert_eq!(project.read(SECRETS), secrets, "{branch}");
    }
    project.djdock("add redis").ok();
    assert_eq!(project.djdock("status").code, Some(0));
    // Where the secrets are, they stay, also where git no longer tracks the other file.
    project.git("switch --quiet dev");
    project.git("rm --quiet --cached .env");
    project.git("commit --quiet --message gone");
    project.djdock("update").ok();
    assert!(
        project
            .read("docker-compose.yml")
            .contains("env_file: .env.djdock\n")
    );
}

#[test]
fn it_is_said_that_they_are_public() {
    let project = project();
    let said = project.djdock("init --yes --db mariadb").ok().stderr;
    let warning = said.lines().find(|line| line.starts_with("warning"));
    assert_snapshot!(warning.unwrap_or_default(), @"warning: git tracks .env, so whoever has the repository can read what is secret in it. The stack reads .env.djdock alone: its own secrets are new; what else .env had is copied there, and is to be renewed where it comes from");
    assert!(
        said.contains("Secrets are in .env.djdock, which git ignores."),
        "{said}"
    );
    let inspected = project.djdock("inspect").ok().stdout;
    assert!(inspected.contains("tracked by git"), "{inspected}");
    assert!(
        project
            .djdock("check")
            .stdout
            .contains("TLS=1 in .env.djdock")
    );
}

#[test]
fn no_file_of_the_stack_reads_it() {
    let project = project();
    project
        .djdock("init --yes --db mariadb --with minio --with registry --with portainer")
        .ok();
    for branch in ["dev", "prod"] {
        project.git(&format!("switch --quiet {branch}"));
        for path in ["docker-compose.yml", ".env.sample", ".gitignore"] {
            for line in project.read(path).lines() {
                let rest = line.replace(SECRETS, "").replace(".env.sample", "");
                let is_said = rest.contains("git tracks .env");
                assert!(is_said || !rest.contains(".env"), "{branch}:{path}: {line}");
            }
        }
    }
}

/// A server has what git brings, and nothing else.
#[test]
fn make_env_makes_the_same_elsewhere() {
    let project = project();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet prod");
    let first = project.read(SECRETS);
    std::fs::remove_file(project.path(SECRETS)).unwrap();
    for _ in 0..2 {
        let mut make = project.command("make", &project.root);
        make.env("DOCKER_HOST", "unix:///nowhere/docker.sock");
        let output = make.arg("env").output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    let second = project.read(SECRETS);
    let keys = |text: &str| -> Vec<String> {
        let keys = text.lines().filter(|line| !line.starts_with('#'));
        let keys = keys.filter_map(|line| line.split_once('='));
        let mut keys: Vec<String> = keys.map(|(key, _)| key.to_owned()).collect();
        keys.retain(|key| key != "STACK_PLACE");
        keys.sort();
        keys
    };
    assert_eq!(keys(&second), keys(&first), "{second}");
    assert!(!second.contains("public-"), "{second}");
}

/// What only the owner knows is asked for where neither file has it.
#[test]
fn what_it_says_already_is_not_asked_for() {
    for (tracked, value, asked) in [
        (true, "sk_1", false),
        (true, "", true),
        (false, "sk_1", false),
        (false, "", true),
    ] {
        let project = Project::polls();
        project.append(
            "mysite/settings.py",
            "\nimport os\nSTRIPE = os.environ['STRIPE_KEY']\n",
        );
        project.write(".env", &format!("STRIPE_KEY={value}\n"));
        if tracked {
            project.git("add --force .env");
        }
        project.commit("key");
        let run = project.djdock("init --yes").ok();
        assert_eq!(run.stderr.contains("  STRIPE_KEY="), asked, "{run}");
    }
}
