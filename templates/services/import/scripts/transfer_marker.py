# djdock
# fmt: off
# flake8: noqa
"""What this database knows of the transfer: one row, in a table of its own; and checksums, which compare rows.

A file beside the database could be lost, or kept, apart from it; a row cannot, and it is written in one transaction
with the rows that it speaks of. The states:

    absent     nothing has been migrated here
    unmarked   migrated before these scripts came: loaded by hand where it holds no rows, never emptied
    pending    the first migrate runs or has run; rows may still be loaded
    none       started without rows to load
    done       rows were loaded

`pending` and `none` come with a picture of the rows that migrate made, so that rows which somebody added since are
noticed.
"""

import hashlib
import json
from django.db import Error, connection, transaction

from transfer_media import Refusal
from transfer_tables import BadValue, count_rows, execute, listing

TABLE = "djdock_transfer"
MIGRATIONS = "django_migrations"

class Marker:
    def __init__(self):
        self.state, self.detail = "unmarked", {}
        self.tables = set(connection.introspection.table_names())
        if TABLE in self.tables:
            self.read()
        if MIGRATIONS not in self.tables and self.state != "pending":
            self.state = "absent"

    def read(self):
        for state, detail in execute(f"SELECT state, detail FROM {TABLE}"):
            self.state, self.detail = state, json.loads(detail)

    def lock(self):
        """Hold the row until the transaction ends; stop if another load was faster."""
        expected = self.state
        execute(f"UPDATE {TABLE} SET id = id")
        self.read()
        if self.state != expected:
            raise Refusal("Another load has ended meanwhile; this one did nothing.")

    def write(self, state, **detail):
        self.state, self.detail = state, detail
        values = [state, json.dumps(detail, sort_keys=True)]
        # Not DELETE and INSERT: a row that is replaced cannot be waited for.
        if not execute(f"UPDATE {TABLE} SET state = %s, detail = %s", values):
            execute(f"INSERT INTO {TABLE} (state, detail, id) VALUES (%s, %s, 1)", values)

    def begin(self):
        """Mark a database in which nothing has been migrated."""
        if TABLE not in self.tables:
            text = "longtext" if connection.vendor == "mysql" else "text"
            columns = f"id integer NOT NULL PRIMARY KEY, state varchar(16) NOT NULL, detail {text} NOT NULL"
            execute(f"CREATE TABLE {TABLE} ({columns})")
        self.write("pending", before=sorted(self.tables - {TABLE}))

    def drop_half_made_tables(self):
        """Drop what the first migrate made, and nothing that was here before it."""
        made = set(connection.introspection.table_names(include_views=True)) - set(self.detail["before"]) - {TABLE}
        with connection.constraint_checks_disabled():
            # django_migrations last: as long as it is there, we come back here.
            for name in sorted(made, key=lambda name: name == MIGRATIONS):
                execute(f"DROP {'TABLE' if name in self.tables else 'VIEW'} {connection.ops.quote_name(name)}")

    def take_picture(self, project, state):
        """Remember what migrate made."""
        pictures = {table.label: picture(table) for table in project.tables if not table.is_matched}
        with transaction.atomic():
            self.lock()
            self.write(state, **dict(self.detail, picture=pictures))

    def changes(self, project):
        """Return a line for each table that is no longer as in the picture."""
        lines = []
        for table in project.tables:
            then, rows = self.detail["picture"].get(table.label, [0, ""]), count_rows(table.name)
            if not table.is_matched and (then is None or rows != then[0] or (rows and picture(table) != then)):
                made = "an unknown number" if then is None else then[0]
                lines.append(f"{table.label}: {rows} rows, migrate made {made}")
        return lines

def picture(table):
    """Return a table's row count and fingerprint; None if it cannot be read: that stops no start without rows."""
    try:
        sums = checksum(table, table.rows())
    except (Error, BadValue):
        return None
    return [sums["rows"], digest(json.dumps(sums["columns"], sort_keys=True)) if sums["rows"] else ""]

def digest(text):
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

def checksum(table, rows):
    """Return the row count, and per column a sum of hashes of (key, value).

    A sum, because databases order rows differently. The key is part of each hash, so that two rows which swapped their
    values do not cancel out.
    """
    count, sums = 0, [0] * len(table.columns)
    for count, row in enumerate(rows, 1):
        sums = [(total + number) % 2**128 for total, number in zip(sums, digests(table, row))]
    return {"rows": count, "columns": {name: f"{total:032x}" for name, total in zip(table.names, sums)}}

def digests(table, row):
    """Return one number per column of this row."""
    values = table.canonical(row)
    key = json.dumps(table.key_of(values))
    return [int(digest(key + json.dumps(value)), 16) for value in values]

def compare(dump, tables):
    """Compare what was sent with what arrived; return that as lines, or Refusal with the rows that differ."""
    lines, wrong = [("table", "rows", "columns")], []
    for label, table in tables.items():
        sent, rows = dump.tables[label], table.rows()
        if table.is_matched:  # migrate may have made more rows than were sent
            keys = set(map(table.key_text, dump.rows_of(label)))
            rows = (row for row in rows if table.key_text(row) in keys)
        found, count = checksum(table, rows), sent["rows"]
        if found != sent:
            wrong.append(table)
            count = count if found["rows"] == count else f"{count} sent, {found['rows']} arrived"
            names = [name for name, total in sent["columns"].items() if found["columns"][name] != total]
            lines.append((label, count, f"differ: {', '.join(names)}"))
        elif count:
            lines.append((label, count, f"{len(sent['columns'])} equal"))
    lines = [f"{label:<40} {rows:>9}  {columns}" for label, rows, columns in lines]
    if wrong:
        lines.append("What arrived is not what was sent, so nothing was kept.")
        raise Refusal("\n".join(lines + [differences(dump, table) for table in wrong]))
    return lines

def differences(dump, table):
    """Name the rows of one table that differ, and how."""
    problems = []
    arrived = {table.key_text(row): row for row in table.rows()}
    for row in dump.rows_of(table.label):
        other = arrived.pop(table.key_text(row), None)
        if other is None:
            problems.append((table.label, table.key_of(row), "did not arrive"))
            continue
        for column, one, two, sent, got in zip(table.columns, row, other, digests(table, row), digests(table, other)):
            if sent != got:
                values = f": sent {one!r:.60}, arrived {two!r:.60}" if column.may_be_shown else ""
                problems.append((table.label, table.key_of(row), f"{column.name} differs{values}"))
    if not table.is_matched:
        problems += [(table.label, table.key_of(row), "was not sent") for row in arrived.values()]
    if not problems:  # what arrived is what the file holds
        return f"{table.label}: {dump.path} is damaged: dump it again."
    return listing(table.label, problems)
