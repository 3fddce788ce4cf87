# djdock
"""Write the project's database into db.json, from which another one is filled.

The file is JSON Lines. The first line is the header: the format, the applied
migrations, and per table its row count and a checksum per column. Then comes, for each
table, a line {"table": label} and one array per row.
"""

import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from transfer_compare import Checksum
from transfer_marker import MIGRATIONS, TABLE
from transfer_media import save_uploads
from transfer_project import Project, bare
from transfer_tables import BadValue, Reference, Refusal, listing

FORMAT = 1


def dump(path, media, server=False, into=None):
    """Write the database to `path`, whole or not at all, and the uploads to `media`.

    `-` is the standard output. Return the header, and what became of the uploads.
    """
    if not (server and connection.vendor != "sqlite"):
        require_sqlite_file()
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.text_factory = text_or_bytes
    with scratch_file(path) as body:
        with one_snapshot():
            require_migrated()
            header = dict(write_rows(body), into=into)
        body.seek(0)
        if path == "-":
            write(header, body, sys.stdout)
            return header, "not asked for"
        return header, write_file(path, header, body, media)


def scratch_file(path):
    """Open a file without a name, where there is room for the rows."""
    try:
        folder = None if path == "-" else os.path.dirname(os.path.abspath(path))
        if folder:
            os.makedirs(folder, exist_ok=True)
        return tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.")


def write(header, body, out):
    out.write(json.dumps(header) + "\n")
    shutil.copyfileobj(body, out)
    out.flush()


def write_file(path, header, body, media):
    part_path = path + ".part"
    try:
        with open_private(part_path) as part:
            write(header, body, part)
            os.fsync(part.fileno())
        uploads = save_uploads(media) if media else "not asked for"
        os.replace(part_path, path)  # last: where db.json is, everything is
    finally:
        if os.path.exists(part_path):
            os.remove(part_path)
    return uploads


@contextmanager
def one_snapshot():
    """All tables as they are at one moment, though others may write meanwhile."""
    repeatable = "TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"SET SESSION {repeatable}")
        with transaction.atomic():
            if connection.vendor == "postgresql":
                cursor.execute(f"SET {repeatable}")
            yield


def require_sqlite_file():
    """Look before connecting: sqlite makes a file that is missing."""
    if connection.vendor != "sqlite":
        raise Refusal(
            f"The default database is {connection.vendor}, not sqlite. Run this with "
            "DATABASE unset, so that the settings give the project's own database."
        )
    name = str(connection.settings_dict["NAME"])
    if not name.startswith("file:") and not os.path.isfile(name):
        raise Refusal(f"There is no sqlite file {name}: no rows to carry over.")


def require_migrated():
    """The new database gets the schema of the code, so the source needs it too."""
    if MIGRATIONS not in connection.introspection.table_names():
        name = connection.settings_dict["NAME"]
        raise Refusal(f"{name} has no tables of Django: no rows to carry over.")
    missing = unapplied(MigrationExecutor(connection))
    if missing:
        lacks = f"is behind the code; it lacks {', '.join(missing)}.\n"
        if os.environ.get("DJDOCK_FORMER"):
            advice = "Type: docker compose run --rm carry python manage.py migrate"
            raise Refusal(f"The former database {lacks}{advice}")
        advice = "Back it up, then type, with DATABASE unset: python manage.py migrate"
        raise Refusal(f"The sqlite file {lacks}{advice}")


def unapplied(executor):
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied(executor):
    """Name the applied migrations that the code still has."""
    known = executor.loader.graph.nodes
    return sorted(".".join(k) for k in executor.loader.applied_migrations if k in known)


def text_or_bytes(stored):
    """Keep what is not UTF-8 as bytes: sqlite3 would stop without naming the row."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored


def open_private(path):
    """Open for writing, for the owner alone: the file holds password hashes."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)  # where a killed run has left the file
    return open(descriptor, "w", encoding="utf-8")


def write_rows(body):
    project = Project(connection)
    problems = []
    tables = {}
    for table in project.tables:
        body.write(json.dumps({"table": table.label}) + "\n")
        tables[table.label] = write_table(table, body, problems)
        problems.extend(orphans(table, project))
    if problems:
        title = "Rows that cannot be carried over"
        raise Refusal(listing(title, problems))
    return {
        "djdock": FORMAT,
        "source": source_identity(),
        "use_tz": settings.USE_TZ,
        "migrations": applied(MigrationExecutor(connection)),
        "left_out": dict(project.left_out, **tables_without_model(project)),
        "tables": tables,
    }


def write_table(table, body, problems):
    """Write the rows, but add those that cannot be to `problems`; return the sums."""
    if any(hasattr(column.field, "geom_type") for column in table.columns):
        raise Refusal(f"{table.label}: geometry columns are not carried over.")
    total = Checksum(table)
    skipped = 0
    try:
        for raw in table.raw_rows():
            try:
                row = table.neutral(raw)
            except BadValue as bad:
                problems.append((table.label, bad.key, bad))
                skipped += 1
                continue
            total.add(row)
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            body.write(line + "\n")
    except OperationalError as error:
        if "no such column" not in str(error):
            raise
        advice = "Type: python manage.py makemigrations, then migrate"
        raise Refusal(f"{table.label}: {error}. {advice}")
    if total.rows + skipped != table.count():
        raise Refusal(f"{table.label}: rows without a primary key, or with the same.")
    return total.result()


def orphans(table, project):
    """Yield the rows whose foreign key points at nothing.

    Old sqlite tables, and connections that did not enforce constraints, leave them.
    """
    quote = connection.ops.quote_name
    plus = "+" if connection.vendor == "sqlite" else ""  # see Table.raw_rows
    for column in table.columns:
        field = column.field
        constrained = getattr(field, "db_constraint", False)
        if not constrained or isinstance(column.kind, Reference):
            continue
        target = field.target_field
        parent, child = target.model._meta.db_table, quote(field.column)
        if bare(parent) not in project.existing:
            continue
        keys = [quote(table.columns[i].field.column) for i in table.key]
        selected = ", ".join(f"{plus}child.{name}" for name in keys + [child])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {selected} FROM {quote(table.name)} child "
                f"LEFT JOIN {quote(parent)} parent "
                f"ON parent.{quote(target.column)} = child.{child} "
                f"WHERE parent.{quote(target.column)} IS NULL "
                f"AND child.{child} IS NOT NULL"
            )
            for *key, value in cursor.fetchall():
                reason = f"{field.name} = {value!r}: no such row in {parent}"
                yield table.label, key, reason


def tables_without_model(project):
    """Name filled tables that no model describes: of removed apps, or made by hand."""
    found = {}
    for name in sorted(project.existing - project.described - {MIGRATIONS, TABLE}):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            (rows,) = cursor.fetchone()
        if rows and not name.startswith("sqlite_"):
            found[name] = f"belongs to no model (rows: {rows})"
    return found


def source_identity():
    """Tell this file from others, so that a load into it can say what it is."""
    name = os.path.realpath(str(connection.settings_dict["NAME"]))
    facts = os.stat(name) if os.path.isfile(name) else None
    return [name, facts.st_dev, facts.st_ino] if facts else [name]
