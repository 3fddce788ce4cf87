# djdock
"""Carry the project's sqlite rows and uploads into the stack's database, once; or the rows of the database that it had
before.

Run from the folder of manage.py, with DJANGO_SETTINGS_MODULE set:

  transfer.py dump FILE --media DIR      write the rows and uploads of the project's own
                                         sqlite database; --force replaces FILE, - prints it,
                                         --into names the database that they are meant for,
                                         --server takes those of another one than sqlite
  transfer.py begin                      before migrate: mark a new database
  transfer.py early FILE --media DIR     before migrate, if FILE knows fewer migrations
                                         than the code: apply those, fill a new database
  transfer.py load FILE --media DIR      after migrate, on every start: fill a new
                                         database, once
  transfer.py load FILE --media DIR --explicit
                                         by hand: fill one that started without rows;
                                         --force replaces rows that are there
  transfer.py uploads DIR                copy DIR to where the project keeps its uploads
                                         now, over nothing
  transfer.py free                       before a load by hand: refuse where rows would be
                                         replaced; --force does not mind
  transfer.py state                      print absent, unmarked, pending, none or done

Exit codes: 0 done or nothing to do; 1 refused, with the reason and the way out; 2 wrong
usage. transfer_marker.py explains the states.
"""

import argparse
import os
import sys
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from transfer_dump import dump, unapplied
from transfer_early import migrate_before, models_of, steps_before
from transfer_expected import former, is_expected, unexpected
from transfer_load import Dump, is_same_database, load
from transfer_marker import Marker
from transfer_media import require_readable, restore_uploads, unreadable
from transfer_project import Project
from transfer_tables import Refusal
from wait import find_settings


def say(text):
    print(text, flush=True)


@contextmanager
def no_statements_kept():
    """With DEBUG, Django keeps every statement in memory, and with it every row.

    It is put back for a migrate that runs in this process and may look at it.
    """
    debug, settings.DEBUG = settings.DEBUG, False
    yield
    settings.DEBUG = debug


def run_state(arguments):
    say(Marker(connection).state)


def run_begin(arguments):
    marker = Marker(connection)
    if marker.state == "absent":
        marker.begin()
    elif marker.may_be_half_migrated() and unapplied(MigrationExecutor(connection)):
        say("The first migrate was interrupted: its tables are dropped and made again.")
        marker.drop_half_made_tables()
    elif marker.state == "pending" and "picture" in marker.detail:
        # After a load that was refused: the migrations to come may change these rows.
        registry = models_of(MigrationExecutor(connection))
        marker.forget_picture_unless_changed(Project(connection, registry))


def run_dump(arguments):
    path = arguments.file
    if os.path.lexists(path) and not arguments.force:
        raise Refusal(f"{path} is there already. --force (make: FORCE=1) replaces it.")
    with no_statements_kept():
        header, uploads = dump(path, arguments.media, arguments.server, arguments.into)
    lines = [f"left out: {label}: {why}" for label, why in header["left_out"].items()]
    rows = [sent["rows"] for sent in header["tables"].values() if sent["rows"]]
    done = f"{path}: {sum(rows)} rows of {len(rows)} tables; uploads: {uploads}"
    print("\n".join(lines + [done]), file=sys.stderr if path == "-" else sys.stdout)


def run_early(arguments):
    marker = Marker(connection)
    if marker.state != "pending" or former() or not is_present(arguments.file):
        return
    source = Dump(arguments.file)
    if not is_expected(source):
        return  # `load` says so
    found = steps_before(source)
    if found is None or is_same_database(source):
        return
    say(f"{arguments.file} was written before some migrations: they come after its rows.")
    registry = migrate_before(*found)
    # As migrate has left it, and now with a table of migrations.
    fill_database(Marker(connection), source, arguments, Project(connection, registry))
    connection.close()  # loading has changed how it works


def run_free(arguments):
    marker = Marker(connection)
    if marker.state == "unmarked":
        raise unmarked()
    if not arguments.force:
        require_untouched(marker, Project(connection))


def unmarked():
    return Refusal("A database from before djdock is never emptied. Use a new one.")


