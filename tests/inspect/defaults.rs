//! What decides where nobody chooses: the server, the hosts, the database.

use djdock::inspect::{Interface, SERVER, names};

use super::{SETTINGS, facts, with_settings};

const ASGI: &str =
    "from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n";
const ROUTING: &str =
    "from channels.routing import ProtocolTypeRouter\napplication = ProtocolTypeRouter({})\n";
const SAID: &str = "ASGI_APPLICATION = 'mysite.asgi.application'\n";
const ROUTED: &str = "ASGI_APPLICATION = 'mysite.routing.application'\n";

/// Which interface serves a project with these lines in its settings, these requirements and this Procfile.
fn interface(settings: &str, requirements: &str, procfile: &str) -> Option<Interface> {
    let settings = format!("{SETTINGS}{settings}");
    let files = [
        ("mysite/settings.py", settings.as_str()),
        ("mysite/asgi.py", ASGI),
        ("mysite/routing.py", ROUTING),
        ("requirements.txt", requirements),
        ("Procfile", procfile),
    ];
    facts(&files).interface
}

#[test]
fn asgi_serves_where_the_project_says_so() {
    let app = format!("INSTALLED_APPS += ['daphne']\n{SAID}");
    let (daphne, gunicorn) = (
        "web: daphne mysite.asgi:application\n",
        "web: gunicorn mysite.wsgi\n",
    );
    for (settings, requirements, procfile, expected) in [
        ("", "Django\n", "", None),
        ("", "Django\ngunicorn\n", "", None),
        ("", "Django\ngunicorn\nuvicorn\n", "", None),
        (SAID, "Django\nchannels\n", "", Some(Interface::Asgi)),
        (
            SAID,
            "Django\nchannels\ngunicorn\n",
            gunicorn,
            Some(Interface::Asgi),
        ),
        (SAID, "Django\nhypercorn\n", "", Some(Interface::Asgi)),
        (
            SAID,
            "Django\ngunicorn\nuvicorn-worker\n",
            "",
            Some(Interface::Asgi),
        ),
        (SAID, "Django\ngunicorn\nuvicorn\n", gunicorn, None),
        (&app, "Django\n", "", Some(Interface::Asgi)),
        (
            "",
            "Django\nuvicorn\ngunicorn\n",
            daphne,
            Some(Interface::Asgi),
        ),
        ("", "Django\nuvicorn\n", "", Some(Interface::Either)),
        ("", "Django\nchannels\n", "", Some(Interface::Either)),
        (SAID, "Django\ngunicorn\n", "", Some(Interface::Either)),
        (ROUTED, "Django\nchannels\n", "", Some(Interface::Unready)),
    ] {
        let found = interface(settings, requirements, procfile);
        assert_eq!(found, expected, "{settings}{requirements}{procfile}");
    }
}

#[test]
fn every_sign_of_asgi_is_evidence() {
    let settings = format!("{SETTINGS}{SAID}");
    let files = [
        ("mysite/settings.py", settings.as_str()),
        ("mysite/asgi.py", ASGI),
        ("requirements.txt", "Django\ndaphne\n"),
        ("Procfile", "web: daphne mysite.asgi:application\n"),
    ];
    assert_eq!(
        facts(&files).evidence["interface"],
        "mysite/settings.py:6, requirements.txt:2, Procfile:1"
    );
}

/// Channels' own function has Django loaded, and then the application that the settings name.
#[test]
fn the_module_that_loads_django_is_the_one_that_servers_take() {
    let settings = format!("{SETTINGS}{ROUTED}");
    let asgi = "import django\nfrom channels.routing import get_default_application\ndjango.setup()\n\
        application = get_default_application()\n";
    let files = [
        ("mysite/settings.py", settings.as_str()),
        ("mysite/asgi.py", asgi),
        ("mysite/routing.py", ROUTING),
        ("requirements.txt", "Django\nchannels\n"),
    ];
    let project = facts(&files);
    let application = project.asgi_application.as_deref();
    assert_eq!(application, Some("mysite.asgi.application"));
    assert_eq!(project.interface, Some(Interface::Asgi));
}

