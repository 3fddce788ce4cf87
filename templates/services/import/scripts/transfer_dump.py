# djdock
# fmt: off
# flake8: noqa
"""Write the project's database into db.json, from which another one is filled.

The file is JSON Lines. The first line is the header: the format, the applied migrations, and per table its row count
and a checksum per column. Then comes, for each table, a line {"table": label} and one array per row.
"""

import json
import os
import shutil
import sys
import tempfile
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, router, transaction

from transfer_marker import MIGRATIONS, TABLE, checksum
from transfer_media import Refusal, save_uploads
from transfer_tables import MATCHED_BY, BadValue, References, Table, count_rows, execute, listing

FORMAT = 1
FORMER = os.environ.get("DJDOCK_FORMER")  # the database that this one replaces, while its rows may be carried over

class Project:
    """The tables of this database that are carried, by the code's models or a migration's, and why others are not."""

    def __init__(self, registry=apps):
        self.references = References(registry)
        self.tables, self.sessions, self.left_out = [], [], {}
        self.existing = set(connection.introspection.table_names())
        # Not the swapped ones. Content types first, then permissions, then what points at them.
        models = [model for model in registry.get_models(include_auto_created=True) if not model._meta.proxy]
        models.sort(key=lambda model: (not model._meta.managed, model._meta.label_lower))
        models.sort(key=lambda model: [model._meta.label_lower != first for first in MATCHED_BY])
        fields = [field for model in models for field in model._meta.local_concrete_fields]
        targets = {field.remote_field.model for field in fields if field.remote_field}
        self.described = {bare(model._meta.db_table) for model in models}
        seen, dropped = set(), session_labels()
        for model in models:
            label, name = model._meta.label_lower, model._meta.db_table
            # Two models may share a table, one of them unmanaged; and a router may have put one elsewhere.
            if name in seen or not router.allow_migrate_model(DEFAULT_DB_ALIAS, model):
                continue
            seen.add(name)
            if bare(name) not in self.existing:
                self.left_out[label] = "has no table here"
            elif label in dropped and model not in targets:
                self.left_out[label] = "everyone logs in again"
                self.sessions.append(name)
            else:
                self.tables.append(Table(model, self.references))
        self.references.refresh()

def bare(name):
    """Return a table's name as the database lists it: db_table may be quoted."""
    return name.strip('"`')

def session_labels():
    """Sessions are dropped: under a new SECRET_KEY, as the sqlite file's rows meet, none of them is valid any more."""
    from django.contrib.sessions.base_session import AbstractBaseSession

    # By the code's models: one of an earlier migration has lost its abstract base.
    return {model._meta.label_lower for model in apps.get_models() if issubclass(model, AbstractBaseSession)}

def dump(path, media, server=False, into=None):
    """Write the database to `path`, whole or not at all; return the header, and what became of the uploads."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        # Before connecting: sqlite makes a file that is missing.
        if not name.startswith("file:") and not os.path.isfile(name):
            raise Refusal(f"There is no sqlite file {name}: no rows to carry over.")
        connection.ensure_connection()
        connection.connection.text_factory = text_or_bytes
    elif not server:
        raise Refusal(f"The default database is {connection.vendor}, not sqlite. Run this with DATABASE unset, so that"
                      " the settings give the project's own database.")
    with scratch_file(path) as body:
        # All tables as they are at one moment, though others may write meanwhile.
        repeatable = "TRANSACTION ISOLATION LEVEL REPEATABLE READ"
        if connection.vendor == "mysql":
            execute(f"SET SESSION {repeatable}")
        with transaction.atomic():
            if connection.vendor == "postgresql":
                execute(f"SET {repeatable}")
            require_migrated()
            header = dict(write_rows(body), into=into)
        body.seek(0)
        if path == "-":
            write(header, body, sys.stdout)
            return header, "not asked for"
        return header, write_file(path, header, body, media)

def text_or_bytes(stored):
    """Keep what is not UTF-8 as bytes: sqlite3 would stop without naming the row."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored

def scratch_file(path):
    """Open a file without a name, where there is room for the rows."""
    folder = None if path == "-" else os.path.dirname(os.path.abspath(path))
    try:
        os.makedirs(folder or ".", exist_ok=True)
        return tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.")