def run_load(arguments):
    marker = Marker(connection)
    by_hand = arguments.explicit or arguments.force
    if marker.state == "absent":
        raise Refusal("This database has no tables yet. Type: python manage.py migrate")
    if by_hand or marker.state == "pending":
        fill_once(marker, arguments, by_hand)
    elif marker.state == "none" and former():
        say(f"Started without rows before; `make carry-data` brings those of {former()}.")
    elif marker.state == "none" and is_present(arguments.file):
        say(f"Started without rows before; `make import-data` loads {arguments.file}.")
    elif marker.state == "none":
        say("Started without rows before.")
    elif marker.state == "done":
        say("The rows were loaded before.")
    else:
        say("A database from before djdock: left as it is.")


def run_uploads(arguments):
    require_readable(arguments.folder)
    say("\n".join(restore_uploads(arguments.folder)))


def fill_once(marker, arguments, by_hand):
    """Load the file where the database's state allows it."""
    path = arguments.file
    if former() and not by_hand:
        text = f"Started without rows; `make carry-data` brings those of {former()}."
        return start_without_rows(marker, text)
    if not is_present(path):
        if by_hand:
            raise Refusal(f"There is no {path}: dump the rows first.")
        text = f"There is no {path}: started without rows."
        return start_without_rows(marker, text)
    source = Dump(path)
    if not by_hand and not is_expected(source):
        return start_without_rows(marker, unexpected(source))
    if is_same_database(source):
        say(f"{path} was written from this very database: nothing to do.")
        return
    if marker.state == "unmarked":
        raise unmarked()
    fill_database(marker, source, arguments, Project(connection))


def start_without_rows(marker, text):
    marker.take_picture(Project(connection), "none")
    say(text)


def fill_database(marker, source, arguments, project):
    if not arguments.force:
        require_untouched(marker, project)
    with no_statements_kept():
        report = load(source, marker, arguments.media, project)
    say("\n".join(report))


def require_untouched(marker, project):
    """Refuse to replace rows that were loaded, or that somebody added after migrate."""
    if marker.state == "done":
        raise Refusal(
            "The rows were loaded before. "
            "--force (make: FORCE=1) empties the tables and loads them again."
        )
    if "picture" not in marker.detail:
        marker.take_picture(project, marker.state)
    changes = list(marker.changes(project))
    if changes:
        title = "Rows were changed here; --force (make: FORCE=1) would replace them:"
        raise Refusal("\n  ".join([title] + changes))


def is_present(path):
    """Tell a missing file from one that cannot be read, which is not `no rows`."""
    try:
        with open(path):
            return True
    except FileNotFoundError:
        return False
    except PermissionError as error:
        raise unreadable(path, error)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.")


def parse(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.required = True
    commands.add_parser("state").set_defaults(run=run_state)
    commands.add_parser("begin").set_defaults(run=run_begin)
    command = commands.add_parser("uploads")
    command.set_defaults(run=run_uploads)
    command.add_argument("folder", metavar="DIR")
    free = commands.add_parser("free")
    free.set_defaults(run=run_free)
    free.add_argument("--force", action="store_true", help="rows may be replaced")
    runs = (("dump", run_dump), ("early", run_early), ("load", run_load))
    for name, run in runs:
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("file", metavar="FILE")
        command.add_argument("--media", metavar="DIR", help="where uploads travel")
        command.set_defaults(force=False, explicit=False)
        if run is not run_early:
            command.add_argument(
                "--force", action="store_true", help="replace what is there"
            )
        if run is run_dump:
            command.add_argument("--into", metavar="NAME", help="what it is meant for")
            command.add_argument("--server", action="store_true", help="not sqlite alone")
        if run is run_load:
            command.add_argument("--explicit", action="store_true", help="by hand")
    return parser.parse_args(arguments)


def main():
    arguments = parse(sys.argv[1:])
    find_settings()  # our own modules are loaded
    try:
        django.setup()
        arguments.run(arguments)
    except (Refusal, ImproperlyConfigured, Error, OSError) as error:
        sys.exit(without_password(f"{arguments.command}: {error}"))


def without_password(text):
    try:
        password = connection.settings_dict.get("PASSWORD")
    except ImproperlyConfigured:
        return text
    return text.replace(password, "***") if password else text


if __name__ == "__main__":
    main()
