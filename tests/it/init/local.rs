//! What stands on the developer's disk and nowhere else: packages beside the project, folders that files are written into.

use crate::harness::Project;

#[test]
fn packages_of_the_repository_are_there_before_the_install() {
    let project = Project::polls();
    let requirements = project.read("requirements.txt");
    let lines = "-e ./lib/calculs\nold @ file:///C:/b/abs_1/work/old\n";
    project.write("requirements.txt", &format!("{requirements}{lines}"));
    project.write(
        "lib/calculs/pyproject.toml",
        "[project]\nname = \"calculs\"\n",
    );
    project.commit("package");
    let run = project.djdock("init --yes").ok();
    assert!(
        run.stderr
            .contains("`C:/b/abs_1/work/old` is a place of one machine"),
        "{}",
        run.stderr
    );
    for branch in ["dev", "prod"] {
        let file = project.on(branch, "Dockerfile");
        let copied = file.find("COPY lib/calculs /app/lib/calculs\n");
        let from = file.find("WORKDIR /app\n");
        let installed = file.find("install -r /app/requirements.txt");
        assert!(
            copied.is_some() && copied < from && from < installed,
            "{file}"
        );
    }
}

#[test]
fn folders_of_log_files_are_made() {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    let logging = "LOGGING = {'version': 1, 'handlers': {\n    'a': {'class': 'logging.FileHandler', 'filename': BASE_DIR / 'logs' / 'a.log'},\n    'b': {'class': 'logging.FileHandler', 'filename': '/var/log/notes/b.log'},\n}}\n";
    project.write("mysite/settings.py", &format!("{settings}{logging}"));
    project.commit("logs");
    project.djdock("init --yes").ok();
    for (branch, made) in [
        ("dev", "RUN install -d -m 1777 /var/log/notes\n"),
        (
            "prod",
            "install -d -o app -g app /app /srv/static /srv/media /var/log/notes\n",
        ),
    ] {
        let file = project.on(branch, "Dockerfile");
        assert!(file.contains(made), "{file}");
        let start = project.on(branch, "entrypoint.sh");
        let (made, runs) = (start.find("mkdir -p /app/logs\n"), start.find("exec "));
        assert!(made.is_some() && made < runs, "{start}");
    }
}
