# djdock
"""Load db.json into the migrated database, in one transaction: fill it, compare what arrived, copy the uploads.

Whatever is wrong with the file itself is found before the first row is touched.
"""

import itertools
import json
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from transfer_compare import compare
from transfer_dump import FORMAT, applied, source_identity
from transfer_fill import fill
from transfer_media import restore_uploads
from transfer_tables import Project, Refusal


class Dump:
    """A db.json: its header, and its rows one by one."""

    def __init__(self, path):
        self.path = path
        try:
            with self.open() as lines:
                self.header = json.loads(next(lines, ""))
            self.tables = self.header["tables"]
        except (ValueError, KeyError, TypeError):
            raise Refusal("{} is not a file that `transfer.py dump` wrote.".format(path))
        if self.header["djdock"] != FORMAT:
            raise Refusal("{} has format {}, this script reads {}.".format(path, self.header["djdock"], FORMAT))

    def open(self):
        return open(self.path, encoding="utf-8")

    def by_table(self):
        """Yield (label, iterator over (row, length of its line)) for each table that has rows."""
        for label, items in itertools.groupby(self.lines(), key=lambda item: item[0]):
            yield label, ((row, length) for _, row, length in items)

    def rows_of(self, wanted):
        for label, rows in self.by_table():
            if label == wanted:
                yield from rows

    def lines(self):
        with self.open() as lines:
            next(lines)
            label = None
            for line in lines:
                value = self.parse(line)
                if isinstance(value, dict):
                    label = value["table"]
                else:
                    yield label, value, len(line)

    def parse(self, line):
        try:
            return json.loads(line)
        except ValueError:
            raise Refusal("{} is damaged: dump it again.".format(self.path))


def check(dump, project):
    """Refuse a dump that does not fit the code; return the tables to fill, their columns in the dump's order."""
    if dump.header["use_tz"] != settings.USE_TZ:
        raise Refusal("USE_TZ was {} when db.json was written, and is {} now.".format(dump.header["use_tz"], settings.USE_TZ))
    compare_migrations(dump.header["migrations"], applied(MigrationExecutor(connection)))
    tables = project.by_label()
    for label, sent in dump.tables.items():
        table = tables.get(label)
        if table is None and sent["rows"]:
            raise Refusal("{} has {} rows in db.json and no table here. Type: python manage.py makemigrations".format(label, sent["rows"]))
        if table is None:
            continue
        names = list(sent["columns"])
        if set(names) != set(table.names):
            difference = ", ".join(sorted(set(names) ^ set(table.names)))
            raise Refusal("{}: db.json and the models differ in {}. Dump it again.".format(label, difference))
        table.arrange(names)
    return {label: tables[label] for label in dump.tables if label in tables}


def compare_migrations(theirs, ours):
    """Rows of another schema may lack a column, or the change that a data migration would have made to them."""
    lines = ["  only in db.json: " + name for name in sorted(set(theirs) - set(ours))]
    lines += ["  only in this database: " + name for name in sorted(set(ours) - set(theirs))]
    if lines:
        title = "db.json was written under other migrations. Dump it again from the present code:"
        raise Refusal("\n".join([title] + lines))


def is_same_database(dump):
    return connection.vendor == "sqlite" and dump.header["source"] == source_identity()


@contextmanager
def one_transaction():
    """Foreign keys are checked before the end, not row by row: rows may point forward, and in a circle."""
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:  # else a stored key of 0 means "the next number"
            cursor.execute("SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
    with connection.constraint_checks_disabled(), transaction.atomic():
        yield


def load(dump, marker, media):
    """Replace the database's rows by the dump's and mark it as done: both, or neither. Return what to report."""
    project = Project(connection)
    tables = check(dump, project)
    expected = marker.state
    with one_transaction():
        marker.lock()
        if marker.state != expected:
            raise Refusal("Another load has ended meanwhile: this one does nothing.")
        fill(dump, project, tables)
        report = compare(dump, tables)
        # Before the commit: if a copy fails, the next start does both again, and files already there are kept.
        copied, kept = restore_uploads(media) if media else (0, [])
        marker.write("done", rows=sum(sent["rows"] for sent in dump.tables.values()))
    report.append("Uploads copied: {}".format(copied))
    report += ["  kept, differs from db.json's: " + name for name in kept]
    return report
