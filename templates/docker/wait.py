# djdock
"""Wait until the default database takes connections, through Django's own connection.

    python docker/wait.py [--timeout 60]

Run it from the folder of manage.py. An open port is not enough: the server may still
refuse the user, lack the database, or need a driver that is not installed. Those are
told apart here, because waiting a minute for a wrong password helps nobody.
"""

import argparse
import os
import sys
import time

import django
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.db import connection
from django.db.utils import Error

PAUSE = 0.5  # seconds between two attempts
GRACE = 5  # seconds in which a refusal may come from a server that makes its users

# What the servers say when they are up and will not let this user in.
REFUSALS = (
    "access denied",  # MariaDB, MySQL
    "unknown database",
    "password authentication failed",  # PostgreSQL
    "no password supplied",
    "no pg_hba.conf entry",
)


def is_refusal(message):
    message = message.lower()
    named = "role " in message or "database " in message
    return any(refusal in message for refusal in REFUSALS) or (
        named and "does not exist" in message
    )


def find_settings():
    """Have settings imported as manage.py imports them: from its folder, and where they are a
    class, by django-configurations."""
    sys.path[0] = os.getcwd()
    if os.environ.get("DJANGO_CONFIGURATION"):
        from configurations import importer  # few projects have it

        importer.install()


def load_back_end():
    """Import the database's back end: GeoDjango's hold models, for which the apps must be
    loaded; the others need not wait for that."""
    try:
        return connection.vendor
    except AppRegistryNotReady:
        django.setup()
        return connection.vendor


def address(settings):
    """Name the database for a human, without the password."""
    if connection.vendor == "sqlite":
        return f"the sqlite file {settings['NAME']}"
    host = settings.get("HOST") or "localhost"
    where = f"{host}:{settings['PORT']}" if settings.get("PORT") else host
    name, user = settings.get("NAME"), settings.get("USER")
    return f"the {connection.vendor} database {name} on {where} as {user}"


def limit_each_attempt(settings):
    """Keep one attempt short: a filter that drops packets would hold it for minutes."""
    options = settings.setdefault("OPTIONS", {})
    if connection.vendor in ("mysql", "postgresql"):
        options.setdefault("connect_timeout", 5)
        options.pop("pool", None)  # it waits 30 s and hides the server's own error


def attempt():
    """Log in, and no more. ensure_connection() would run statements, of which Django
    warns as long as the apps are not loaded, and a server that is too old for Django
    would be waited for: migrate says so at once."""
    with connection.wrap_database_errors:
        connection.get_new_connection(connection.get_connection_params()).close()


def wait(timeout):
    """Return None once connected, else the last error."""
    started = time.monotonic()
    refused_since = None
    while True:
        try:
            attempt()
            return None
        except Error as error:
            message = str(error)
        now = time.monotonic()
        refused_since = (refused_since or now) if is_refusal(message) else None
        if refused_since is not None and now - refused_since >= GRACE:
            return message
        if connection.vendor == "sqlite" or now - started + PAUSE > timeout:
            return message
        time.sleep(PAUSE)


def advice(message):
    if is_refusal(message):
        return (
            "The server is up and refuses this user. It makes its users once, when "
            "its volume is new: a password that is changed later reaches it by: make passwords."
        )
    if connection.vendor == "sqlite":
        return f"Does the folder exist, and may user {os.getuid()} write to it?"
    return "Is the database's container running? See its log."


def main():
    parser = argparse.ArgumentParser(description="Wait for the default database.")
    parser.add_argument("--timeout", type=float, default=60, help="seconds (60)")
    timeout = parser.parse_args().timeout
    find_settings()
    try:
        load_back_end()
        settings = connection.settings_dict
        place = address(settings)
        limit_each_attempt(settings)
        print(f"Waiting for {place} ...", flush=True)
        started = time.monotonic()
        failure = wait(timeout)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings of the database do not work: {error}")
    if failure is not None:
        if settings.get("PASSWORD"):
            failure = failure.replace(settings["PASSWORD"], "***")
        sys.exit(f"No connection to {place}: {failure.strip()}\n{advice(failure)}")
    seconds = time.monotonic() - started
    print(f"The database is ready ({seconds:.1f} s).", flush=True)


if __name__ == "__main__":
    main()
