# djdock
# fmt: off
# flake8: noqa
"""Carry the project's sqlite rows and uploads into the stack's database, once; or those of the database before it.

Run from the folder of manage.py, with DJANGO_SETTINGS_MODULE set. Exit codes: 0 done or nothing to do; 1 refused, with
the reason and the way out; 2 wrong usage.

  dump FILE --media DIR   write the rows and uploads of the project's own sqlite database; --force replaces FILE, -
                          prints it, --into names the database that it is for, --server takes another one than sqlite
  begin                   before migrate: mark a new database
  early FILE --media DIR  before migrate: if FILE knows fewer migrations than the code, apply those, then fill
  load FILE --media DIR   after migrate, on every start: fill a new database, once; --explicit, by hand: also one that
                          started without rows; --force replaces rows that are there
  free                    before a load by hand: refuse where rows would be replaced; --force does not mind
  state                   print absent, unmarked, pending, none or done, which transfer_marker.py explains
"""

import argparse
import os
import sys
from contextlib import contextmanager
from functools import partial
from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection

from transfer_dump import FORMER, Project, applied, dump, migrations, name_of, unapplied
from transfer_load import Dump, compare_migrations, load
from transfer_marker import Marker
from transfer_media import Refusal, run_command, unreadable
from transfer_tables import count_rows, execute

say = partial(print, flush=True)

@contextmanager
def no_statements_kept():
    """With DEBUG, Django keeps every statement, and with it every row. Put back for a migrate in this process."""
    debug, settings.DEBUG = settings.DEBUG, False
    yield
    settings.DEBUG = debug

def run_begin(arguments):
    marker = Marker()
    if marker.state == "absent":
        marker.begin()
    elif marker.state == "pending" and "picture" in marker.detail:
        # After a load that was refused: the migrations to come may change these rows, so another picture is taken.
        registry = migrations().migrate(None, plan=[]).apps  # the models as the tables are now
        if not marker.changes(Project(registry)):
            marker.write("pending", before=marker.detail["before"])
    elif marker.state == "pending" and not connection.features.can_rollback_ddl:
        # On MariaDB and MySQL a killed migrate leaves tables that the next one stumbles over.
        if unapplied(migrations()):
            say("The first migrate was interrupted: its tables are dropped and made again.")
            marker.drop_half_made_tables()

def run_dump(arguments):
    path = arguments.file
    if os.path.lexists(path) and not arguments.force:
        raise Refusal(f"{path} is there already. --force (make: FORCE=1) replaces it.")
    with no_statements_kept():
        header, uploads = dump(path, arguments.media, arguments.server, arguments.into)
    lines = [f"left out: {label}: {why}" for label, why in header["left_out"].items()]
    rows = [sent["rows"] for sent in header["tables"].values() if sent["rows"]]
    lines.append(f"{path}: {sum(rows)} rows of {len(rows)} tables; uploads: {uploads}")
    print("\n".join(lines), file=sys.stderr if path == "-" else sys.stdout)

def run_early(arguments):
    """Where db.json knows fewer migrations than the code: fill the database between those and the others.

    A new version of the code often brings a migration, and the dump was written before. What the new migrations do to
    rows, they then do to these, as they would have done in the sqlite file.
    """
    marker = Marker()
    source = find(arguments.file) if marker.state == "pending" and not FORMER else None
    if source is None or not source.is_expected():
        return  # `load` says so
    executor = migrations()
    steps = steps_before(source, executor)
    if steps is None or source.is_of_this_database():
        return
    say(f"{arguments.file} was written before some migrations: they come after its rows.")
    # Without post_migrate: it may want the code's own models, and what Django makes there (content types, permissions,
    # a site) comes with the dump or after the last migration.
    before = executor.migrate(None, plan=[]).apps  # the models as the tables are now
    emit_pre_migrate_signal(0, False, connection.alias, apps=before, plan=steps)
    executor.progress_callback = lambda action, migration=None, fake=False: (
        say(f"  Applying {migration}... OK") if action == "apply_success" else None)
    registry = executor.migrate(None, plan=steps).apps
    # As migrate has left it, and now with a table of migrations.
    fill_database(Marker(), source, arguments, registry)
    connection.close()  # loading has changed how it works

