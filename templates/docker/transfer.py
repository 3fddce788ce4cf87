# djdock
"""Carry the project's sqlite rows and uploads into the stack's database: once, whole, compared.

Run from the folder of manage.py, with DJANGO_SETTINGS_MODULE set:

    transfer.py dump db.json --media DIR [--force]   write the rows and uploads of the project's own sqlite database
    transfer.py begin                                before migrate: mark a new database as one that may be filled
    transfer.py load db.json --media DIR             after migrate, on every start: fill a new database, once
    transfer.py load db.json --media DIR --explicit [--force]    by hand: fill one that started without rows
    transfer.py state                                print absent, unmarked, pending, none or done

Exit codes: 0 done or nothing to do, 1 refused with the reason and the way out, 2 wrong usage.
The states are explained in transfer_marker.py. --force replaces rows that are already there.
"""

import argparse
import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from transfer_dump import dump, unapplied
from transfer_load import Dump, is_same_database, load
from transfer_marker import Marker
from transfer_tables import Project, Refusal


def say(text):
    print(text, flush=True)


def run_state(arguments):
    say(Marker(connection).state)


def run_begin(arguments):
    marker = Marker(connection)
    if marker.was_interrupted() and unapplied(MigrationExecutor(connection)):
        say("The first migrate was interrupted: what it made is dropped and made again.")
        marker.drop_half_made_tables()
    elif marker.state == "absent":
        marker.begin()


def run_dump(arguments):
    if os.path.lexists(arguments.file) and not arguments.force:
        raise Refusal("{} is already there. Use --force (make: FORCE=1) to replace it.".format(arguments.file))
    header, uploads = dump(arguments.file, arguments.media)
    for label, reason in header["left_out"].items():
        say("left out: {}: {}".format(label, reason))
    filled = [sent["rows"] for sent in header["tables"].values() if sent["rows"]]
    say("{}: {} rows of {} tables; uploads: {}".format(arguments.file, sum(filled), len(filled), uploads))


def run_load(arguments):
    marker = Marker(connection)
    by_hand = arguments.explicit or arguments.force
    if marker.state == "absent":
        raise Refusal("This database has no tables yet. Type: python manage.py migrate")
    if by_hand or marker.state == "pending":
        fill(marker, arguments, by_hand)
    elif marker.state == "none" and is_present(arguments.file):
        say("This database was started without rows: {} is loaded by `make import-data` only.".format(arguments.file))
    else:
        say({"done": "The rows were loaded before.", "none": "No rows to load."}.get(marker.state, "An existing database: left as it is."))


def fill(marker, arguments, by_hand):
    """Load db.json where the database's state allows it."""
    if not is_present(arguments.file):
        if by_hand:
            raise Refusal("There is no {}: dump the rows first.".format(arguments.file))
        marker.take_picture(Project(connection), "none")
        say("No {}: started without rows.".format(arguments.file))
        return
    source = Dump(arguments.file)
    if is_same_database(source):
        say("{} was written from this very database: nothing to do.".format(arguments.file))
        return
    if marker.state == "unmarked":
        raise Refusal("This database was in use before djdock: it is never emptied. Use a new one (or a new volume).")
    if marker.state == "done" and not arguments.force:
        raise Refusal("The rows were loaded before. --force (make: FORCE=1) empties the tables and loads them again.")
    if not arguments.force:
        require_untouched(marker)
    say("\n".join(load(source, marker, arguments.media)))


def require_untouched(marker):
    """Refuse to replace rows that somebody added after migrate."""
    project = Project(connection)
    if "picture" not in marker.detail:
        marker.take_picture(project, marker.state)
        return
    changes = list(marker.changes(project))
    if changes:
        title = "Rows were changed here since migrate; --force (make: FORCE=1) would replace them:"
        raise Refusal("\n  ".join([title] + changes))


def is_present(path):
    """Tell a missing file from one that may not be read: that one must not be taken for `no rows`."""
    try:
        with open(path):
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Refusal("{} cannot be read by user {}: {}".format(path, os.getuid(), error.strerror))


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.required = True
    commands.add_parser("state").set_defaults(run=run_state)
    commands.add_parser("begin").set_defaults(run=run_begin)
    for name, run in (("dump", run_dump), ("load", run_load)):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("file", metavar="DB_JSON")
        command.add_argument("--media", metavar="DIR", help="where the uploads travel")
        command.add_argument("--force", action="store_true", help="replace what is there")
    command.add_argument("--explicit", action="store_true", help="load although the database started without rows")
    return parser.parse_args(arguments)


def main():
    arguments = parse(sys.argv[1:])
    sys.path[0] = os.getcwd()  # the project is imported as manage.py imports it; our own modules are loaded by now
    try:
        django.setup()
        settings.DEBUG = False  # else Django keeps every statement, with all its rows, in memory
        arguments.run(arguments)
    except (Refusal, ImproperlyConfigured, Error) as error:
        sys.exit(without_password("{}: {}".format(arguments.command, error)))


def without_password(text):
    password = connection.settings_dict.get("PASSWORD")
    return text.replace(password, "***") if password else text


if __name__ == "__main__":
    main()
