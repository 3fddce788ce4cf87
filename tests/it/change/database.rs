//! Another database replaces the one that is there.

use insta::assert_snapshot;

use super::{on_dev, trees};
use crate::harness::{Project, Terminal};

/// How `add` may be told about the rows.
const ANSWERS: [&str; 3] = ["", " --import-data", " --import-data=false"];

#[test]
fn there_and_back_is_identity() {
    let project = on_dev("");
    project.append("docker-compose.yml", "# mine\n");
    project.commit("mine");
    let before = trees(&project);
    for other in ["postgres", "mysql", "sqlite"] {
        for answer in ANSWERS {
            project.djdock(&format!("add {other}{answer}")).ok();
            let toml = project.read("djdock.toml");
            assert!(toml.contains(&format!("db = \"{other}\"")), "{toml}");
            project.djdock("add mariadb").ok();
            assert_eq!(trees(&project), before, "{other}{answer}");
        }
    }
}

#[test]
fn from_a_file_to_a_server_and_back_too() {
    let project = on_dev("--db sqlite");
    let before = trees(&project);
    for answer in ANSWERS {
        project.djdock(&format!("add postgres{answer}")).ok();
        project.djdock("add sqlite").ok();
        assert_eq!(trees(&project), before, "{answer}");
    }
}

#[test]
fn without_the_former_one_it_is_as_if_nothing_had_been_kept() {
    let (kept, plain) = (on_dev("--with redis"), on_dev("--with redis"));
    kept.djdock("add postgres --import-data").ok();
    plain.djdock("add postgres").ok();
    assert_ne!(trees(&kept), trees(&plain));
    kept.djdock("remove mariadb").ok();
    assert_eq!(trees(&kept), trees(&plain));
}

/// Services come and go beside it, and another database in between.
#[test]
fn what_is_kept_stays_until_told() {
    let project = on_dev("");
    project.djdock("add postgres --import-data").ok();
    let before = trees(&project);
    for (there, back) in [("add redis", "remove redis"), ("add mysql", "add postgres")] {
        project.djdock(there).ok();
        assert!(
            project
                .read("djdock.toml")
                .contains("previous-db = \"mariadb\"")
        );
        project.djdock(back).ok();
        assert_eq!(trees(&project), before, "{there}");
    }
    let init = project.djdock("init --yes").ok();
    assert!(init.stderr.contains("Nothing to do"), "{init}");
}

#[test]
fn with_the_user_s_own_edits_around() {
    let project = on_dev("");
    let compose = project.read("docker-compose.yml");
    let mine = compose.replace("volumes:\n  mariadb", "volumes:\n  mine:\n  mariadb");
    project.write("docker-compose.yml", &mine);
    project.append("Makefile", "\nmine:\n\ttrue\n");
    project.append("djdock.toml", "# mine\n");
    project.commit("mine");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.git("switch --quiet dev");
    let before = trees(&project);
    project.djdock("add postgres --import-data").ok();
    assert!(project.read("docker-compose.yml").contains("\n  mine:\n"));
    project.djdock("add mariadb").ok();
    assert_eq!(trees(&project), before);
}

/// What follows "Done." in what the run says.
fn said(project: &Project, line: &str) -> String {
    let run = project.djdock(line).ok();
    let mut parts = run.stderr.splitn(2, "\nDone. ");
    parts.nth(1).unwrap_or_default().to_owned()
}

#[test]
fn how_the_rows_come_along_is_said() {
    let project = on_dev("--name shop");
    assert_snapshot!(said(&project, "add postgres --import-data"), @r"
    postgres starts empty. The rows come over from mariadb once, compared:

      git switch dev && make carry-data   # http://localhost:8000/
      git switch prod && make carry-data  # http://localhost/

    mariadb and its volume stay until you say: djdock remove mariadb
    ");
    assert_snapshot!(said(&project, "remove mariadb"), @r"
    Next:

      git switch dev && make run      # http://localhost:8000/
      git switch prod && make run     # http://localhost/

    The data stays in volumes. To delete it for good:
      docker volume rm shop-dev_mariadb-data shop-prod_mariadb-data
    In .env, for the day when the service comes back: `# removed: MARIADB_PASSWORD=…`, `# removed: MARIADB_ROOT_PASSWORD=…`
    ");
}

#[test]
fn where_they_stay_is_said() {
    let project = on_dev("--name shop --db sqlite");
    assert_snapshot!(said(&project, "add postgres"), @r"
    postgres starts empty; the rows stay with sqlite. Next:

      git switch dev && make run      # http://localhost:8000/
      git switch prod && make run     # http://localhost/

    To carry the rows over after all:
      djdock add sqlite && djdock add postgres --import-data
    To delete what sqlite holds, for good:
      docker volume rm shop-prod_sqlite-data
    ");
}

#[test]
fn that_the_former_one_is_back_is_said() {
    let project = on_dev("--name shop");
    project.djdock("add postgres --import-data").ok();
    assert_snapshot!(said(&project, "add mariadb"), @r"
    mariadb is back, with the rows that it had. Next:

      git switch dev && make run      # http://localhost:8000/
      git switch prod && make run     # http://localhost/

    To delete what postgres holds, for good:
      docker volume rm shop-dev_postgres-data shop-prod_postgres-data
    In .env, for the day when the service comes back: `# removed: POSTGRES_PASSWORD=…`
    ");
}

#[test]
fn only_one_is_kept() {
    let project = on_dev("");
    project.djdock("add postgres --import-data").ok();
    let before = project.listing();
    assert_snapshot!(project.djdock("add mysql --import-data").refused(1), @r"
    error: `mariadb` is still kept for its rows
    hint: `make carry-data` carries them over; `djdock remove mariadb` says that they are no longer wanted
    ");
    assert_snapshot!(project.djdock("remove postgres").refused(1), @r"
    error: `postgres` is the stack's database: another one replaces it, it is not removed
    hint: `djdock add NAME`, where NAME is one of: mariadb, postgis, mysql, sqlite
    ");
    before.assert_same(&project.listing());
}

#[test]
fn rows_of_nothing_cannot_come_along() {
    let project = on_dev("");
    let said = project.djdock("add redis --import-data").refused(1);
    assert_snapshot!(said, @"error: --import-data: no database is replaced by another one, whose rows could come along");
    assert_eq!(project.djdock("add mariadb --import-data").refused(1), said);
}

#[test]
fn a_former_one_that_is_none_is_refused() {
    let project = on_dev("");
    for name in ["redis", "oracle"] {
        let toml = project.read("djdock.toml");
        let line = format!("db = \"mariadb\"\nprevious-db = \"{name}\"");
        project.write("answers.toml", &toml.replace("db = \"mariadb\"", &line));
        let said = project
            .djdock("init --yes --answers answers.toml")
            .refused(1);
        assert!(
            said.contains(&format!("`previous-db = \"{name}\"`")),
            "{said}"
        );
    }
}

/// The wizard's answer is the flag's.
#[test]
fn it_is_asked() {
    let (asked, told) = (on_dev(""), on_dev(""));
    let script = asked.command("script", &asked.root);
    let add = format!("exec {} add postgres", env!("CARGO_BIN_EXE_djdock"));
    let mut terminal = Terminal::open(script, &add);
    terminal.wait_for("Keep MariaDB beside it");
    terminal.press("y");
    terminal.wait_for("Write these commits?");
    terminal.press("\r");
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(0), "{shown}");
    told.djdock("add postgres --import-data").ok();
    assert_eq!(trees(&asked), trees(&told));
}
