# djdock
# fmt: off
# flake8: noqa
"""Load db.json into the migrated database, and compare: in one transaction.

Whatever is wrong with the file itself is found before the first row is touched. Rows that the database refuses are
collected, so that one run names them all; then nothing is kept.
"""

import json
import os
from itertools import groupby
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction

from transfer_dump import FORMAT, FORMER, applied, migrations, source_identity
from transfer_marker import compare
from transfer_media import Refusal, require_readable, restore_uploads
from transfer_tables import MATCHED_BY, execute, listing, text

BATCH_BYTES = 1 << 20  # of JSON in one INSERT, far below what a server takes at once
BATCH_PARAMETERS = 10000
ENOUGH = 1000  # refused rows after which no further table is tried

class Dump:
    """A db.json: its header, and its rows one by one."""

    def __init__(self, path):
        self.path = path
        try:
            with open(path, encoding="utf-8") as lines:
                self.header = json.loads(next(lines, ""))
            if self.header["djdock"] != FORMAT:
                again = "make carry-data" if FORMER else "on dev, make import-data FORCE=1"
                raise Refusal(f"{path} has format {self.header['djdock']}, and this stack reads {FORMAT}. "
                              f"Have this stack write it again: {again}")
            self.tables = self.header["tables"]
        except (ValueError, KeyError, TypeError):
            raise Refusal(f"{path} is not a file that `transfer.py dump` wrote.")

    def lines(self):
        """Yield (label of the table, row, length of the line)."""
        with open(self.path, encoding="utf-8") as lines:
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

    def rows_of(self, wanted):
        return (row for label, row, _ in self.lines() if label == wanted)

    def is_expected(self):
        """A first start takes none that is for another database: it is of an earlier time, and nobody would know."""
        return self.header.get("into") == os.environ.get("DATABASE")

    def is_of_this_database(self):
        return connection.vendor == "sqlite" and self.header["source"] == source_identity()

def load(dump, marker, media, project):
    """Replace the database's rows by the dump's and mark it as done: both, or neither. Return the lines to report."""
    tables = check(dump, project)
    if media:
        require_readable(media)
    if connection.vendor == "mysql":  # or a key of 0 becomes the next number
        execute("SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
    # Checked once, at the end: rows may point forward, or in a ring. After a failure the connection ends as it is.
    connection.disable_constraint_checking()
    with transaction.atomic():
        marker.lock()
        fill(dump, project, tables)
        # Uploads before the commit: if a copy fails, the next start does rows and files again.
        report = compare(dump, tables) + restore_uploads(media)
        marker.write("done", rows=sum(sent["rows"] for sent in dump.tables.values()))
    connection.enable_constraint_checking()
    return report

def check(dump, project):
    """Return the tables to fill, arranged as in the dump; Refusal if they differ."""
    if dump.header["use_tz"] != settings.USE_TZ:
        raise Refusal(f"USE_TZ was {not settings.USE_TZ} when db.json was written, and is {settings.USE_TZ} now.")
    compare_migrations(dump.header["migrations"], applied(migrations()))
    here = {table.label: table for table in project.tables}
    for label, sent in dump.tables.items():
        if label in here:
            here[label].arrange(list(sent["columns"]))
        elif sent["rows"]:
            raise Refusal(f"{label} has rows in db.json and no table here: its app needs migrations. "
                          "Type: python manage.py makemigrations")
    return {label: here[label] for label in dump.tables if label in here}

def compare_migrations(theirs, ours):
    """Rows of another schema may lack a column, or a data migration's change."""
    lines = [f"  only in db.json: {name}" for name in theirs if name not in ours]
    lines += [f"  only in this database: {name}" for name in ours if name not in theirs]
    if lines:
        raise Refusal("\n".join(["db.json was written under other migrations; dump it again:"] + lines))

def fill(dump, project, tables):
    refused = []
    for name in [table.name for table in tables.values() if not table.is_matched] + project.sessions:
        # TRUNCATE would end the transaction on MariaDB and MySQL.
        execute(f"DELETE FROM {connection.ops.quote_name(name)}")
    for label, lines in groupby(dump.lines(), key=lambda line: line[0]):
        for batch in batches(tables[label], lines) if label in tables and len(refused) < ENOUGH else ():
            refused += store_or_name(tables[label], batch)
        if label in MATCHED_BY:
            project.references.refresh()
    if refused:
        raise Refusal(listing("The database refuses these rows, and nothing was loaded", refused))
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise Refusal(f"A row points at one that is not there, and nothing was loaded: {error}")
    # PostgreSQL numbers rows by sequences, which do not see keys that came along.
    for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables.values()]):
        execute(statement)

def batches(table, lines):
    """Group rows into lists that fit one INSERT."""
    parameters = getattr(connection.features, "max_query_params", 999) or BATCH_PARAMETERS  # Django 1.11 does not say
    most = min(parameters, BATCH_PARAMETERS) // len(table.columns)
    batch, size = [], 0
    for _, row, length in lines:
        if batch and (len(batch) >= most or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    yield batch

def store_or_name(table, rows):
    """Store the rows; return those that the database refuses, found by halving."""
    try:
        with transaction.atomic():
            store(table, rows)
        return []
    except (DatabaseError, ValueError, ArithmeticError, KeyError) as error:
        key = table.key_of(rows[0])
        if not connection.is_usable():
            refused = [(table.label, key, f"connection lost at this row or soon after it: {error}")]
            raise Refusal(listing("Nothing was loaded", refused))
        if len(rows) == 1:
            return [(table.label, key, reason(table, rows[0], error))]
    half = len(rows) // 2
    return store_or_name(table, rows[:half]) + store_or_name(table, rows[half:])

def store(table, rows):
    """Insert the rows, but bring those that migrate made up to the dump's."""
    names, quoted = table.quoted_columns(), table.quoted(table.name)
    pairs = [f"{name} = %s" for name in names]
    update = f"UPDATE {quoted} SET {', '.join(pairs)} WHERE {' AND '.join(table.key_of(pairs))}"
    # MariaDB and MySQL must be told that bytes are not text.
    binary = "_binary %s" if connection.vendor == "mysql" else "%s"
    parameters, tuples = [], []
    for values in map(table.parameters, rows):
        if not (table.is_matched and execute(update, values + table.key_of(values))):
            parameters += values
            marks = [binary if isinstance(value, bytes) else "%s" for value in values]
            tuples.append(f"({', '.join(marks)})")
    if tuples:
        execute(f"INSERT INTO {quoted} ({', '.join(names)}) VALUES {', '.join(tuples)}", parameters)

def reason(table, row, error):
    """Say why a row was refused, without the row: PostgreSQL quotes that, and with it a password hash."""
    if isinstance(error, ArithmeticError):
        return "a decimal number has more digits than its column"
    first, *others = str(error).splitlines() or [repr(error)]
    parts = [first] + [line for line in others if line.startswith("DETAIL:  Key ")]
    for column, value in zip(table.columns, row):
        most = column.field.max_length
        if most and column.neutral is text and len(value or "") > most:
            parts.append(f"[{column.name}: {len(value)} characters of {most}]")
    return " ".join(parts)
