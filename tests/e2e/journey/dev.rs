//! dev comes up by `make run`.

use super::World;
use crate::harness::project::mode;

pub(super) fn steps(world: &World) {
    let (project, dev) = (&world.project, &world.dev);
    let run = world
        .steps
        .must("dev: `git switch dev && make run` answers", || {
            project.git("switch -q dev");
            let ran = dev.make(["run"]).ok();
            dev.site().get("/polls/").is(200);
            ran
        });
    world.steps.figure(
        "dev: seconds of the first `make run`",
        format!("{:.1}", run.seconds),
    );
    world.step("dev: `make run` says where the site is", || {
        let url = format!("http://127.0.0.1:{}/", dev.port);
        assert!(run.out.contains(&url), "{}", run.story());
    });
    world.step("dev: `make env` keeps .env as it is, and private", || {
        let before = project.read(".env");
        dev.make(["env"]).ok();
        assert!(project.read(".env") == before, "values changed");
        assert_eq!(mode(&project.folder.join(".env")), "600");
    });
    world.step("dev: `make` lists its targets", || {
        let help = dev.make([]).ok().out;
        for target in ["run", "down", "import-data", "makemigrations", "test"] {
            assert!(help.contains(&format!("make {target} ")), "{help}");
        }
    });
    world.step("dev: style sheets are served", || {
        let style = dev.site().get("/static/polls/style.css").is(200);
        assert_eq!(style.header("content-type"), Some("text/css"));
    });
}
