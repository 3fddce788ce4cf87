"""Settings as djdock patches them: without DATABASE, the project's own sqlite file."""

import os

BASE_DIR = os.path.dirname(os.path.abspath(__file__))
SECRET_KEY = "only-for-tests"
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "traps.urls"
USE_TZ = os.environ.get("TRAPS_USE_TZ", "1") == "1"
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
AUTH_USER_MODEL = "traps.Person"
STATIC_URL = "/static/"
MEDIA_ROOT = os.environ.get("MEDIA_ROOT", "")
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "traps.apps.TrapsConfig",
]
if os.environ.get("TRAPS_PLAIN"):
    INSTALLED_APPS = ["plain"]
# The same project, a version later: an app that has one migration, then two.
GROWN = int(os.environ.get("TRAPS_GROWN", "0"))
if GROWN:
    INSTALLED_APPS.append("grown")
    MIGRATION_MODULES = {"grown": "grown.migrations_{}".format(GROWN)}
SITE_ID = 1
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def server(prefix, engine, **options):
    names = {
        key: os.environ[prefix + "_" + key]
        for key in ("USER", "PASSWORD", "HOST", "PORT")
    }
    return dict(
        names,
        ENGINE="django.db.backends." + engine,
        NAME=os.environ[prefix + "_DATABASE"],
        OPTIONS=options,
    )


if os.environ.get("BUCKET"):  # uploads are kept elsewhere
    import django

    if django.VERSION < (4, 2):
        DEFAULT_FILE_STORAGE = "bucket.Bucket"
    else:
        STORAGES = {
            "default": {"BACKEND": "bucket.Bucket"},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            },
        }

DATABASE = os.environ.get("DATABASE")
if DATABASE == "mariadb":
    DATABASES = {"default": server("MARIADB", "mysql", charset="utf8mb4")}
elif DATABASE == "postgres":
    DATABASES = {"default": server("POSTGRES", "postgresql")}
else:
    default = os.environ.get("SOURCE", os.path.join(BASE_DIR, "db.sqlite3"))
    path = os.environ["SQLITE_PATH"] if DATABASE == "sqlite" else default
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}}
