//! What `manage.py` puts on `sys.path`: servers start Django without it.

use crate::harness::Project;

const INSERT: &str = "import sys\nsys.path[:0] = ['apps', 'my libs', 'gone']\n";

#[test]
fn it_stands_in_the_images() {
    let project = Project::polls();
    let manage = project.read("manage.py");
    project.write(
        "manage.py",
        &manage.replacen("import os\n", &format!("import os\n{INSERT}"), 1),
    );
    project.write("apps/shared.py", "");
    project.write("my libs/tool.py", "");
    project.commit("folders");
    project.djdock("init --yes --db mariadb").ok();
    for branch in ["dev", "prod"] {
        let dockerfile = project.on(branch, "Dockerfile");
        let line = dockerfile
            .lines()
            .find(|line| line.contains("PYTHONPATH="))
            .unwrap_or_default();
        let value = line.trim().trim_end_matches(" \\");
        assert_eq!(value, r#"PYTHONPATH="/app/apps:/app/my libs""#, "{branch}");
    }
    let status = project.djdock("status").ok();
    assert!(status.stdout.contains("dev: up to date"), "{status}");
}
