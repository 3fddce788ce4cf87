# djdock
"""Load db.json into the migrated database, and compare: in one transaction.

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
from transfer_media import require_readable, restore_uploads
from transfer_tables import Refusal


class Dump:
    """A db.json: its header, and its rows one by one."""

    def __init__(self, path):
        self.path = path
        try:
            with self.open() as lines:
                self.header = json.loads(next(lines, ""))
            self.tables = self.header["tables"]
            found = self.header["djdock"]
        except (ValueError, KeyError, TypeError):
            raise Refusal(f"{path} is not a file that `transfer.py dump` wrote.")
        if found != FORMAT:
            raise Refusal(f"{path} has format {found}; this script reads {FORMAT}.")

    def open(self):
        return open(self.path, encoding="utf-8")

    def by_table(self):
        """Yield (label, iterator of (row, length of its line)) per table with rows."""
        for label, found in itertools.groupby(self.lines(), key=lambda line: line[0]):
            yield label, ((row, length) for _, row, length in found)

    def rows_of(self, wanted):
        for label, rows in self.by_table():
            if label == wanted:
                yield from rows

    def lines(self):
        """Yield (label of the table, row, length of the line)."""
        with self.open() as lines:
            next(lines)
            label = None
            for line in lines:
                try:
                    value = json.loads(line)
                except ValueError:
                    raise Refusal(f"{self.path} is damaged: dump it again.")
                if isinstance(value, dict):
                    label = value["table"]
                else:
                    yield label, value, len(line)


def check(dump, project):
    """Return the tables to fill, arranged as in the dump; Refusal if they differ."""
    then, now = dump.header["use_tz"], settings.USE_TZ
    if then != now:
        raise Refusal(f"USE_TZ was {then} when db.json was written, and is {now} now.")
    compare_migrations(
        dump.header["migrations"], applied(MigrationExecutor(connection))
    )
    here = {table.label: table for table in project.tables}
    tables = {}
    for label, sent in dump.tables.items():
        if label in here:
            tables[label] = here[label]
            arrange(tables[label], list(sent["columns"]))
        elif sent["rows"]:
            raise Refusal(
                f"{label} has rows in db.json and no table here: "
                "its app needs migrations. Type: python manage.py makemigrations"
            )
    return tables


def compare_migrations(theirs, ours):
    """Rows of another schema may lack a column, or a data migration's change."""
    lines = [f"  only in db.json: {name}" for name in theirs if name not in ours]
    lines += [f"  only in this database: {name}" for name in ours if name not in theirs]
    if lines:
        title = "db.json was written under other migrations; dump it again:"
        raise Refusal("\n".join([title] + lines))


def arrange(table, names):
    different = sorted(set(names) ^ set(table.names))
    if different:
        title = f"{table.label}: db.json and the models differ; dump it again:"
        raise Refusal(f"{title} {', '.join(different)}")
    table.arrange(names)


def is_same_database(dump):
    return connection.vendor == "sqlite" and dump.header["source"] == source_identity()


@contextmanager
def one_transaction():
    """Foreign keys are checked once at the end: rows may point forward, or in a ring.

    After a failure nothing is put back: the connection ends with the process.
    """
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:  # or a key of 0 becomes the next number
            mode = "CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')"
            cursor.execute(f"SET SESSION sql_mode = {mode}")
    connection.disable_constraint_checking()
    with transaction.atomic():
        yield
    connection.enable_constraint_checking()


def load(dump, marker, media, project):
    """Replace the database's rows by the dump's and mark it as done: both, or neither.

    Return the lines to report.
    """
    tables = check(dump, project)
    if media:
        require_readable(media)
    with one_transaction():
        marker.lock()
        fill(dump, project, tables)
        report = compare(dump, tables)
        # Before the commit: if a copy fails, the next start does rows and files again.
        report += restore_uploads(media)
        marker.write("done", rows=sum(sent["rows"] for sent in dump.tables.values()))
    return report
