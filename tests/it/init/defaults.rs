//! What `init` takes where nobody chooses, and the project's own files tell.

use crate::harness::Project;

/// polls with more lines in its settings, and more requirements.
fn polls(settings: &str, requirements: &str) -> Project {
    let project = Project::polls();
    project.append("mysite/settings.py", settings);
    project.append("requirements.txt", &format!("# more\n{requirements}"));
    project.commit("more");
    project
}

/// The line of a file on prod that begins so, without blanks around it.
fn line(project: &Project, path: &str, start: &str) -> String {
    let text = project.on("prod", path);
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| line.starts_with(start));
    line.unwrap_or_default().to_owned()
}

#[test]
fn the_server_serves_what_the_project_is() {
    const SAID: &str = "ASGI_APPLICATION = 'mysite.asgi.application'\n";
    for (settings, requirements, flags, command, said) in [
        ("", "", "", "gunicorn", ""),
        (
            SAID,
            "channels\n",
            "",
            "uvicorn",
            "prod is served by uvicorn, as ASGI: mysite/settings.py:",
        ),
        (SAID, "channels\n", " --server gunicorn", "gunicorn", ""),
        (
            "",
            "channels\n",
            "",
            "gunicorn",
            "`djdock init --server uvicorn` has it served so",
        ),
    ] {
        for layout in ["branches", "single"] {
            let project = polls(settings, requirements);
            let run = project
                .djdock(&format!("init --yes --layout {layout}{flags}"))
                .ok();
            assert!(
                run.stderr.contains(said),
                "{settings}{requirements}{flags}: {run}"
            );
            let is_said = ["as ASGI:", "speaks for ASGI"]
                .iter()
                .any(|it| run.stderr.contains(it));
            assert_eq!(
                is_said,
                !said.is_empty(),
                "{settings}{requirements}{flags}: {run}"
            );
            let dockerfile = match layout {
                "single" => project.read("Dockerfile.prod"),
                _ => project.on("prod", "Dockerfile"),
            };
            assert!(
                dockerfile.contains(&format!("CMD [\"{command}\", ")),
                "{dockerfile}"
            );
        }
    }
}

#[test]
fn a_project_without_an_application_is_served_by_django_s_own() {
    for (flags, words) in [
        (
            "",
            r#"CMD ["gunicorn", "django.core.wsgi:get_wsgi_application()", "#,
        ),
        (
            " --server uvicorn",
            r#"CMD ["uvicorn", "--factory", "django.core.asgi:get_asgi_application", "#,
        ),
    ] {
        let project = Project::polls();
        for module in ["wsgi", "asgi"] {
            project.git(&format!("rm --quiet --ignore-unmatch mysite/{module}.py"));
        }
        let settings = project.read("mysite/settings.py");
        let kept = settings.split_inclusive('\n');
        let kept: Vec<&str> = kept
            .filter(|line| !line.starts_with("WSGI_APPLICATION"))
            .collect();
        project.write("mysite/settings.py", &kept.concat());
        project.commit("bare");
        project.djdock(&format!("init --yes{flags}")).ok();
        let command = line(&project, "Dockerfile", "CMD ");
        assert!(command.starts_with(words), "{command}");
    }
}

#[test]
fn the_hosts_of_prod_s_settings_stay_allowed() {
    let named = "ALLOWED_HOSTS = ['www.exemple.fr', '.exemple.fr', '10.0.0.7', 'localhost']\n";
    let own = "CSRF_TRUSTED_ORIGINS = ['https://forms.exemple.fr']\n";
    for (settings, flags, domains, hosts, origins) in [
        (
            named.to_owned(),
            "",
            r#"["www.exemple.fr", "exemple.fr"]"#,
            "www.exemple.fr,exemple.fr,.exemple.fr,10.0.0.7,",
            "https://www.exemple.fr,https://exemple.fr",
        ),
        (
            format!("{named}{own}"),
            "",
            r#"["www.exemple.fr", "exemple.fr"]"#,
            "www.exemple.fr,exemple.fr,.exemple.fr,10.0.0.7,",
            "",
        ),
        (
            format!("{named}{own}"),
            " --domain autre.fr",
            r#"["autre.fr"]"#,
            "autre.fr,www.exemple.fr,.exemple.fr,10.0.0.7,",
            "https://autre.fr",
        ),
    ] {
        let project = polls(&settings, "");
        project.djdock(&format!("init --yes{flags}")).ok();
        assert_eq!(
            line(&project, "djdock.toml", "domain"),
            format!("domain = {domains}")
        );
        assert_eq!(
            line(&project, "docker-compose.yml", "ALLOWED_HOSTS"),
            format!("ALLOWED_HOSTS: \"${{ALLOWED_HOSTS:-{hosts}localhost,127.0.0.1,[::1]}}\"")
        );
        assert_eq!(
            line(&project, "docker-compose.yml", "CSRF_TRUSTED_ORIGINS"),
            format!("CSRF_TRUSTED_ORIGINS: ${{CSRF_TRUSTED_ORIGINS:-{origins}}}")
        );
        // It is a name, and no wish for certificates.
        assert_eq!(line(&project, "djdock.toml", "with ="), "with = []");
        assert_eq!(
            line(&project, "docker-compose.yml", "TLS"),
            line(&plain(), "docker-compose.yml", "TLS")
        );
    }
}

fn plain() -> Project {
    let project = Project::polls();
    project.djdock("init --yes").ok();
    project
}

/// A variable that holds one host, beside those of the settings, is this machine's name still.
#[test]
fn a_variable_for_one_host_keeps_this_machine() {
    let settings =
        "import os\nALLOWED_HOSTS = ['www.exemple.fr', os.environ.get('SITE_HOST', 'a.fr')]\n";
    let project = polls(settings, "");
    project.djdock("init --yes").ok();
    assert_eq!(
        line(&project, "docker-compose.yml", "SITE_HOST"),
        "SITE_HOST: \"localhost\""
    );
}

#[test]
fn the_database_is_the_one_that_the_project_speaks_to() {
    for (settings, requirements, db) in [
        ("", "", "mariadb"),
        ("", "psycopg2-binary\n", "postgres"),
        (
            "INSTALLED_APPS += ['django.contrib.postgres']\n",
            "",
            "postgres",
        ),
        (
            "DATABASES['default']['ENGINE'] = 'django_tenants.postgresql_backend'\n",
            "",
            "postgres",
        ),
        (
            "DATABASES['default']['ENGINE'] = 'django_prometheus.db.backends.postgis'\n",
            "",
            "postgis",
        ),
        (
            "DATABASES['default']['ENGINE'] = 'django_prometheus.db.backends.mysql'\n",
            "psycopg2\n",
            "mariadb",
        ),
    ] {
        let project = polls(settings, requirements);
        let run = project.djdock("init --yes --dry-run --json").ok();
        let change: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(change["answers"]["db"], db, "{settings}{requirements}");
    }
}
