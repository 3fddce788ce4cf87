//! The places of a project whose texts reach the stack's files.

use super::world::Files;

/// A place: what a project looks like with a text there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// What the place is called in a failure.
    pub(crate) name: &'static str,
    put: fn(&str, &mut Files),
}

impl Place {
    /// The project with a text there.
    pub(crate) fn project(&self, text: &str) -> Files {
        let mut files = base();
        (self.put)(text, &mut files);
        files
    }
}

/// All of them.
pub(crate) const PLACES: [Place; 19] = [
    Place {
        name: "MEDIA_URL",
        put: |text, files| {
            add(
                files,
                &format!("MEDIA_URL = {}", quoted(&format!("/{text}/"))),
            );
        },
    },
    Place {
        name: "STATIC_URL",
        put: |text, files| {
            add(
                files,
                &format!("STATIC_URL = {}", quoted(&format!("/{text}/"))),
            );
        },
    },
    Place {
        name: "MEDIA_ROOT",
        put: |text, files| add(files, &format!("MEDIA_ROOT = BASE_DIR / {}", quoted(text))),
    },
    Place {
        name: "the sqlite file",
        put: |text, files| {
            add(
                files,
                &format!(
                    "DATABASES = {{'default': {{'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / {}}}}}",
                    quoted(text)
                ),
            );
        },
    },
    Place {
        name: "WSGI_APPLICATION",
        put: |text, files| {
            add(
                files,
                &format!(
                    "WSGI_APPLICATION = {}",
                    quoted(&format!("mysite.wsgi.{text}"))
                ),
            );
        },
    },
    Place {
        name: "the scheduler",
        put: |text, files| {
            add(
                files,
                &format!(
                    "CELERY_BEAT_SCHEDULER = {}",
                    quoted(&format!("mysite.{text}:It"))
                ),
            );
        },
    },
    Place {
        name: "a cache's address",
        put: |text, files| {
            add(
                files,
                &format!(
                    "CACHES = {{'default': {{'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': {}}}}}",
                    quoted(&format!("redis://127.0.0.1:6379/1?a={text}"))
                ),
            );
        },
    },
    Place {
        name: "a cache's alias",
        put: |text, files| {
            add(
                files,
                &format!(
                    "CACHES = {{{}: {{'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': 'redis://127.0.0.1:6379/1'}}}}",
                    quoted(text)
                ),
            );
        },
    },
    Place {
        name: "a variable's name",
        put: |text, files| add(files, &format!("TOKEN = os.environ[{}]", quoted(text))),
    },
    Place {
        name: "the name of a variable with a default",
        put: |text, files| {
            add(
                files,
                &format!("EMAIL_HOST = os.environ.get({}, 'x')", quoted(text)),
            );
        },
    },
    Place {
        name: "a variable's default",
        put: |text, files| {
            add(
                files,
                &format!(
                    "CELERY_BROKER_URL = os.environ.get('BROKER', {})",
                    quoted(&format!("redis://localhost:6379/0?word={text}"))
                ),
            );
        },
    },
    Place {
        name: "an included requirements file",
        put: |text, files| {
            files.insert(
                "requirements.txt".to_owned(),
                format!("-r \"{text}.txt\"\ndjango==5.2.8\ncelery==5.4.0\nredis==5.0.0\n"),
            );
            files.insert(format!("{text}.txt"), "word==1.0\n".to_owned());
        },
    },
    Place {
        name: "a requirement",
        put: |text, files| {
            files.insert(
                "requirements.txt".to_owned(),
                format!("django==5.2.8\ncelery==5.4.0\nword-{text}==5.0.0\n"),
            );
        },
    },
    Place {
        name: "the folder of manage.py",
        put: |text, files| move_to(files, text),
    },
    Place {
        name: "the settings' package",
        put: |text, files| rename(files, text),
    },
    Place {
        name: "a Poetry group",
        put: |text, files| poetry(files, text),
    },
    Place {
        name: "a package.json's folder",
        put: |text, files| front_end(files, text, "build", "dist"),
    },
    Place {
        name: "a package.json's script",
        put: |text, files| front_end(files, "front", text, "dist"),
    },
    Place {
        name: "a front end's output",
        put: |text, files| front_end(files, "front", "build", text),
    },
];

