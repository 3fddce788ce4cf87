//! Another database replaces the one that is there.

use insta::assert_snapshot;

use super::{on_dev, trees};

#[test]
fn there_and_back_is_identity() {
    let project = on_dev("");
    project.append("docker-compose.yml", "# mine\n");
    project.commit("mine");
    let before = trees(&project);
    for other in ["postgres", "mysql", "sqlite"] {
        project.djdock(&format!("add {other}")).ok();
        let toml = project.read("djdock.toml");
        assert!(toml.contains(&format!("db = \"{other}\"")), "{toml}");
        project.djdock("add mariadb").ok();
        assert_eq!(trees(&project), before, "{other}");
    }
}

#[test]
fn how_the_rows_come_along_is_said() {
    let project = on_dev("--name shop");
    let run = project.djdock("add postgres").ok();
    let said = run.stderr.split("\nDone. ").nth(1).unwrap_or_default();
    assert_snapshot!(said, @r"
    postgres starts empty; the rows stay in mariadb's volume. To carry them over, once for each environment:

      djdock add mariadb                # back, where the rows are
      make run && make export-data   # writes rows and uploads to data/
      djdock add postgres
      make run                       # the first start loads data/ and compares

    Once you no longer need it: docker volume rm shop-dev_mariadb-data shop-prod_mariadb-data
    ");
}
