//! Environment variables that the project reads under names of its own.

use crate::harness::{Project, accepted};

/// The lines of a branch's compose file that are for the project's own containers.
fn environment(project: &Project, branch: &str) -> String {
    let compose = project.on(branch, "docker-compose.yml");
    let lines = compose
        .lines()
        .skip_while(|line| !line.starts_with("  environment:"));
    let block = lines.skip(1).take_while(|line| line.starts_with("    "));
    block.fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn they_get_what_the_stack_has() {
    let project = Project::fixture("environment-names");
    let run = project.djdock("init --yes --db mariadb --domain example.org");
    let said = run.ok().stderr;
    let mut shown = String::new();
    for branch in ["dev", "prod"] {
        shown.push_str("======== ");
        shown.push_str(branch);
        shown.push('\n');
        shown.push_str(&environment(&project, branch));
    }
    shown.push_str("======== .env.sample\n");
    shown.push_str(&project.on("dev", ".env.sample"));
    let told = said.lines().skip_while(|line| !line.starts_with("warning"));
    shown.push_str("======== what init says\n");
    for line in told {
        shown.push_str(line);
        shown.push('\n');
    }
    accepted("own-variables", &shown);
    assert_eq!(
        project.on("dev", ".env.sample"),
        project.on("prod", ".env.sample")
    );
}

#[test]
fn a_second_time_changes_nothing() {
    let project = Project::fixture("environment-names");
    project.djdock("init --yes --db mariadb").ok();
    let heads = project.git("rev-parse dev prod");
    project.djdock("init --yes").ok();
    assert_eq!(project.git("rev-parse dev prod"), heads);
}

/// Where the project loads .env by itself, no key of it may change a run without Docker.
#[test]
fn a_project_that_loads_env_keeps_its_own_key() {
    let project = Project::fixture("startproject-5.2");
    let settings = project.read("mysite/settings.py");
    let loads = "from dotenv import load_dotenv\nload_dotenv()\n";
    let at = settings.find("from pathlib").expect("the fixture");
    project.write(
        "mysite/settings.py",
        &format!("{}{loads}{}", &settings[..at], &settings[at..]),
    );
    project.commit("dotenv");
    project.djdock("init --yes --db mariadb").ok();
    let env = project.read(".env");
    let keys: Vec<&str> = env
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key)
        .collect();
    assert!(
        keys.contains(&"DOCKER_SECRET_KEY") && !keys.contains(&"SECRET_KEY"),
        "{keys:?}"
    );
    let compose = project.on("prod", "docker-compose.yml");
    assert!(
        compose.contains("SECRET_KEY: ${DOCKER_SECRET_KEY:?run make env}"),
        "{compose}"
    );
}

/// A project whose settings make their databases of this code.
fn with_databases(imports: &str, databases: &str) -> Project {
    let project = Project::fixture("startproject-5.2");
    let settings = project.read("mysite/settings.py");
    let (before, rest) = settings.split_once("DATABASES = {\n").expect("the fixture");
    let (_, after) = rest.split_once("\n}\n").expect("the fixture");
    let text = format!("{before}{databases}\n{after}");
    let text = text.replacen("from pathlib", &format!("{imports}from pathlib"), 1);
    project.write("mysite/settings.py", &text);
    project.write(
        "requirements.txt",
        "Django==5.2.19\ndj-database-url\ndjango-environ\n",
    );
    project.commit("databases");
    project
}

const CONFIG: &str = "import dj_database_url\n";
const ENVIRON: &str = "import environ\n";

