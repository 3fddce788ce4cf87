# djdock
# fmt: off
# flake8: noqa
"""What every start needs: start.py prepare waits for the database and migrates, start.py healthy asks the server."""

import http.client
import os
import re
import runpy
import sys
import time

IS_PROD = os.environ.get("DJDOCK_ENVIRONMENT") == "prod"

REFUSALS = "access denied|unknown database|authentication failed|no password|pg_hba|(role|database) .*does not exist"

def run(script, *arguments):
    """Call another script's main: starting Django takes longer than what it does."""
    sys.path.insert(1, os.path.dirname(script))
    runpy.run_path(script)["main"](*arguments)

def database():
    """Return Django's connection, and its name for people. GeoDjango's hold models: for those, the apps are loaded."""
    import django
    from django.db import connection
    try:
        connection.vendor
    except django.core.exceptions.AppRegistryNotReady:
        django.setup()
    found = connection.settings_dict
    return connection, f"{connection.vendor} {found['NAME']}" + (f" on {found['HOST']}" if found["HOST"] else "")

def wait(seconds=120):
    """Log in, and no more. A server refuses its users while it makes them; one that goes on is not waited for."""
    from django.db.utils import Error
    connection, place = database()
    settings, end, refusals = connection.settings_dict, time.monotonic() + seconds, 0
    if connection.vendor in ("mysql", "postgresql"):
        settings["OPTIONS"] = {"connect_timeout": 5, **settings["OPTIONS"]}
        settings["OPTIONS"].pop("pool", None)  # it waits 30 s and hides what the server says
    print(f"Waiting for {place} ...", flush=True)
    while True:
        try:
            with connection.wrap_database_errors:
                return connection.get_new_connection(connection.get_connection_params()).close()
        except Error as error:
            said = str(error).strip().replace(settings["PASSWORD"] or "\0", "***")
        refusals = refusals + 1 if re.search(REFUSALS, said, re.IGNORECASE) else 0
        advice = "Is the database's container running? See its log."
        if connection.vendor == "sqlite":
            advice = f"Does the folder exist, and may user {os.getuid()} write to it?"
        elif refusals > 10:
            advice = "It is up and refuses this user, made when its volume was new: make passwords"
        if connection.vendor == "sqlite" or refusals > 10 or time.monotonic() > end:
            sys.exit(f"No connection to {place}: {said}\n{advice}")
        time.sleep(0.5)

def prepare():
    wait()
    if not IS_PROD and not os.path.exists("/app/djdock.lock"):
        return print("This branch has no stack: its own database is left as it is.", flush=True)
    import django
    from django.core.management import call_command
    # The service import's, for a database of the stack: not for the project's own file.
    transfer = os.path.join(os.path.dirname(__file__), "import/transfer.py")
    carries = os.path.isfile(transfer) and (os.environ.get("DATABASE") or os.environ.get("DJDOCK_FORMER"))
    if carries:
        run(transfer, "begin")
        run(transfer, "early", "/data/db.json", "--media", "/data/media")
    django.setup()
    call_command("migrate", interactive=False)
    if carries:
        run(transfer, "load", "/data/db.json", "--media", "/data/media")

def healthy(port=8000):
    """Ask the web server here for a page. Any answer under 500 will do; told of https, Django redirects less."""
    hosts = os.environ.get("ALLOWED_HOSTS", "").replace(" ", "").split(",")
    host = next((host.lstrip(".") for host in hosts if host.strip(".*")), "localhost")
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    web.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": "https", "Connection": "close"})
    answer = web.getresponse()
    if answer.status >= 500:
        sys.exit(f"unhealthy: GET / as {host}: {answer.status} {answer.reason}")

if __name__ == "__main__" and sys.argv[1:] == ["healthy"]:
    healthy()
elif __name__ == "__main__":
    sys.path[0] = os.getcwd()  # as manage.py has it
    if os.environ.get("DJANGO_CONFIGURATION"):
        from configurations import importer
        importer.install()
    if IS_PROD:
        run(os.path.join(os.path.dirname(__file__), "prod.py"), database, prepare)
    else:
        prepare()
