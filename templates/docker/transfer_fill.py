# djdock
"""Replace the rows of the database by those of a dump, inside a transaction that the caller holds.

Rows that the database refuses are collected, so that one run names them all, and then nothing is kept.
"""

from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction

from transfer_tables import Refusal, listing

BATCH_BYTES = 1 << 20  # of JSON lines in one INSERT, far under the servers' packet limits
BATCH_PARAMETERS = 10000
ENOUGH = 1000  # refused rows after which the rest is not tried


def fill(dump, project, tables):
    empty([table.name for table in tables.values() if not table.matched] + project.emptied)
    refused = []
    for label, rows in dump.by_table():
        if label not in tables or len(refused) >= ENOUGH:
            continue
        table = tables[label]
        if table.matched:
            refused += match(table, [row for row, _ in rows])
            project.references.refresh()
        else:
            for batch in batches(table, rows):
                refused += insert_or_name(table, batch)
    if refused:
        raise Refusal(listing("The database refuses these rows, and nothing was loaded", refused))
    check_foreign_keys()
    reset_sequences(tables)


def empty(names):
    with connection.cursor() as cursor:
        for name in names:  # DELETE: TRUNCATE would end the transaction on MariaDB and MySQL
            cursor.execute("DELETE FROM " + connection.ops.quote_name(name))


def match(table, rows):
    """Bring the rows that migrate made up to the dump's by natural key, and add those that it did not make."""
    present = {table.key_text(row): row for row in table.rows()}
    refused = []
    for row in rows:
        same = present.get(table.key_text(row))
        if same is None:
            refused += insert_or_name(table, [row])
        elif same != row:
            update(table, row)
    return refused


def update(table, row):
    pairs = ["{} = %s".format(table.quoted(column.column)) for column in table.columns]
    where = [pairs[i] for i in table.key]
    parameters = table.parameters(row)
    sql = "UPDATE {} SET {} WHERE {}".format(table.quoted(table.name), ", ".join(pairs), " AND ".join(where))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters + [parameters[i] for i in table.key])


def batches(table, rows):
    """Group rows into lists that fit one INSERT."""
    limit = min(connection.features.max_query_params or BATCH_PARAMETERS, BATCH_PARAMETERS) // len(table.columns)
    batch, size = [], 0
    for row, length in rows:
        if batch and (len(batch) >= limit or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    yield batch


def insert_or_name(table, rows):
    """Insert the rows; return those that the database refuses, found by halving, as (label, key, reason)."""
    try:
        with transaction.atomic():
            insert(table, rows)
        return []
    except (DatabaseError, ValueError, ArithmeticError, KeyError) as error:
        if not connection.is_usable():
            raise
        if len(rows) == 1:
            return [(table.label, table.key_of(rows[0]), reason(table, rows[0], error))]
    half = len(rows) // 2
    return insert_or_name(table, rows[:half]) + insert_or_name(table, rows[half:])


def insert(table, rows):
    placeholder = connection.ops.binary_placeholder_sql
    parameters, tuples = [], []
    for row in rows:
        values = table.parameters(row)
        # MariaDB and MySQL must be told that bytes are not text in the connection's character set.
        marks = [placeholder(v) if isinstance(v, (bytes, bytearray)) else "%s" for v in values]
        tuples.append("({})".format(", ".join(marks)))
        parameters += values
    names = ", ".join(table.quoted(column.column) for column in table.columns)
    sql = "INSERT INTO {} ({}) VALUES {}".format(table.quoted(table.name), names, ", ".join(tuples))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def reason(table, row, error):
    """Say why a row was refused, without its contents: PostgreSQL quotes the whole row, password hash included."""
    lines = str(error).splitlines() or [repr(error)]
    text = " ".join(lines[:1] + [line for line in lines[1:] if line.startswith("DETAIL:  Key ")])
    for column, value in zip(table.columns, row):
        if column.max_length and isinstance(value, str) and len(value) > column.max_length:
            text += " [{}: {} characters of {}]".format(column.name, len(value), column.max_length)
    return text


def check_foreign_keys():
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise Refusal("A row points at one that is not there, and nothing was loaded: {}".format(error))


def reset_sequences(tables):
    """PostgreSQL numbers new rows by a sequence, which does not see the keys that came with the rows."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables.values()]):
            cursor.execute(statement)
