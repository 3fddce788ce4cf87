# djdock
"""Make everything ready, once, before the web servers start.

    python docker/prepare.py [DB_JSON MEDIA_DIR]

Run it from the folder of manage.py. It waits for the database, migrates, with a DB_JSON loads that into a new database,
and with STATIC_ROOT set collects the static files. One process does all of it, because starting Django takes longer
than each of the steps.
"""

import os
import sys
import tempfile

import django
import publish
import transfer
import wait
from django.conf import settings
from django.core.management import call_command, get_commands


def step(module, *arguments):
    """Call another script of this folder as its command line would."""
    sys.argv[1:] = arguments
    module.main()


def is_elsewhere():
    """Tell whether dev serves a branch without a stack, whose settings run on a database of their own."""
    return os.environ.get("DJDOCK_ENVIRONMENT") != "prod" and not os.path.exists("/app/djdock.lock")


def fill_database(carried):
    if os.environ.get("DJDOCK_ENVIRONMENT") == "prod":
        import guard  # dev has none

        step(guard)
    step(wait, "--timeout", "120")  # a new server makes its files first
    if is_elsewhere():
        print("This branch has no stack: the database that its own settings name is left as it is.", flush=True)
        return
    if carried:
        step(transfer, "begin")
        step(transfer, "early", carried[0], "--media", carried[1])
    else:
        django.setup()
    call_command("migrate", interactive=False)
    if carried:
        step(transfer, "load", carried[0], "--media", carried[1])


def main():
    carried = sys.argv[1:]
    static_root = os.environ.get("STATIC_ROOT")
    with tempfile.TemporaryDirectory() as collected:
        if static_root:
            # Into an empty folder: over the old files collectstatic would keep the newer one, also when the older one
            # is deployed again. The settings, which are read below, take it for STATIC_ROOT.
            os.environ["STATIC_ROOT"] = collected
        fill_database(carried)
        if static_root and "collectstatic" in get_commands():
            # Also where the settings read it from a variable of another name.
            settings.STATIC_ROOT = collected
            call_command("collectstatic", interactive=False)
            if getattr(settings, "COMPRESS_OFFLINE", False) and "compress" in get_commands():
                call_command("compress", force=True)  # django-compressor's own files, which it will not make later
            step(publish, collected, static_root)


if __name__ == "__main__":
    main()
