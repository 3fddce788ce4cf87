//! What the project's database has beside its address stays: the engine, within its kind, and `OPTIONS`.

use crate::harness::Project;

/// The polls project with this in its default database.
fn project(engine: &str, options: &str) -> Project {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    let own = format!("'ENGINE': '{engine}',\n        'OPTIONS': {options},\n");
    let settings = settings.replace("'ENGINE': 'django.db.backends.sqlite3',\n", &own);
    project.write("mysite/settings.py", &settings);
    project.commit("database");
    project
}

/// The engine and the options that prod's settings have, where the stack names its database and where it does not.
fn on_prod(project: &Project, database: &str) -> [String; 2] {
    project.git("switch --quiet prod");
    let code =
        "import mysite.settings as s; d = s.DATABASES['default']; print(d['ENGINE'], d['OPTIONS'])";
    [true, false].map(|is_set| {
        let mut python = project.command("python3", &project.path(""));
        python.args(["-c", code]);
        if is_set {
            python.env("DATABASE", database).env("SQLITE_PATH", "/x");
            for server in ["MARIADB", "MYSQL", "POSTGRES"] {
                for part in ["DATABASE", "USER", "PASSWORD"] {
                    python.env(format!("{server}_{part}"), "x");
                }
            }
        }
        let output = python.output().expect("python3");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}

#[test]
fn an_engine_and_its_options_stay_within_their_kind() {
    for (engine, options, database, expected) in [
        (
            "prometheus.backends.mysql",
            "{'init_command': 'x', 'ssl': {'ca': '/x'}, 'charset': 'latin1'}",
            "mariadb",
            "prometheus.backends.mysql {'init_command': 'x', 'charset': 'utf8mb4'}",
        ),
        (
            "django.db.backends.mysql",
            "{'isolation_level': 'x', 'unix_socket': '/x'}",
            "mysql",
            "django.db.backends.mysql {'isolation_level': 'x', 'charset': 'utf8mb4'}",
        ),
        (
            "tenants.postgresql_backend",
            "{'sslmode': 'require', 'options': '-c x'}",
            "postgres",
            "tenants.postgresql_backend {'options': '-c x'}",
        ),
        (
            "mysql.connector.django",
            "{'ssl_ca': '/x', 'autocommit': True}",
            "mysql",
            "mysql.connector.django {'autocommit': True, 'charset': 'utf8mb4'}",
        ),
        (
            "tenants.postgresql_backend",
            "{'pool': True}",
            "postgis",
            "django.contrib.gis.db.backends.postgis {'pool': True}",
        ),
        (
            "django.db.backends.mysql",
            "{'init_command': 'x'} if os.environ.get('X') else None",
            "mariadb",
            "django.db.backends.mysql {'charset': 'utf8mb4'}",
        ),
        (
            "django.db.backends.sqlite3",
            "{'init_command': 'x', 'timeout': 5}",
            "sqlite",
            "django.db.backends.sqlite3 {'timeout': 5, 'init_command': 'x'}",
        ),
        (
            "django.db.backends.sqlite3",
            "{'init_command': 'x'}",
            "mariadb",
            "django.db.backends.mysql {'charset': 'utf8mb4'}",
        ),
        (
            "prometheus.backends.postgresql",
            "{'pool': True}",
            "mariadb",
            "django.db.backends.mysql {'charset': 'utf8mb4'}",
        ),
    ] {
        let project = project(engine, options);
        project.djdock(&format!("init --yes --db {database}")).ok();
        let [with, without] = on_prod(&project, database);
        assert_eq!(with, expected, "{engine} on {database}");
        assert_eq!(
            without,
            format!(
                "{engine} {}",
                options
                    .split(" if ")
                    .last()
                    .map_or("", |it| it.trim_start_matches("os.environ.get('X') else "))
            ),
            "{engine} on {database}"
        );
    }
}
