//! A project without a Celery application gets one, and its developer writes a task: dev, then prod, on Redis.

use std::fs;

use crate::harness::engine;
use crate::harness::project::Project;
use crate::harness::steps::Steps;

const TASK: &str = "\
from celery import shared_task


@shared_task
def work(x, y):
    return x + y
";

/// A page that asks for the task, and shows its result.
const PAGE: &str = "

from django.http import HttpResponse

from polls.tasks import work


def worked(request):
    return HttpResponse(work.delay(2, 3).get(timeout=20))


urlpatterns.append(path('worked/', worked))
";

/// `manage.py check` where Celery cannot be imported.
const WITHOUT_CELERY: &str = "
import runpy, sys
sys.modules['celery'] = None
sys.argv = ['manage.py', 'check']
runpy.run_path('manage.py', run_name='__main__')
";

#[test]
#[ignore = "needs a Docker engine"]
fn a_project_without_an_application_gets_one() {
    let Some(steps) = Steps::new("offer") else {
        return;
    };
    let project = Project::new("sqlite");
    let (dev, prod) = (project.dev(), project.prod(&project.path("prod")));
    steps.watch(&dev.name);
    steps.watch(&prod.name);
    steps.must("`djdock init`, then `djdock add celery` on dev", || {
        project.init().ok();
        project.git("switch -q dev");
        project.djdock().args(["add", "celery"]).ok();
        engine::images_of(&project.folder);
    });
    steps.step("without Docker it runs, and needs no Celery", || {
        project.python(&["-c", WITHOUT_CELERY]);
    });
    steps.must(
        "dev: a task runs in the worker, its result is in a page",
        || {
            write(&project, "polls/tasks.py", TASK);
            let urls = project.read("mysite/urls.py");
            write(&project, "mysite/urls.py", &format!("{urls}{PAGE}"));
            dev.make(["run"]).ok();
            dev.site().wait("/worked/", |page| page.text() == "5");
            assert!(dev.log("celery").contains("succeeded"));
        },
    );
    steps.step("dev: an edited task is the worker's too", || {
        write(&project, "polls/tasks.py", &TASK.replace("x + y", "x * y"));
        dev.site().wait("/worked/", |page| page.text() == "6");
        dev.compose(["down", "-v"]).ok();
    });
    steps.step("prod: the same, after a merge", || {
        project.commit(&project.folder);
        project.git("worktree add -q ../prod prod");
        project.git_in(&prod.folder, "merge -q --no-edit dev");
        prod.make(["run"]).ok();
        prod.site().wait("/worked/", |page| page.text() == "6");
    });
    steps.step("the task stays when the worker goes", || {
        project.djdock().args(["remove", "celery"]).ok();
        assert!(project.read("polls/tasks.py").contains("x * y"));
        assert_eq!(project.read("mysite/__init__.py"), "");
        assert!(!project.folder.join("mysite/celery.py").exists());
    });
    steps.finish();
}

fn write(project: &Project, path: &str, text: &str) {
    let file = project.folder.join(path);
    fs::write(&file, text).expect("the file is written");
    project.user.own(&file);
}
