//! Servers of the developer's machine that settings name.

use djdock::inspect::{Address, Project};
use djdock::tree::MemoryTree;

use super::{MANAGE, facts_of};

fn facts(settings: &str) -> Project {
    facts_of(&MemoryTree::new([
        ("manage.py", MANAGE),
        ("mysite/settings.py", settings),
    ]))
}

/// Each as `setting=address`, with `[]` around one in a list and `@` before a host alone.
fn found(settings: &str) -> Vec<String> {
    let show = |address: &Address| {
        let Address {
            setting,
            address: it,
            ..
        } = address;
        match (address.list, address.host_only) {
            (true, _) => format!("{setting}=[{it}]"),
            (_, true) => format!("{setting}=@{it}"),
            _ => format!("{setting}={it}"),
        }
    };
    facts(settings).addresses.iter().map(show).collect()
}

#[test]
fn literals_are_found_wherever_they_stand() {
    let settings = "
HOST = 'localhost'
BROKER_URL = 'amqp://me:secret@localhost//'
CACHES = {'default': {'LOCATION': f'redis://{HOST}:6379/1'}, 'old': {'LOCATION': ['127.0.0.1:11211']}}
CHANNEL_LAYERS = {'default': {'CONFIG': {'hosts': [('127.0.0.1', 6379)]}}}
RQ_QUEUES = {'default': {'HOST': 'localhost', 'PORT': 6379, 'DB': 0}}
";
    assert_eq!(
        found(settings),
        [
            "BROKER_URL=amqp://localhost//",
            "CACHES.default.LOCATION=redis://localhost:6379/1",
            "CACHES.old.LOCATION=[127.0.0.1:11211]",
            "CHANNEL_LAYERS.default.CONFIG.hosts=[127.0.0.1:6379]",
            "RQ_QUEUES.default.HOST=@localhost:6379",
        ]
    );
    let evidence = facts(settings).evidence;
    assert_eq!(evidence["addresses.BROKER_URL"], "mysite/settings.py:3");
}

#[test]
fn nothing_else_is_one() {
    let settings = "
import os
BROKER_URL = os.environ.get('BROKER_URL', 'redis://localhost:6379/0')
CACHES = {'default': {'LOCATION': 'redis://cache.example.org:6379/0'}}
CORS_ORIGIN_WHITELIST = ['http://localhost:3000']
EMAIL_HOST = 'localhost'
EMAIL_PORT = 25
DATABASES = {'default': {'HOST': 'localhost', 'PORT': 6379}}
CELERY_RESULT_BACKEND = 'django-db'
lower = 'redis://localhost:6379/0'
";
    assert_eq!(found(settings), Vec::<String>::new());
}

#[test]
fn what_settings_name_is_needed_and_a_package_alone_is_not() {
    let project = facts_of(&MemoryTree::new([
        ("manage.py", MANAGE),
        ("mysite/settings.py", "BROKER_URL = 'amqp://localhost//'\n"),
        ("requirements.txt", "Django==5.2.8\nredis==5.0\n"),
    ]));
    assert_eq!(project.uses, ["rabbitmq", "redis"]);
    assert_eq!(project.needs, ["rabbitmq"]);
    assert!(project.addresses[0].environments.is_empty());
}
