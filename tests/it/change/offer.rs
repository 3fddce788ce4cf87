//! What a service writes into a project that lacks what it builds on.

use insta::assert_snapshot;

use super::{on_dev, trees};
use crate::harness::Project;

const APPLICATION: &str = "mysite/celery.py";

/// A task of the user's own, in an app of theirs.
const TASK: &str =
    "from celery import shared_task\n\n\n@shared_task\ndef add(x, y):\n    return x + y\n";

#[test]
fn an_application_is_written() {
    let project = on_dev("--db sqlite");
    let before = trees(&project);
    let run = project.djdock("add celery").ok();
    assert_snapshot!(
        run.stderr.split("Done.").nth(1).unwrap_or_default(),
        @"
     Next:

      git switch dev && make run      # http://localhost:8000/
      git switch prod && make run     # http://localhost/
      Tasks are functions with @shared_task (from celery import shared_task), in the tasks.py of any app.
    "
    );
    assert_snapshot!(project.read(APPLICATION), @r#"
    """The Celery application: what `celery -A mysite` runs."""

    import os

    from celery import Celery

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")

    app = Celery("mysite")

    # A setting CELERY_TASK_TIME_LIMIT is Celery's task_time_limit, and so on. The addresses of the broker and of the
    # results come from the environment: Celery itself reads CELERY_BROKER_URL and CELERY_RESULT_BACKEND.
    app.config_from_object("django.conf:settings", namespace="CELERY")

    # Every app's tasks.py.
    app.autodiscover_tasks()
    "#);
    assert_snapshot!(project.read("mysite/__init__.py"), @r#"
    import os

    # With the application, @shared_task finds the broker. Without a broker, as outside of Docker, Celery is not needed.
    if os.environ.get("CELERY_BROKER_URL"):
        from .celery import app as celery_app  # noqa: F401
    "#);
    for path in [APPLICATION, "mysite/__init__.py"] {
        assert_eq!(project.read(path), project.on("prod", path));
    }
    for branch in ["dev", "prod"] {
        let compose = project.on(branch, "docker-compose.yml");
        assert!(compose.contains("CELERY_RESULT_BACKEND: \"redis://redis:6379/0\""));
        assert!(compose.contains("celery, -A, mysite, worker"), "{compose}");
    }
    project.djdock("status").ok();
    let again = project.djdock("add celery").ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    project.djdock("remove celery").ok();
    assert_eq!(trees(&project), before);
}

#[test]
fn tasks_of_the_user_s_stay() {
    let project = on_dev("--db sqlite");
    project.djdock("add flower").ok();
    project.write("polls/tasks.py", TASK);
    let own = "VERSION = 1\n";
    let module = project.read("mysite/__init__.py");
    project.write("mysite/__init__.py", &format!("{own}{module}"));
    project.commit("A_task");
    project.djdock("remove flower").ok();
    assert_eq!(project.read("polls/tasks.py"), TASK);
    assert_eq!(project.read("mysite/__init__.py"), own);
    assert!(!project.has(APPLICATION));
}

#[test]
fn an_edited_application_is_the_user_s() {
    let project = on_dev("--db sqlite --with celery");
    let mine = project.read(APPLICATION) + "app.conf.beat_schedule = {'a': {'task': 'a'}}\n";
    project.write(APPLICATION, &mine);
    project.commit("A_schedule");
    // It goes on being what the worker runs and the web process loads.
    project.djdock("add memcached").ok();
    project.djdock("update").ok();
    assert_eq!(project.read(APPLICATION), mine);
    assert!(project.read("mysite/__init__.py").contains("celery_app"));
    // Its schedule is one: nothing is left to say.
    let run = project.djdock("add celery-beat").ok();
    assert!(!run.stderr.contains("CELERY_BEAT_SCHEDULE"), "{run}");
    let run = project.djdock("remove celery celery-beat").ok();
    assert!(
        run.stderr
            .contains("`mysite/celery.py` on dev is yours now: you edited it, so it stays"),
        "{run}"
    );
    assert_eq!(project.read(APPLICATION), mine);
    assert_eq!(project.read("mysite/__init__.py"), "");
    assert!(!project.tracked("prod").contains(&APPLICATION.to_owned()));
}

#[test]
fn a_deleted_application_stays_deleted() {
    let project = on_dev("--db sqlite --with celery");
    project.git("mv mysite/celery.py mysite/celery_app.py");
    project.commit("Another_name");
    project.djdock("add memcached").ok();
    assert!(!project.has(APPLICATION));
    project.djdock("update").ok();
    assert!(!project.has(APPLICATION));
    let compose = project.read("docker-compose.yml");
    assert!(compose.contains("-A, mysite.celery_app"), "{compose}");
    assert_eq!(project.read("mysite/__init__.py"), "");
}

#[test]
fn whoever_says_no_writes_their_own() {
    let project = on_dev("--db sqlite");
    let before = trees(&project);
    let said = project
        .djdock("add celery --set celery.application=no")
        .refused(1);
    assert_snapshot!(said, @"error: on branch `dev`: celery: the project has no Celery application. Write one as Celery's own guide for Django does, celery.py beside the settings; then run this again");
    let said = project
        .djdock("add celery --set celery.application=perhaps")
        .refused(2);
    assert_snapshot!(said, @"error: `--set celery.application=perhaps`: this takes yes or no");
    project.write(APPLICATION, "# not yet\n");
    project.commit("Something_else");
    let said = project.djdock("add celery").refused(1);
    assert_snapshot!(said, @"
    error: on branch `dev`: `mysite/celery.py` is a file of yours, where djdock would write one
      the project has no Celery application. Write one as Celery's own guide for Django does, celery.py beside the settings; then run this again
    ");
    assert_eq!(trees(&project)[1], before[1]);
    let code = "from celery import Celery\napp = Celery('mysite')\n";
    project.write(APPLICATION, code);
    project.commit("An_application");
    project.git("switch --quiet prod");
    project.git("merge --quiet dev");
    project.git("switch --quiet dev");
    project.djdock("update").ok();
    project.djdock("add celery").ok();
    assert_eq!(project.read(APPLICATION), code);
    assert!(!project.read("djdock.toml").contains("application"));
}

#[test]
fn settings_outside_of_a_package_have_no_place_for_one() {
    let project = Project::polls();
    project.git("mv mysite/settings.py settings.py");
    for path in ["manage.py", "mysite/wsgi.py", "mysite/asgi.py"] {
        let text = project.read(path);
        project.write(path, &text.replace("mysite.settings", "settings"));
    }
    project.commit("Flat");
    let said = project.djdock("init --yes --with celery").refused(1);
    assert!(said.contains("no Celery application"), "{said}");
}

#[test]
fn side_by_side() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db sqlite").ok();
    let before = project.listing();
    project.djdock("add celery-beat").ok();
    assert!(project.read(APPLICATION).contains("app = Celery"));
    project.djdock("status").ok();
    project.djdock("remove celery-beat").ok();
    before.assert_same(&project.listing());
}
