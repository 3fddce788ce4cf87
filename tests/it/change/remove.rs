//! `djdock remove`: the inverse of `add`, with the user's edits around.

use insta::assert_snapshot;

use super::{on_dev, trees};

#[test]
fn add_then_remove_is_identity_with_edits_around() {
    let project = on_dev("");
    let compose = project.read("docker-compose.yml");
    let mine = compose
        .replace("    healthcheck:\n", "    # mine\n    healthcheck:\n")
        .replace("volumes:\n  mariadb", "volumes:\n  mine:\n  mariadb");
    project.write("docker-compose.yml", &mine);
    project.append("requirements.txt", "requests\n");
    project.append("mysite/settings.py", "MINE = 1\n");
    project.append("djdock.toml", "# mine\n");
    project.commit("mine");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.djdock("status").ok();
    let before = trees(&project);
    for service in ["redis", "memcached", "rabbitmq", "valkey"] {
        project.djdock(&format!("add {service}")).ok();
        assert_ne!(trees(&project), before);
        project.djdock(&format!("remove {service}")).ok();
        assert_eq!(trees(&project), before, "{service}");
    }
}

#[test]
fn the_data_stays_and_how_to_delete_it_is_said() {
    let project = on_dev("--name shop --with redis");
    let run = project.djdock("remove redis -q");
    assert_eq!(run.code, Some(0), "{run}");
    project.djdock("add redis").ok();
    let run = project.djdock("remove redis").ok();
    let said = run.stderr.lines().rev().take(2).collect::<Vec<_>>();
    assert_snapshot!(said.join("\n"), @r"
      docker volume rm shop-dev_redis-data shop-prod_redis-data
    The data stays in volumes. To delete it for good:
    ");
}

/// A secret that no container is to get any longer is none of the file's keys; with the service it comes back.
#[test]
fn its_secrets_are_set_aside() {
    let project = on_dev("");
    let before = project.read(".env");
    project.djdock("add rabbitmq").ok();
    let with = project.read(".env");
    let run = project.djdock("remove rabbitmq").ok();
    assert!(
        run.stderr.contains(
            "In .env, for the day when the service comes back: `# removed: RABBITMQ_PASSWORD=…`"
        ),
        "{run}"
    );
    let without = project.read(".env");
    let secret = with.replace("\nRABBITMQ_PASSWORD=", "\n# removed: RABBITMQ_PASSWORD=");
    assert_eq!(without, secret);
    assert!(without.starts_with(&before), "{without}");
    project.djdock("check").ok();
    project.djdock("add rabbitmq").ok();
    assert_eq!(project.read(".env"), with);
    // In another clone's `.env`, by make.
    project.write(".env", &without);
    let mut make = project.command("make", &project.root);
    make.arg("env").status().expect("make is there");
    assert!(project.read(".env").starts_with(&with));
}

/// What the user's own files name is the user's too.
#[test]
fn a_secret_that_is_used_elsewhere_stays() {
    let project = on_dev("--with rabbitmq");
    let compose = project.read("docker-compose.yml");
    let mine = compose.replace(
        "    DEBUG: \"1\"\n",
        "    DEBUG: \"1\"\n    MINE: ${RABBITMQ_PASSWORD}\n",
    );
    project.write("docker-compose.yml", &mine);
    project.commit("mine");
    let with = project.read(".env");
    project.djdock("remove rabbitmq").ok();
    assert_eq!(project.read(".env"), with);
}

#[test]
fn an_edited_file_of_the_service_stays() {
    let project = crate::harness::Project::fixture("services");
    project.djdock("init --yes --db sqlite --with celery").ok();
    project.git("switch --quiet dev");
    project.append("docker/reload.py", "# mine\n");
    project.commit("mine");
    let run = project.djdock("remove celery").ok();
    assert!(
        run.stderr
            .contains("`docker/reload.py` on dev is yours now"),
        "{run}"
    );
    assert!(project.read("docker/reload.py").ends_with("# mine\n"));
}

#[test]
fn several_at_once() {
    let project = on_dev("");
    let before = trees(&project);
    project.djdock("add redis memcached rabbitmq").ok();
    project.djdock("remove rabbitmq redis memcached").ok();
    assert_eq!(trees(&project), before);
}
