# djdock
"""Replace the rows of the database by those of a dump, in the caller's transaction.

Rows that the database refuses are collected, so that one run names them all; then
nothing is kept.
"""

from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction

from transfer_tables import Refusal, listing
from transfer_values import Text

BATCH_BYTES = 1 << 20  # of JSON in one INSERT, far below what a server takes at once
BATCH_PARAMETERS = 10000
ENOUGH = 1000  # refused rows after which no further table is tried


def fill(dump, project, tables):
    empty([t.name for t in tables.values() if not t.is_matched] + project.sessions)
    refused = []
    for label, rows in dump.by_table():
        if label not in tables or len(refused) >= ENOUGH:
            continue
        if tables[label].is_matched:
            refused += match(tables[label], [row for row, _ in rows])
            project.references.refresh()
        else:
            for batch in batches(tables[label], rows):
                refused += insert_or_name(tables[label], batch)
    if refused:
        title = "The database refuses these rows, and nothing was loaded"
        raise Refusal(listing(title, refused))
    check_foreign_keys()
    reset_sequences([table.model for table in tables.values()])


def empty(names):
    """By DELETE: TRUNCATE would end the transaction on MariaDB and MySQL."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def match(table, rows):
    """Bring rows that migrate made up to the dump's, and add those it did not make."""
    here = {table.key_text(row): row for row in table.rows()}
    refused = []
    for row in rows:
        found = here.get(table.key_text(row))
        if found is None:
            refused += insert_or_name(table, [row])
        elif found != row:
            update(table, row)
    return refused


def update(table, row):
    pairs = [f"{column} = %s" for column in table.quoted_columns()]
    where = " AND ".join(table.key_of(pairs))
    values = table.parameters(row)
    with connection.cursor() as cursor:
        sql = f"UPDATE {table.quoted(table.name)} SET {', '.join(pairs)} WHERE {where}"
        cursor.execute(sql, values + table.key_of(values))


def batches(table, rows):
    """Group rows into lists that fit one INSERT."""
    parameters = connection.features.max_query_params or BATCH_PARAMETERS
    most = min(parameters, BATCH_PARAMETERS) // len(table.columns)
    batch, size = [], 0
    for row, length in rows:
        if batch and (len(batch) >= most or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    yield batch


def insert_or_name(table, rows):
    """Insert the rows; return those that the database refuses, found by halving."""
    try:
        with transaction.atomic():
            insert(table, rows)
        return []
    except (DatabaseError, ValueError, ArithmeticError, KeyError) as error:
        key = table.key_of(rows[0])
        if not connection.is_usable():
            lost = f"connection lost at this row or soon after it: {error}"
            raise Refusal(listing("Nothing was loaded", [(table.label, key, lost)]))
        if len(rows) == 1:
            return [(table.label, key, reason(table, rows[0], error))]
    half = len(rows) // 2
    return insert_or_name(table, rows[:half]) + insert_or_name(table, rows[half:])


def insert(table, rows):
    # MariaDB and MySQL must be told that bytes are not text.
    binary = "_binary %s" if connection.vendor == "mysql" else "%s"
    parameters, tuples = [], []
    for row in rows:
        values = table.parameters(row)
        parameters += values
        marks = [binary if isinstance(value, bytes) else "%s" for value in values]
        tuples.append(f"({', '.join(marks)})")
    names = ", ".join(table.quoted_columns())
    values = ", ".join(tuples)
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {table.quoted(table.name)} ({names}) VALUES {values}"
        cursor.execute(sql, parameters)


def reason(table, row, error):
    """Say why a row was refused, without the row itself.

    PostgreSQL's "Failing row contains" quotes it, and with it a password hash.
    """
    if isinstance(error, ArithmeticError):
        return "a decimal number has more digits than its column"
    lines = str(error).splitlines() or [repr(error)]
    parts = lines[:1] + [line for line in lines[1:] if line.startswith("DETAIL:  Key ")]
    for column, value in zip(table.columns, row):
        most = column.field.max_length
        if most and isinstance(column.kind, Text) and len(value or "") > most:
            parts.append(f"[{column.name}: {len(value)} characters of {most}]")
    return " ".join(parts)


def check_foreign_keys():
    try:
        connection.check_constraints()
    except IntegrityError as error:
        title = "A row points at one that is not there, and nothing was loaded"
        raise Refusal(f"{title}: {error}")


def reset_sequences(models):
    """PostgreSQL numbers rows by sequences, which do not see keys that came along."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
