# djdock
"""Make the database ready, once, before the web servers start.

    python docker/prepare.py [DB_JSON MEDIA_DIR]

Run it from the folder of manage.py. It waits for the database, migrates, and with a DB_JSON loads that into a new database.
One process does all of it, because starting Django takes longer than each of the steps.
"""

import sys

import django
import transfer
import wait
from django.core.management import call_command


def step(module, *arguments):
    """Call another script of this folder as its command line would."""
    sys.argv[1:] = arguments
    module.main()


def main():
    carried = sys.argv[1:]
    step(wait)
    if carried:
        step(transfer, "begin")
    else:
        django.setup()
    call_command("migrate", interactive=False)
    if carried:
        step(transfer, "load", carried[0], "--media", carried[1])


if __name__ == "__main__":
    main()
