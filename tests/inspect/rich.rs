//! A project with something of everything, and how its facts read.

use djdock::commands::inspect::Inspected;
use djdock::environment::Environment;
use djdock::inspect::Project;
use djdock::tree::MemoryTree;
use djdock::ui::report::{Output as _, Page};

use super::facts_of;
use crate::harness::accepted;

const BASE: &str = "import os
from pathlib import Path
import environ
BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env(DEBUG=(bool, False))
env.read_env(BASE_DIR / '.env')
SECRET_KEY = env('SECRET_KEY', default='not-for-production')
DEBUG = env('DEBUG')
INSTALLED_APPS = ['django.contrib.admin', 'channels', 'django_celery_beat']
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': env('CACHE', default='redis://localhost:6379/1')}}
CELERY_BROKER_URL = env('BROKER_URL', default='redis://localhost:6379/0')
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}
STATIC_URL = 'static/'
STATIC_ROOT = BASE_DIR / 'public'
STATICFILES_DIRS = [BASE_DIR / 'assets' / 'dist']
";
const PRODUCTION: &str = "from .base import *
ALLOWED_HOSTS = env.list('ALLOWED_HOSTS')
DATABASES = {'default': env.db()}
DATABASES['default']['CONN_MAX_AGE'] = env.int('CONN_MAX_AGE', default=60)
MIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']
STORAGES = {'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'}}
";

pub(crate) fn facts() -> Project {
    facts_of(&MemoryTree::new([
        (
            "manage.py",
            "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.dev')\n",
        ),
        (".env", "SECRET_KEY=only-here\n"),
        (
            "Procfile",
            "web: DJANGO_SETTINGS_MODULE=shop.settings.production gunicorn shop.wsgi\n",
        ),
        (
            "requirements.txt",
            "Django==5.2.8\ncelery==5.4\nchannels\nwhitenoise\n",
        ),
        (
            "package.json",
            r#"{"scripts": {"dev": "vite", "build": "vite build"}, "engines": {"node": ">=20"}}"#,
        ),
        ("package-lock.json", "{}"),
        (
            "vite.config.js",
            "export default { build: { outDir: 'assets/dist' } }\n",
        ),
        ("shop/__init__.py", "from .celery import app\n"),
        (
            "shop/celery.py",
            "from celery import Celery\n\napp = Celery('shop')\napp.config_from_object('django.conf:settings', namespace='CELERY')\n",
        ),
        ("shop/asgi.py", ""),
        ("shop/wsgi.py", ""),
        ("shop/settings/__init__.py", ""),
        ("shop/settings/base.py", BASE),
        ("shop/settings/dev.py", "from .base import *\n"),
        ("shop/settings/production.py", PRODUCTION),
    ]))
}

#[test]
fn facts_as_a_person_reads_them() {
    let inspected = Inspected {
        project: facts(),
        ends: Vec::new(),
    };
    let mut page = Page::default();
    inspected.text(&mut page);
    let text = page.standard_output();
    assert!(!text.contains("only-here") && !text.contains("not-for-production"));
    accepted("inspect@text", &text);
}

#[test]
fn both_environments_are_read() {
    let project = facts();
    assert_eq!(
        project.settings.environments[&Environment::Prod],
        "shop.settings.production"
    );
    assert_eq!(project.evidence["settings.environments.prod"], "Procfile:1");
    let variable = |name: &str| {
        let mut all = project.environment.iter();
        all.find(|variable| variable.name == name)
            .expect("it is read")
    };
    let hosts = variable("ALLOWED_HOSTS");
    assert_eq!(hosts.environments, [Environment::Prod]);
    assert!(hosts.required);
    assert_eq!(hosts.cast.as_deref(), Some("list"));
    let url = variable("DATABASE_URL");
    assert_eq!(url.settings, ["DATABASES.default"]);
    assert_eq!(url.cast.as_deref(), Some("url"));
    assert_eq!(variable("CACHE").settings, ["CACHES.default.LOCATION"]);
    assert!(variable("SECRET_KEY").environments.is_empty());
    let secret = serde_json::to_string(&project).expect("JSON");
    assert!(!secret.contains("only-here"));
}

#[test]
fn celery_and_the_front_end() {
    let project = facts();
    let celery = project.celery.expect("an application");
    assert_eq!(celery.application.as_deref(), Some("shop"));
    assert!(celery.beat);
    assert_eq!(
        celery.scheduler.as_deref(),
        Some("django_celery_beat.schedulers:DatabaseScheduler")
    );
    let [front_end] = &*project.front_ends else {
        panic!("{:?}", project.front_ends);
    };
    assert_eq!(front_end.script, "build");
    assert_eq!(front_end.output.as_deref(), Some("assets/dist"));
    assert_eq!(front_end.node.as_deref(), Some("20"));
    assert_eq!(front_end.lock.as_deref(), Some("package-lock.json"));
}