def steps_before(source, executor):
    """Return the steps of the plan that lead to the dump's state, from no other one; None where these are all."""
    graph, theirs, here = executor.loader.graph, set(source.header["migrations"]), set(applied(executor))
    names = {".".join(key): key for key in graph.nodes}
    if theirs == set(names):
        return None
    for name in theirs & set(names):  # what these depend on would come with them
        here.update(map(".".join, graph.forwards_plan(names[name])))
    compare_migrations(sorted(theirs), sorted(here))
    return [step for step in executor.migration_plan(graph.leaf_nodes()) if name_of(step) in theirs]

def run_load(arguments):
    marker, path = Marker(), arguments.file
    by_hand = arguments.explicit or arguments.force
    if marker.state == "absent":
        raise Refusal("This database has no tables yet. Type: python manage.py migrate")
    if by_hand or marker.state == "pending":
        fill_once(marker, arguments, by_hand)
    elif marker.state == "none":
        loads = f"; `make import-data` loads {path}" if os.path.exists(path) else ""
        brings = f"; `make carry-data` brings those of {FORMER}"
        say(f"Started without rows before{brings if FORMER else loads}.")
    else:
        say("The rows were loaded before." if marker.state == "done" else "A database from before: left as it is.")

def fill_once(marker, arguments, by_hand):
    """Load the file where the database's state allows it."""
    path = arguments.file
    if FORMER and not by_hand:  # what the former database has is newer than any file
        return start_without_rows(marker, f"Started without rows; `make carry-data` brings those of {FORMER}.")
    source = find(path)
    if source is None and by_hand:
        raise Refusal(f"There is no {path}: dump the rows first.")
    if source is None:
        return start_without_rows(marker, f"There is no {path}: started without rows.")
    if not by_hand and not source.is_expected():
        text = f"{path} was written for {source.header.get('into') or 'another database'}: started without rows. "
        return start_without_rows(marker, text + "`make import-data` loads it all the same.")
    if source.is_of_this_database():
        return say(f"{path} was written from this very database: nothing to do.")
    fill_database(marker, source, arguments)
    if arguments.explicit:
        say("The rows are here. What carried them may go: djdock remove import")

def start_without_rows(marker, text):
    marker.take_picture(Project(), "none")
    say(text)

def fill_database(marker, source, arguments, registry=apps):
    require_free(marker, arguments.force, registry)
    with no_statements_kept():
        report = load(source, marker, arguments.media, Project(registry))
    say("\n".join(report))

def require_free(marker, force, registry=apps):
    """Refuse to replace rows that were loaded, or that somebody added after migrate."""
    project = Project(registry)
    if marker.state == "unmarked":
        held = [table.label for table in project.tables if not table.is_matched and count_rows(table.name) and not (
            table.label == "sites.site" and not execute("SELECT id FROM django_site WHERE domain <> 'example.com'"))]
        if held:
            raise Refusal(f"Rows from before these scripts are never replaced: {', '.join(held)}. Use a new database.")
        marker.begin()
    if marker.state == "done" and not force:
        raise Refusal("The rows were loaded before. --force (make: FORCE=1) empties the tables and loads them again.")
    if "picture" not in marker.detail and not force:
        marker.take_picture(project, marker.state)
    changes = not force and marker.changes(project)
    if changes:
        raise Refusal("\n  ".join(["Rows were changed here; --force (make: FORCE=1) would replace them:"] + changes))

def find(path):
    """Tell a missing file from one that cannot be read, which is not `no rows`."""
    try:
        return Dump(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error)

COMMANDS = {
    "dump": run_dump, "begin": run_begin, "early": run_early, "load": run_load,
    "free": lambda arguments: require_free(Marker(), arguments.force), "state": lambda arguments: say(Marker().state),
}

def main(*arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("file", metavar="FILE", nargs="?")
    parser.add_argument("--media", metavar="DIR")
    parser.add_argument("--into", metavar="NAME")
    for name in ("--server", "--explicit", "--force"):
        parser.add_argument(name, action="store_true")
    arguments = parser.parse_args(arguments or None)
    if bool(arguments.file) != (arguments.command in ("dump", "early", "load")):
        parser.error("dump, early and load take a FILE, the others none")
    run_command(arguments.command, lambda: COMMANDS[arguments.command](arguments))

if __name__ == "__main__":
    main()