def require_migrated():
    """The new database gets the schema of the code, so the source needs it too."""
    if MIGRATIONS not in connection.introspection.table_names():
        raise Refusal(f"{connection.settings_dict['NAME']} has no tables of Django: no rows to carry over.")
    missing = unapplied(migrations())
    if missing:
        what, advice = "sqlite file", "Back it up, then type, with DATABASE unset: python manage.py migrate"
        if FORMER:
            what, advice = "former database", "Type: docker compose run --rm carry python manage.py migrate"
        raise Refusal(f"The {what} is behind the code; it lacks {', '.join(missing)}.\n{advice}")

def migrations():
    from django.db.migrations.executor import MigrationExecutor  # with Django 1.11 it needs the settings

    return MigrationExecutor(connection)

def unapplied(executor):
    return list(map(name_of, executor.migration_plan(executor.loader.graph.leaf_nodes())))

def name_of(step):
    return f"{step[0].app_label}.{step[0].name}"

def applied(executor):
    """Name the applied migrations that the code still has."""
    known = executor.loader.graph.nodes
    return sorted(".".join(key) for key in executor.loader.applied_migrations if key in known)

def write(header, body, out):
    out.write(json.dumps(header) + "\n")
    shutil.copyfileobj(body, out)
    out.flush()

def write_file(path, header, body, media):
    part = path + ".part"
    try:
        # For the owner alone, also where a killed run has left the file: it holds password hashes.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, 0o600)
            write(header, body, file)
            os.fsync(descriptor)
        uploads = save_uploads(media) if media else "not asked for"
        os.replace(part, path)  # last: where db.json is, everything is
        return uploads
    finally:
        if os.path.exists(part):
            os.remove(part)

def write_rows(body):
    project, tables, problems = Project(), {}, []
    for table in project.tables:
        body.write(json.dumps({"table": table.label}) + "\n")
        tables[table.label] = write_table(table, body, problems)
        problems += orphans(table, project)
    if problems:
        raise Refusal(listing("Rows that cannot be carried over", problems))
    # Of removed apps, or made by hand.
    unknown = sorted(project.existing - project.described - {MIGRATIONS, TABLE})
    counts = {name: count_rows(name) for name in unknown if not name.startswith("sqlite_")}
    unknown = {name: f"belongs to no model (rows: {rows})" for name, rows in counts.items() if rows}
    return dict(djdock=FORMAT, source=source_identity(), use_tz=settings.USE_TZ, migrations=applied(migrations()),
                left_out=dict(project.left_out, **unknown), tables=tables)

def write_table(table, body, problems):
    """Write the rows, but add those that cannot be to `problems`; return the checksum."""
    if any(hasattr(column.field, "geom_type") for column in table.columns):
        raise Refusal(f"{table.label}: geometry columns are not carried over.")
    before = len(problems)
    try:
        sent = checksum(table, written(table, body, problems))
    except OperationalError as error:
        if "no such column" not in str(error):
            raise
        raise Refusal(f"{table.label}: {error}. Type: python manage.py makemigrations, then migrate")
    if sent["rows"] + len(problems) - before != count_rows(table.name):
        raise Refusal(f"{table.label}: rows without a primary key, or with the same.")
    return sent

def written(table, body, problems):
    """Yield the rows that were written."""
    for raw in table.raw_rows():
        try:
            row = table.neutral(raw)
        except BadValue as bad:
            problems.append((table.label, *bad.args))
        else:
            body.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            yield row

def orphans(table, project):
    """Yield the rows whose foreign key points at nothing: of old sqlite tables, or written without constraints."""
    quote = connection.ops.quote_name
    plus = "+" if connection.vendor == "sqlite" else ""  # see Table.raw_rows
    for column in table.columns:
        field, target = column.field, getattr(column.field, "target_field", None)
        constrained = getattr(field, "db_constraint", False) and not column.is_reference
        if not constrained or bare(target.model._meta.db_table) not in project.existing:
            continue
        parent, key, child = target.model._meta.db_table, quote(target.column), quote(field.column)
        names = [quote(other.field.column) for other in table.key_of(table.columns)] + [child]
        rows = execute(
            f"SELECT {', '.join(f'{plus}child.{name}' for name in names)} FROM {quote(table.name)} child "
            f"LEFT JOIN {quote(parent)} parent ON parent.{key} = child.{child} "
            f"WHERE parent.{key} IS NULL AND child.{child} IS NOT NULL"
        )
        for *keys, value in rows:
            yield table.label, keys, f"{field.name} = {value!r}: no such row in {parent}"

def source_identity():
    """Tell this file from others, so that a load into it can say what it is."""
    name = os.path.realpath(str(connection.settings_dict["NAME"]))
    return [name, os.stat(name).st_dev, os.stat(name).st_ino] if os.path.isfile(name) else [name]