#[test]
fn hosts_are_what_prod_s_settings_name() {
    let debug = "import os\nDEBUG = os.environ.get('DEBUG', '1') == '1'\n";
    for (more, hosts, domains) in [
        ("", "", ""),
        ("ALLOWED_HOSTS = ['*']\n", "", ""),
        (
            "ALLOWED_HOSTS = ['localhost', '127.0.0.1', '[::1]', 'testserver']\n",
            "",
            "",
        ),
        (
            "ALLOWED_HOSTS = ['a.ngrok.io', 'me.pythonanywhere.com']\n",
            "",
            "",
        ),
        (
            "ALLOWED_HOSTS = ('www.exemple.fr', 'exemple.fr', 'localhost')\n",
            "www.exemple.fr exemple.fr",
            "www.exemple.fr exemple.fr",
        ),
        (
            "ALLOWED_HOSTS = ['.exemple.fr']\n",
            ".exemple.fr",
            "exemple.fr",
        ),
        (
            "ALLOWED_HOSTS = ['10.0.0.7', 'intranet']\n",
            "10.0.0.7 intranet",
            "",
        ),
        (
            "ALLOWED_HOSTS = []\nALLOWED_HOSTS += ['a.fr']\n",
            "a.fr",
            "a.fr",
        ),
        (
            "import os\nALLOWED_HOSTS = os.environ.get('HOSTS', 'a.fr,b.fr').split(',')\n",
            "a.fr b.fr",
            "a.fr b.fr",
        ),
        (
            "import os\nALLOWED_HOSTS = [os.environ.get('HOST', 'a.fr'), 'b.fr']\n",
            "b.fr",
            "b.fr",
        ),
        (
            &format!("{debug}ALLOWED_HOSTS = ['dev.fr'] if DEBUG else ['prod.fr']\n"),
            "prod.fr",
            "prod.fr",
        ),
        (
            &format!(
                "{debug}if DEBUG:\n    ALLOWED_HOSTS = ['*']\nelse:\n    ALLOWED_HOSTS = ['prod.fr']\n"
            ),
            "prod.fr",
            "prod.fr",
        ),
        (
            "DEBUG = True\nif DEBUG:\n    ALLOWED_HOSTS = ['*']\nelse:\n    ALLOWED_HOSTS = ['prod.fr']\n",
            "prod.fr",
            "prod.fr",
        ),
        (
            "DEBUG = True\nALLOWED_HOSTS = ['dev.fr']\nif not DEBUG:\n    ALLOWED_HOSTS = ['prod.fr']\n",
            "prod.fr",
            "prod.fr",
        ),
    ] {
        let project = with_settings(more);
        assert_eq!(project.hosts.allowed.join(" "), hosts, "{more}");
        assert_eq!(names(&project.hosts.allowed).join(" "), domains, "{more}");
        assert_eq!(
            project.evidence.contains_key("hosts.allowed"),
            !hosts.is_empty()
        );
    }
}

#[test]
fn prod_s_own_module_names_its_hosts() {
    let files = [
        (
            "mysite/settings.py",
            "from mysite.base import *\nALLOWED_HOSTS = ['dev.fr']\n",
        ),
        ("mysite/base.py", SETTINGS),
        (
            "mysite/production.py",
            "from mysite.base import *\nALLOWED_HOSTS = ['prod.fr']\n",
        ),
    ];
    let project = facts(&files);
    assert_eq!(project.hosts.allowed, ["prod.fr"]);
    assert_eq!(project.evidence["hosts.allowed"], "mysite/production.py:2");
}

#[test]
fn a_database_follows_what_speaks_to_it() {
    let url = "import dj_database_url\nDATABASES = {'default': dj_database_url.config()}\n";
    let gis = "INSTALLED_APPS += ['django.contrib.gis']\n";
    for (settings, requirements, expected) in [
        ("", "Django\n", None),
        (
            "",
            "Django\npsycopg2-binary\n",
            Some(("postgresql", "requirements.txt:2 names psycopg2-binary")),
        ),
        ("", "Django\npsycopg2\nmysqlclient\n", None),
        (
            url,
            "Django\npsycopg[binary]\n",
            Some(("postgresql", "requirements.txt:2 names psycopg")),
        ),
        (
            url,
            "Django\nPyMySQL\n",
            Some(("mysql", "requirements.txt:2 names pymysql")),
        ),
        (
            &format!("{url}{gis}"),
            "Django\npsycopg2\n",
            Some((
                "postgis",
                "requirements.txt:2 names psycopg2, and mysite/settings.py:8 GeoDjango",
            )),
        ),
        (
            "INSTALLED_APPS += ['django.contrib.postgres']\n",
            "Django\nmysqlclient\n",
            Some((
                "postgresql",
                "mysite/settings.py:6 names django.contrib.postgres",
            )),
        ),
        (
            "import os\nif os.environ.get('PG'):\n    DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n",
            "Django\nmysqlclient\n",
            Some(("postgresql", "mysite/settings.py:8 has it")),
        ),
        (
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql'}}\n",
            "Django\npsycopg2\n",
            None,
        ),
        (
            "DATABASES = {'default': {'ENGINE': 'django_tenants.postgresql_backend'}}\n",
            "Django\nmysqlclient\n",
            None,
        ),
    ] {
        let settings = format!("{SETTINGS}{settings}");
        let project = facts(&[
            ("mysite/settings.py", &settings),
            ("requirements.txt", requirements),
        ]);
        let guess = project.guesses.get(SERVER);
        let guess = guess.map(|guess| (guess.value.as_str(), guess.why.as_str()));
        assert_eq!(guess, expected, "{settings}{requirements}");
    }
}
