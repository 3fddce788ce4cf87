//! The settings that `startproject` writes.

use std::path::Path;

use insta::assert_snapshot;

use crate::support::{diff, pack, patched_with};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn of_every_version() {
    for version in [
        "2.2", "3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1", "crlf",
    ] {
        let source = fixture(&format!("startproject-{version}/mysite/settings.py"));
        let patched = patched_with(&source, &pack());
        assert_eq!(patched.steps, []);
        assert!(patched.reads.is_empty());
        let kept = source
            .lines()
            .filter(|line| !patched.text.contains(line))
            .count();
        assert_eq!(kept, 3, "only SECRET_KEY, DEBUG and ALLOWED_HOSTS change");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "the diff is as long as it is")]
fn as_a_diff() {
    let source = fixture("startproject-5.2/mysite/settings.py");
    assert_snapshot!(diff(&source, &patched_with(&source, &pack()).text), @r#"
    +import os
     from pathlib import Path

    +
    +def env_bool(name, default):
    +    """The environment's yes or no; an empty variable counts as unset."""
    +    value = os.environ.get(name, '').strip().lower()
    +    return value in ('1', 'true', 'yes', 'on') if value else default
    +
    +
    +def env_list(name, default):
    +    """The environment's list, separated by commas; an empty variable counts as unset."""
    +    values = [value.strip() for value in os.environ.get(name, '').split(',')]
    +    return [value for value in values if value] or default
    +
    +
     # Build paths inside the project like this: BASE_DIR / 'subdir'.
     # SECURITY WARNING: keep the secret key used in production secret!
    -SECRET_KEY = 'django-insecure-fixture-5-2-$a#b%c(d&e^f*g=h+i@j!k_555555555555555'
    +SECRET_KEY = (
    +    os.environ.get('SECRET_KEY')
    +    or 'django-insecure-fixture-5-2-$a#b%c(d&e^f*g=h+i@j!k_555555555555555'
    +)

     # SECURITY WARNING: don't run with debug turned on in production!
    -DEBUG = True
    +DEBUG = env_bool('DEBUG', True)

    -ALLOWED_HOSTS = []
    +ALLOWED_HOSTS = env_list('ALLOWED_HOSTS', [])


    +if os.environ.get('DATABASE') == 'mariadb':
    +    DATABASES['default'].update(
    +        {
    +            'ENGINE': 'django.db.backends.mysql',
    +            'NAME': os.environ['MARIADB_DATABASE'],
    +            'HOST': os.environ.get('MARIADB_HOST') or 'db',
    +        }
    +    )
    +

     DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
    +
    +STATIC_ROOT = os.environ.get('STATIC_ROOT') or None
    +MEDIA_ROOT = os.environ.get('MEDIA_ROOT') or ''
    +MEDIA_URL = os.environ.get('MEDIA_URL') or ''
    +CSRF_TRUSTED_ORIGINS = env_list('CSRF_TRUSTED_ORIGINS', [])
    +
    +# Set where https reaches this server.
    +if os.environ.get('TLS'):
    +    SECURE_SSL_REDIRECT = env_bool('TLS', False)
    "#);
    let source = fixture("settings-long-tuple-old-style/sondages/settings.py");
    assert_snapshot!(diff(&source, &patched_with(&source, &pack()).text), @r#"
    +
    +def env_bool(name, default):
    +    """The environment's yes or no; an empty variable counts as unset."""
    +    value = os.environ.get(name, '').strip().lower()
    +    return value in ('1', 'true', 'yes', 'on') if value else default
    +
    +
    +def env_list(name, default):
    +    """The environment's list, separated by commas; an empty variable counts as unset."""
    +    values = [value.strip() for value in os.environ.get(name, '').split(',')]
    +    return [value for value in values if value] or default
    +
    +
     PROJECT_DIR = os.path.dirname(os.path.abspath(__file__))

    -DEBUG = True
    +DEBUG = env_bool('DEBUG', True)


    +if os.environ.get('DATABASE') == 'mariadb':
    +    DATABASES['default'].update(
    +        {
    +            'ENGINE': 'django.db.backends.mysql',
    +            'NAME': os.environ['MARIADB_DATABASE'],
    +            'HOST': os.environ.get('MARIADB_HOST') or 'db',
    +        }
    +    )
    +
     # Hosts/domain names that are valid for this site; required if DEBUG is False
     )
    +ALLOWED_HOSTS = env_list('ALLOWED_HOSTS', ALLOWED_HOSTS)


    -MEDIA_ROOT = os.path.join(BASE_DIR, 'media')
    -MEDIA_URL = '/media/'
    +MEDIA_ROOT = os.environ.get('MEDIA_ROOT') or os.path.join(BASE_DIR, 'media')
    +MEDIA_URL = os.environ.get('MEDIA_URL') or '/media/'
     STATIC_URL = '/static/'
     # Make this unique, and don't share it with anybody.
    -SECRET_KEY = 'fixture&amp;o-$a#b%c(d&amp;e^f*g=h+i@j!k_1111111111111111111'
    +SECRET_KEY = (
    +    os.environ.get('SECRET_KEY')
    +    or 'fixture&amp;o-$a#b%c(d&amp;e^f*g=h+i@j!k_1111111111111111111'
    +)

         'loggers': {'django.request': {'handlers': ['console'], 'level': 'ERROR', 'propagate': True}},
    -}
    +}
    +
    +STATIC_ROOT = os.environ.get('STATIC_ROOT') or None
    +CSRF_TRUSTED_ORIGINS = env_list('CSRF_TRUSTED_ORIGINS', [])
    +
    +# Set where https reaches this server.
    +if os.environ.get('TLS'):
    +    SECURE_SSL_REDIRECT = env_bool('TLS', False)
    "#);
}
