//! Whether it is known that a project keeps no uploads.

use super::{SETTINGS, facts};

/// Whether that is known with these lines of settings and of code.
fn keeps_none(settings: &str, code: &str) -> bool {
    let settings = format!("{SETTINGS}{settings}\n");
    facts(&[
        ("mysite/settings.py", &settings),
        ("mysite/views.py", code),
        ("requirements.txt", "Django==5.2.8\n"),
    ])
    .no_uploads
}

#[test]
fn storages_of_other_things_are_no_sign() {
    for settings in [
        "",
        "STORAGES = {'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'}}",
        "STATICFILES_STORAGE = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage'",
        "MESSAGE_STORAGE = 'django.contrib.messages.storage.fallback.FallbackStorage'",
        "MESSAGE_STORAGE = 'django.contrib.messages.storage.cookie.CookieStorage'",
    ] {
        assert!(
            keeps_none(
                settings,
                "from django.contrib.staticfiles.storage import staticfiles_storage\n"
            ),
            "{settings}"
        );
    }
    let page = "PAGE = '<script>localStorage.x = sessionStorage.y</script>'\n";
    assert!(keeps_none("", page));
}

#[test]
fn storages_of_files_are_one() {
    for (settings, code) in [
        (
            "STORAGES = {'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'}}",
            "",
        ),
        ("DEFAULT_FILE_STORAGE = 'x.Y'", ""),
        (
            "",
            "from django.core.files.storage import default_storage\n",
        ),
        ("", "class Own(Storage):\n    pass\n"),
        ("", "fields = models.FileField()\n"),
    ] {
        assert!(!keeps_none(settings, code), "{settings}{code}");
    }
}