/// The imports, the code, and the databases whose stacks need nothing else.
const LEFT: [(&str, &str, &[&str]); 5] = [
    (
        CONFIG,
        "DATABASES = {'default': dj_database_url.config(default='sqlite:///db.sqlite3')}",
        &["mariadb", "mysql", "postgres"],
    ),
    (
        CONFIG,
        "DATABASES = {'default': dj_database_url.parse(os.environ['MY_URL'], conn_max_age=600)}",
        &["mariadb", "postgres"],
    ),
    (
        ENVIRON,
        "env = environ.Env(DEBUG=(bool, False))\nDATABASES = {'default': env.db('DB', default='sqlite:///x')}",
        &["mariadb", "postgres"],
    ),
    (
        CONFIG,
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'x'}}\n\
         if os.environ.get('DATABASE_URL'):\n    DATABASES['default'] = dj_database_url.config()",
        &["mariadb", "postgres"],
    ),
    (
        "",
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': os.environ.get('A', 'a'),\n    \
         'USER': os.environ.get('B', 'b'), 'PASSWORD': os.environ.get('C', 'c'), 'OPTIONS': {},\n    \
         'HOST': os.environ.get('D', 'localhost'), 'PORT': os.environ.get('E', '5432')}}",
        &["postgres"],
    ),
];

#[test]
fn settings_that_make_the_database_of_their_variables_are_left_alone() {
    for (imports, code, databases) in LEFT {
        let project = with_databases(&format!("import os\n{imports}"), code);
        for database in databases {
            let run = project.djdock(&format!("init --yes --db {database}")).ok();
            for branch in ["dev", "prod"] {
                let settings = project.on(branch, "mysite/settings.py");
                let story = format!("{code}, {database}, {branch}: {settings}\n{}", run.stderr);
                assert!(settings.contains(code), "{story}");
                assert!(!settings.contains("'DATABASE'"), "{story}");
            }
            project.git("branch -D dev prod");
            std::fs::remove_file(project.path("djdock.toml")).ok();
        }
    }
}

/// The rows come from the file that they name where their variables are unset.
#[test]
fn rows_are_read_without_the_variables_of_the_database() {
    let (imports, code, _) = LEFT[0];
    let project = with_databases(&format!("import os\n{imports}"), code);
    project.djdock("init --yes --db mariadb --import-data").ok();
    let makefile = project.on("dev", "Makefile");
    assert!(
        makefile.contains("-e DATABASE= web env -u DATABASE_URL python "),
        "{makefile}"
    );
}

#[test]
fn settings_that_say_more_of_the_database_get_the_stack_s() {
    for (imports, code, database) in [
        (
            CONFIG,
            "DATABASES = {'default': dj_database_url.config(ssl_require=True)}",
            "postgres",
        ),
        (
            CONFIG,
            "DATABASES = {'default': dj_database_url.config(engine='my.engine')}",
            "postgres",
        ),
        (
            CONFIG,
            "DATABASES = {'default': dj_database_url.config()}\nDATABASES['default']['OPTIONS'] = {'sslmode': 'require'}",
            "postgres",
        ),
        // The other environment has another one.
        (
            CONFIG,
            "if DEBUG:\n    DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'x'}}\n\
             else:\n    DATABASES = {'default': dj_database_url.config()}",
            "postgres",
        ),
        (
            CONFIG,
            "DATABASES = {'default': dj_database_url.config() if sys.platform == 'linux' else secret()}",
            "postgres",
        ),
        // Older servers take no emoji without.
        (
            "",
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql', 'NAME': os.environ.get('A', 'a'),\n    \
             'USER': os.environ.get('B', 'b'), 'PASSWORD': os.environ.get('C', 'c'),\n    \
             'HOST': os.environ.get('D', 'localhost'), 'PORT': os.environ.get('E', '3306')}}",
            "mariadb",
        ),
    ] {
        let imports = format!("import os\nimport sys\n{imports}");
        let project = with_databases(&imports, code);
        project.djdock(&format!("init --yes --db {database}")).ok();
        for branch in ["dev", "prod"] {
            let settings = project.on(branch, "mysite/settings.py");
            assert!(settings.contains("'DATABASE'"), "{code}: {settings}");
        }
    }
}
