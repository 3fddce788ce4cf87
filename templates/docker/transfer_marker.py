# djdock
"""What this database knows of the transfer: one row, in a table of its own.

A file beside the database could be lost, or kept, apart from it; a row cannot, and it
is written in one transaction with the rows that it speaks of. The states:

    absent     nothing has been migrated here
    unmarked   migrated by somebody else before: never loaded, never emptied
    pending    the first migrate runs or has run; rows may still be loaded
    none       started without rows to load
    done       rows were loaded

`pending` and `none` come with a picture of the rows that migrate made, so that rows
which somebody added since are noticed.
"""

import hashlib
import json

from django.db import Error, transaction

from transfer_compare import checksum
from transfer_tables import BadValue, Refusal

TABLE = "djdock_transfer"
MIGRATIONS = "django_migrations"


class Marker:
    def __init__(self, connection):
        self.connection = connection
        self.state = "unmarked"
        self.detail = {}
        self.tables = set(connection.introspection.table_names())
        if TABLE in self.tables:
            self.read()
        if MIGRATIONS not in self.tables and self.state != "pending":
            self.state = "absent"

    def read(self):
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT state, detail FROM {TABLE}")
            row = cursor.fetchone()
        if row:
            self.state, self.detail = row[0], json.loads(row[1])

    def lock(self):
        """Hold the row until the transaction ends; stop if another load was faster."""
        expected = self.state
        self.execute(f"UPDATE {TABLE} SET id = id")
        self.read()
        if self.state != expected:
            raise Refusal("Another load has ended meanwhile; this one did nothing.")

    def write(self, state, **detail):
        self.state, self.detail = state, detail
        values = [state, json.dumps(detail, sort_keys=True)]
        # Not DELETE and INSERT: a row that is replaced cannot be waited for.
        if not self.execute(f"UPDATE {TABLE} SET state = %s, detail = %s", values):
            sql = f"INSERT INTO {TABLE} (state, detail, id) VALUES (%s, %s, 1)"
            self.execute(sql, values)

    def execute(self, sql, parameters=None):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.rowcount

    def begin(self):
        """Mark a database in which nothing has been migrated."""
        if TABLE not in self.tables:
            text = "longtext" if self.connection.vendor == "mysql" else "text"
            self.execute(
                f"CREATE TABLE {TABLE} (id integer NOT NULL PRIMARY KEY, "
                f"state varchar(16) NOT NULL, detail {text} NOT NULL)"
            )
        self.write("pending", before=sorted(self.tables - {TABLE}))

    def may_be_half_migrated(self):
        """MariaDB and MySQL cannot roll DDL back: a killed migrate leaves tables that
        the next one stumbles over."""
        is_first = self.state == "pending" and "picture" not in self.detail
        return is_first and not self.connection.features.can_rollback_ddl

    def drop_half_made_tables(self):
        """Drop what the first migrate made, and nothing that was here before it."""
        names = self.connection.introspection.table_names(include_views=True)
        made = set(names) - set(self.detail["before"]) - {TABLE}
        with self.connection.constraint_checks_disabled():
            # django_migrations last: as long as it is there, we come back here.
            for name in sorted(made, key=lambda name: name == MIGRATIONS):
                kind = "TABLE" if name in self.tables else "VIEW"
                self.execute(f"DROP {kind} {self.connection.ops.quote_name(name)}")

    def take_picture(self, project, state):
        """Remember what migrate made."""
        pictures = {table.label: picture(table) for table in pictured(project)}
        with transaction.atomic():
            self.lock()
            self.write(state, **dict(self.detail, picture=pictures))

    def forget_picture_unless_changed(self, project):
        """Have another one taken after the next migrate."""
        if not list(self.changes(project)):
            detail = {k: v for k, v in self.detail.items() if k != "picture"}
            self.write(self.state, **detail)

    def changes(self, project):
        """Yield a line for each table that is no longer as in the picture."""
        for table in pictured(project):
            then = self.detail["picture"].get(table.label, [0, ""])
            rows = table.count()
            if then is None or rows != then[0] or (rows and picture(table) != then):
                made = "an unknown number" if then is None else then[0]
                yield f"{table.label}: {rows} rows, migrate made {made}"


def pictured(project):
    return [table for table in project.tables if not table.is_matched]


def picture(table):
    """Return a table's row count and fingerprint; None if it cannot be read, which
    must not keep a project without rows to load from starting."""
    try:
        result = checksum(table)
    except (Error, BadValue):
        return None
    if not result["rows"]:
        return [0, ""]
    columns = json.dumps(result["columns"], sort_keys=True)
    return [
        result["rows"],
        hashlib.blake2b(columns.encode(), digest_size=16).hexdigest(),
    ]
