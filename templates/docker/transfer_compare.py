# djdock
"""Row counts and checksums per column: what was sent against what arrived."""

import hashlib
import json

from transfer_tables import Refusal, listing


class Checksum:
    """A row count, and per column a sum of hashes of (key, value).

    A sum, because databases order rows differently. The key is part of each hash, so
    that two rows which swapped their values do not cancel out.
    """

    def __init__(self, table):
        self.table = table
        self.rows = 0
        self.sums = [0] * len(table.columns)

    def add(self, row):
        self.rows += 1
        for i, number in enumerate(digests(self.table, row)):
            self.sums[i] = (self.sums[i] + number) % 2**128

    def result(self):
        columns = {n: f"{total:032x}" for n, total in zip(self.table.names, self.sums)}
        return {"rows": self.rows, "columns": columns}


def digests(table, row):
    """Return one number per column of this row."""
    values = table.canonical(row)
    key = hashlib.blake2b(json.dumps(table.key_of(values)).encode(), digest_size=16)
    numbers = []
    for value in values:
        digest = key.copy()
        digest.update(json.dumps(value).encode())
        numbers.append(int.from_bytes(digest.digest(), "big"))
    return numbers


def checksum(table, keys=None):
    """Sum up the rows of a table, or those with one of these keys."""
    total = Checksum(table)
    for row in table.rows():
        if keys is None or table.key_text(row) in keys:
            total.add(row)
    return total.result()


def compare(dump, tables):
    """Return the comparison as lines; Refusal with the differing rows if any differ."""
    lines = [line_of("table", "rows", "columns")]
    wrong = []
    for label, table in tables.items():
        sent, keys = dump.tables[label], None
        if table.is_matched:  # migrate may have made more rows than were sent
            keys = {table.key_text(row) for row, _ in dump.rows_of(label)}
        arrived = checksum(table, keys)
        if arrived != sent:
            wrong.append(table)
            lines.append(line_of(label, *contrast(sent, arrived)))
        elif sent["rows"]:
            lines.append(line_of(label, sent["rows"], f"{len(sent['columns'])} equal"))
    if wrong:
        lines.append("What arrived is not what was sent, so nothing was kept.")
        lines += [explain(dump, table) for table in wrong]
        raise Refusal("\n".join(lines))
    return lines


def contrast(sent, arrived):
    """Return what the columns `rows` and `columns` say about a table that differs."""
    rows = sent["rows"]
    if arrived["rows"] != rows:
        rows = f"{rows} sent, {arrived['rows']} arrived"
    sums = arrived["columns"]
    names = [name for name, total in sent["columns"].items() if sums[name] != total]
    return rows, f"differ: {', '.join(names)}"


def explain(dump, table):
    problems = list(differences(dump, table))
    if not problems:  # what arrived is what the file holds
        return f"{table.label}: {dump.path} is damaged: dump it again."
    return listing(table.label, problems)


def line_of(table, rows, columns):
    return f"{table:<40} {rows:>9}  {columns}"


def differences(dump, table):
    """Yield (label, key, what differs) for the rows of one table."""
    arrived = {table.key_text(row): row for row in table.rows()}
    for row, _ in dump.rows_of(table.label):
        key = table.key_of(row)
        other = arrived.pop(table.key_text(row), None)
        if other is None:
            yield table.label, key, "did not arrive"
            continue
        sums = zip(digests(table, row), digests(table, other))
        for i, (one, two) in enumerate(sums):
            if one != two:
                yield table.label, key, difference(table.columns[i], row[i], other[i])
    if not table.is_matched:
        for row in arrived.values():
            yield table.label, table.key_of(row), "was not sent"


def difference(column, sent, arrived):
    if not column.kind.may_be_shown:
        return f"{column.name} differs"
    return f"{column.name} differs: sent {sent!r:.60}, arrived {arrived!r:.60}"