/// A string of Python; what it cannot hold otherwise is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\0' => quoted.push_str("\\x00"),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

const SETTINGS: &str = "mysite/settings.py";

fn add(files: &mut Files, line: &str) {
    let settings = files.get_mut(SETTINGS).expect("the settings");
    settings.push_str(line);
    settings.push('\n');
}

/// A project with nothing at any of the places.
pub(crate) fn base() -> Files {
    let files = [
        (
            "manage.py",
            "import os\nimport sys\n\nif __name__ == '__main__':\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n    from django.core.management import execute_from_command_line\n    execute_from_command_line(sys.argv)\n",
        ),
        (
            "requirements.txt",
            "Django==5.2.8\ncelery==5.4.0\nredis==5.0.0\n",
        ),
        ("mysite/__init__.py", ""),
        (
            "mysite/celery.py",
            "import os\n\nfrom celery import Celery\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n\napp = Celery('mysite')\napp.config_from_object('django.conf:settings', namespace='CELERY')\napp.autodiscover_tasks()\n",
        ),
        ("mysite/urls.py", "urlpatterns = []\n"),
        (
            "mysite/wsgi.py",
            "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\nword = application\n",
        ),
        (
            SETTINGS,
            "import os\nfrom pathlib import Path\n\nBASE_DIR = Path(__file__).resolve().parent.parent\nSECRET_KEY = 'k'\nDEBUG = True\nALLOWED_HOSTS = []\nINSTALLED_APPS = ['django.contrib.admin', 'django.contrib.staticfiles']\nROOT_URLCONF = 'mysite.urls'\nWSGI_APPLICATION = 'mysite.wsgi.application'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\nSTATIC_URL = '/static/'\nCELERY_BROKER_URL = 'redis://localhost:6379/0'\nCELERY_BEAT_SCHEDULE = {'a': {}}\n",
        ),
    ];
    let owned = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    files.into_iter().map(owned).collect()
}

fn move_to(files: &mut Files, folder: &str) {
    let moved = std::mem::take(files).into_iter();
    *files = moved
        .map(|(path, text)| (format!("{folder}/{path}"), text))
        .collect();
}

fn rename(files: &mut Files, package: &str) {
    let renamed = std::mem::take(files).into_iter().map(|(path, text)| {
        let text = text.replace("'mysite.", &format!("'{package}."));
        (path.replace("mysite/", &format!("{package}/")), text)
    });
    *files = renamed.collect();
}

fn poetry(files: &mut Files, group: &str) {
    files.remove("requirements.txt");
    let group = serde_json::Value::from(group).to_string();
    let text = format!(
        "[tool.poetry]\nname = \"x\"\nversion = \"1\"\n\n[tool.poetry.dependencies]\npython = \"^3.12\"\ndjango = \"5.2.8\"\n\n[tool.poetry.group.{group}.dependencies]\ncelery = \"5.4.0\"\n\n[tool.poetry.group.prod.dependencies]\nword = \"1\"\n"
    );
    files.insert("pyproject.toml".to_owned(), text);
}

fn front_end(files: &mut Files, folder: &str, script: &str, output: &str) {
    let json = serde_json::json!({
        "name": "word",
        "scripts": { script: format!("vite build --outDir \"{output}\"") },
        "devDependencies": { "vite": "5.0.0" },
    });
    files.insert(format!("{folder}/package.json"), json.to_string());
    files.insert(
        format!("{folder}/vite.config.js"),
        format!(
            "export default {{ build: {{ outDir: {} }} }}\n",
            serde_json::Value::from(output)
        ),
    );
    add(
        files,
        &format!(
            "STATICFILES_DIRS = [BASE_DIR / {} / {}]",
            quoted(folder),
            quoted(output)
        ),
    );
}
