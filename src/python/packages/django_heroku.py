# The known effect of django_heroku.settings(locals()); `config` is the settings module.
import os

import dj_database_url


def settings(
    config,
    *,
    db_colors=False,
    databases=True,
    test_runner=False,
    staticfiles=True,
    allowed_hosts=True,
    logging=True,
    secret_key=True,
):
    if databases and not db_colors:
        if "DATABASE_URL" in os.environ:
            config.DATABASES["default"] = dj_database_url.parse(os.environ["DATABASE_URL"])
    if staticfiles:
        config.STATIC_ROOT = os.path.join(config.BASE_DIR, "staticfiles")
        config.STATIC_URL = "/static/"
        config.MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"] + list(config.MIDDLEWARE)
        config.STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if allowed_hosts:
        config.ALLOWED_HOSTS = ["*"]
    if secret_key:
        if "SECRET_KEY" in os.environ:
            config.SECRET_KEY = os.environ["SECRET_KEY"]
