# djdock
"""The project's tables, and their rows in neutral form (see transfer_values.py).

Rows are read and written by plain SQL over the columns that the models declare. A
manager may filter or raise, a signal may add rows, save() may change them (auto_now),
and a child's query joins its parents: none of that happens here. A table is known by
its model's label, because Django shortens long names to what a database allows.
"""

import json

from django.db.models.query import QuerySet

from transfer_values import Kind, kind_of

CHUNK = 2000  # rows read at a time
LISTED = 50  # rows that a message names one by one

# Migrate makes these rows on every database, under other primary keys. They are
# matched by these columns, and what points at them is carried as a natural key.
MATCHED_BY = {
    "contenttypes.contenttype": ["app_label", "model"],
    "auth.permission": ["content_type", "codename"],
}
MAY_BE_EDITED = {"auth.permission": ["name"]}
NATURAL_KEYS = {
    "contenttypes.contenttype": ["app_label", "model"],
    "auth.permission": ["content_type__app_label", "content_type__model", "codename"],
}


class Refusal(Exception):
    """A reason to stop that the user can act on."""


def listing(title, problems):
    """Name rows by table and key."""
    lines = [f"{title} ({len(problems)}):"]
    for label, key, reason in problems[:LISTED]:
        lines.append(f"  {label} {key[0] if len(key) == 1 else tuple(key)}: {reason}")
    if len(problems) > LISTED:
        lines.append(f"  ... and {len(problems) - LISTED} more")
    return "\n".join(lines)


class BadValue(Exception):
    """Stored values that do not belong in their columns: sqlite takes any type."""

    def __init__(self, key, reasons):
        super().__init__("; ".join(reasons))
        self.key = key


class References:
    """Primary keys of content types and permissions, by natural key and back."""

    def __init__(self, registry):
        self.registry = registry
        self.natural_keys = {}
        self.primary_keys = {}

    def refresh(self):
        for label, names in NATURAL_KEYS.items():
            model = find_model(self.registry, label)
            if model is not None:
                # A bare QuerySet: no manager, and no cache of content types.
                query = QuerySet(model).order_by()
                rows = [(row[0], row[1:]) for row in query.values_list("pk", *names)]
                self.natural_keys[label] = dict(rows)
                self.primary_keys[label] = {natural: pk for pk, natural in rows}


def find_model(registry, label):
    try:
        return registry.get_model(label)
    except LookupError:  # the app is not installed, or was not at that migration
        return None


class Reference(Kind):
    """A foreign key to a content type or a permission, as the natural key."""

    def __init__(self, label, references):
        self.label = label
        self.references = references

    def neutral(self, raw):
        natural_keys = self.references.natural_keys[self.label]
        if raw not in natural_keys:
            raise ValueError(f"no such row in {self.label}")
        return list(natural_keys[raw])

    def parameter(self, neutral):
        return self.references.primary_keys[self.label][tuple(neutral)]


class Column:
    """A model's field that has a column, and the kind of its values."""

    def __init__(self, field, connection, references):
        self.field = field
        self.name = field.name
        self.kind = self.find_kind(field, connection, references)

    @staticmethod
    def find_kind(field, connection, references):
        while field.remote_field:  # may point at a primary key that points on
            target = field.remote_field.model._meta.concrete_model._meta.label_lower
            if target in NATURAL_KEYS and field.target_field.primary_key:
                return Reference(target, references)
            field = field.target_field
        return kind_of(field, connection)


class Table:
    """One table: its columns, its key, and its rows."""

    def __init__(self, model, connection, references):
        opts = model._meta
        self.model = model
        self.label = opts.label_lower
        self.name = opts.db_table
        self.connection = connection
        self.is_matched = self.label in MATCHED_BY
        if self.is_matched:
            key = MATCHED_BY[self.label]
            names = key + MAY_BE_EDITED.get(self.label, [])
            fields = [opts.get_field(name) for name in names]
        else:
            # Since Django 5.2 a key may have several columns.
            key = [field.name for field in getattr(opts, "pk_fields", [opts.pk])]
            fields = [f for f in opts.local_concrete_fields if is_stored(f, connection)]
        self.columns = [Column(field, connection, references) for field in fields]
        self.key = [self.names.index(name) for name in key]

    @property
    def names(self):
        return [column.name for column in self.columns]

    def arrange(self, names):
        """Put the columns into the order of `names`."""
        key = [self.names[i] for i in self.key]
        self.columns = [self.columns[self.names.index(name)] for name in names]
        self.key = [names.index(name) for name in key]

    def quoted(self, name):
        # For statements with parameters, in which a % in a name has to be doubled.
        return self.connection.ops.quote_name(name).replace("%", "%%")

    def quoted_columns(self):
        return [self.quoted(column.field.column) for column in self.columns]

    def count(self):
        with self.connection.cursor() as cursor:
            name = self.connection.ops.quote_name(self.name)
            cursor.execute(f"SELECT COUNT(*) FROM {name}")
            return cursor.fetchone()[0]

    def raw_rows(self):
        """Yield every row as the driver returns it.

        By chunks, in the order of the key: some drivers buffer a whole result. On
        sqlite a bare column is converted by its declared type, and a malformed date
        becomes None on the way; the `+` prevents that. There, too, a column that is
        missing would be read as a text constant, unless the table stands before it.
        """
        table = self.quoted(self.name)
        columns = [f"{table}.{column}" for column in self.quoted_columns()]
        keys = ", ".join(self.key_of(columns))
        plus = "+" if self.connection.vendor == "sqlite" else ""
        expressions = ", ".join(plus + column for column in columns)
        select = f"SELECT {expressions} FROM {table}"
        where, after = "", []
        while True:
            with self.connection.cursor() as cursor:
                sql = f"{select}{where} ORDER BY {keys} LIMIT %s"
                cursor.execute(sql, after + [CHUNK])
                chunk = cursor.fetchall()
            yield from chunk
            if len(chunk) < CHUNK:
                return
            after = self.key_of(chunk[-1])
            where = f" WHERE ({keys}) > ({', '.join(['%s'] * len(after))})"

    def neutral(self, raw):
        """Return the row in neutral form; BadValue names what cannot be."""
        row, reasons = [], []
        for column, value in zip(self.columns, raw):
            try:
                row.append(None if value is None else column.kind.neutral(value))
            except (ValueError, TypeError, ArithmeticError) as error:
                shown = f" = {value!r:.60}" if column.kind.may_be_shown else ""
                reasons.append(f"{column.name}{shown}: {error}")
        if reasons:
            raise BadValue(self.key_of(raw), reasons)
        return row

    def rows(self):
        return map(self.neutral, self.raw_rows())

    def parameters(self, row):
        pairs = zip(self.columns, row)
        return [None if v is None else c.kind.parameter(v) for c, v in pairs]

    def canonical(self, row):
        pairs = zip(self.columns, row)
        return [None if v is None else c.kind.canonical(v) for c, v in pairs]

    def key_of(self, row):
        return [row[i] for i in self.key]

    def key_text(self, row):
        """Return a text that is the same for equal keys."""
        return json.dumps(self.key_of(self.canonical(row)))


def is_stored(field, connection):
    """Leave out what has no column, and what the database computes itself."""
    is_generated = getattr(field, "generated", False)
    return not is_generated and field.db_type(connection) is not None
