# djdock
# fmt: off
# flake8: noqa
"""The project's tables, and their rows in neutral form: the same on every database, fit for JSON.

Rows are read and written by plain SQL over the columns that the models declare. A manager may filter or raise, a
signal may add rows, save() may change them (auto_now), from_db_value may decrypt, a child's query joins its parents:
none of that happens here. A table is known by its model's label, as Django shortens names to what a database allows.
Drivers return one value in many shapes: sqlite has text for a date, MariaDB a number for a duration, and so on.
"""

import base64
import ipaddress
import json
import uuid
from datetime import date, datetime, time, timedelta, timezone
from decimal import Context, Decimal
from django.conf import settings
from django.db import connection
from django.db.models.query import QuerySet
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.timezone import is_naive, make_aware

from transfer_media import Refusal

CHUNK = 2000  # rows read at a time
LISTED = 50  # rows that a message names one by one
MICROSECOND = timedelta(microseconds=1)
SQLITE_FLOAT = Context(prec=15)  # how Django reads a decimal that sqlite kept as a float
WIDE = Context(prec=1000)  # rounds to a column's places without losing digits before the point

# Migrate makes these rows on every database, under other primary keys. They are matched by these columns, and what
# points at them is carried as a natural key.
MATCHED_BY = {"contenttypes.contenttype": ["app_label", "model"], "auth.permission": ["content_type", "codename"]}
NATURAL_KEYS = {
    "contenttypes.contenttype": ["app_label", "model"],
    "auth.permission": ["content_type__app_label", "content_type__model", "codename"],
}

class BadValue(Exception):
    """The key of a row, and why its values do not belong in their columns: sqlite takes any type."""

def listing(title, problems):
    """Name rows by table and key."""
    lines = [f"{title} ({len(problems)}):"]
    lines += [f"  {label} {key[0] if len(key) == 1 else tuple(key)}: {reason}" for label, key, reason in problems]
    more = [f"  ... and {len(problems) - LISTED} more"] if len(problems) > LISTED else []
    return "\n".join(lines[:LISTED + 1] + more)

def execute(sql, parameters=None):
    """Run one statement; return its rows, or how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount

def count_rows(name):
    return execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")[0][0]

class References:
    """Primary keys of content types and permissions, by natural key and back."""

    def __init__(self, registry):
        self.models = {model._meta.label_lower: model for model in registry.get_models()}
        self.natural_keys, self.primary_keys = {}, {}

    def refresh(self):
        for label in NATURAL_KEYS.keys() & self.models.keys():
            # A bare QuerySet: no manager, and no cache of content types.
            rows = QuerySet(self.models[label]).order_by().values_list("pk", *NATURAL_KEYS[label])
            self.natural_keys[label] = {pk: natural for pk, *natural in rows}
            self.primary_keys[label] = {tuple(natural): pk for pk, natural in self.natural_keys[label].items()}

    def functions(self, label):
        """Of a column that points at one of them (see Column): the neutral form is the natural key."""
        def neutral(pk, _):
            require(pk in self.natural_keys[label], f"no such row in {label}")
            return self.natural_keys[label][pk]

        return [neutral, lambda natural, _: self.primary_keys[label][tuple(natural)]]

def require(belongs, reason):
    if not belongs:
        raise ValueError(reason)

def integer(raw, _):
    require(isinstance(raw, (int, Decimal)) and raw == int(raw), "not an integer")
    return int(raw)

def number(raw, _):
    require(isinstance(raw, (int, float, Decimal)), "not a number")
    value = float(raw) + 0.0  # -0.0 becomes 0.0
    return value if value - value == 0 else str(value)  # JSON has no infinity

def text(raw, _):
    value = bytes(raw).decode() if isinstance(raw, (bytes, memoryview)) else raw
    require(isinstance(value, str), "not text")
    return value

def decimal_number(raw, field):
    try:
        value = SQLITE_FLOAT.create_decimal(raw) if isinstance(raw, float) else Decimal(raw)
    except ArithmeticError:
        value = Decimal("NaN")
    require(value.is_finite(), "not a decimal number")
    if field.decimal_places is not None:
        value = value.quantize(Decimal(1).scaleb(-field.decimal_places), context=WIDE)
    return format(value if value else abs(value), "f")

def moment(raw, _):
    """In UTC with USE_TZ, else as naive as it is stored."""
    value = parse_datetime(raw) or parse_datetime(f"{raw} 00:00") if isinstance(raw, str) else raw
    require(isinstance(value, datetime), "not a date and time")
    if settings.USE_TZ:
        value = make_aware(value, connection.timezone) if is_naive(value) else value
        return value.astimezone(timezone.utc).isoformat()
    require(is_naive(value), "a date with a time zone, though USE_TZ is False")
    return value.isoformat()

def day(raw, _):
    value = parse_date(raw) if isinstance(raw, str) else raw
    require(isinstance(value, date) and not isinstance(value, datetime), "not a date")
    return value.isoformat()

def time_of_day(raw, _):
    value = parse_time(raw) if isinstance(raw, str) else raw
    value = (datetime.min + value).time() if isinstance(value, timedelta) else value
    require(isinstance(value, time), "not a time")
    return value.isoformat()

def binary(raw, _):
    require(not isinstance(raw, (int, float)), "not binary data")
    return base64.b64encode(raw.encode() if isinstance(raw, str) else bytes(raw)).decode()

def binary_parameter(value, _):
    return connection.Database.Binary(base64.b64decode(value))

def json_text(raw, _):
    value = text(raw, _) if isinstance(raw, (bytes, memoryview, str)) else json.dumps(raw)
    json.loads(value)
    return value  # as it is stored

def same_json(value, _):
    """Without the order of keys and the writing of numbers, which PostgreSQL changes."""
    number_of = lambda digits: {"number": plain_number(Decimal(digits))}  # not a text: 1 is not "1"
    value = json.loads(value, parse_constant=str, parse_float=number_of, parse_int=number_of)
    return json.dumps(value, sort_keys=True)

def plain_number(value):
    """Return a text that is the same for 1.50, 1.5 and 15E-1."""
    sign, digits, exponent = value.as_tuple()
    significant = "".join(map(str, digits)).lstrip("0")
    stripped = significant.rstrip("0")
    exponent += len(significant) - len(stripped)  # 1E+999999 is not written out
    return f"{'-' if sign else ''}{stripped}e{exponent}" if stripped else "0"

def same_address(value, _):
    """PostgreSQL shortens IPv6."""
    try:
        return ipaddress.ip_address(value).packed.hex()
    except ValueError:
        return value

def as_returned(raw, _):
    if isinstance(raw, (bytes, memoryview)):
        return {"base64": binary(raw, _)}
    return raw if isinstance(raw, (bool, int, float, str)) else str(raw)

def unchanged(value, _):
    return value

# By Django's name for the type: from what the driver returned to the neutral form (or ValueError, TypeError or
# ArithmeticError); from that to what the driver takes; and to what is compared, where one value has several forms.
TYPES = {
    "Auto BigAuto SmallAuto": [integer],
    "Integer BigInteger SmallInteger PositiveInteger PositiveBigInteger PositiveSmallInteger": [integer],
    "Boolean NullBoolean": [lambda raw, _: require(raw in (0, 1), "not a boolean") or bool(raw)],
    "Float": [number, lambda value, _: float(value)],
    "Char Text Slug File FilePath": [text],
    "Decimal": [
        decimal_number,
        lambda value, f: connection.ops.adapt_decimalfield_value(Decimal(value), f.max_digits, f.decimal_places),
        lambda value, _: plain_number(Decimal(value)),
    ],
    "DateTime": [moment, lambda value, _: connection.ops.adapt_datetimefield_value(parse_datetime(value))],
    "Date": [day, lambda value, _: connection.ops.adapt_datefield_value(parse_date(value))],
    "Time": [time_of_day, lambda value, _: connection.ops.adapt_timefield_value(parse_time(value))],
    "Duration": [  # in microseconds, which is what databases without an interval type store
        lambda raw, _: raw // MICROSECOND if isinstance(raw, timedelta) else integer(raw, _),
        lambda value, _: value * MICROSECOND if connection.features.has_native_duration_field else value,
    ],
    "UUID": [
        lambda raw, _: str(uuid.UUID(str(raw))),
        # The column decides: a Char32UUIDField is none, even where there is uuid.
        lambda value, field: value if field.db_type(connection) == "uuid" else value.replace("-", ""),
    ],
    "Binary": [binary, binary_parameter],
    "JSON": [json_text, unchanged, same_json],
    "GenericIPAddress IPAddress": [lambda raw, _: str(raw), unchanged, same_address],
}
FUNCTIONS = {f"{name}Field": functions for names, functions in TYPES.items() for name in names.split()}
UNKNOWN = [as_returned, lambda value, _: binary_parameter(value["base64"], _) if isinstance(value, dict) else value]

class Column:
    """A model's field that has a column, and the field that a foreign key ends at, which says what the values are.

    Its functions take a value, which is never None (NULL is that everywhere), and that field.
    """

    def __init__(self, field, references):
        self.name, self.field, self.target, self.is_reference = field.name, field, field, False
        while self.target.remote_field and not self.is_reference:  # may point at a primary key that points on
            label = self.target.remote_field.model._meta.concrete_model._meta.label_lower
            self.is_reference = label in NATURAL_KEYS and self.target.target_field.primary_key
            self.target = self.target.target_field
        known = FUNCTIONS.get(self.target.get_internal_type(), UNKNOWN)
        functions = references.functions(label) if self.is_reference else known
        self.neutral, self.parameter, self.canonical = (functions + [unchanged, unchanged])[:3]
        # In a message: these may be a token or a password hash.
        self.may_be_shown = self.neutral not in (text, binary, json_text, as_returned)

class Table:
    """One table: its columns, its key, and its rows."""

    def __init__(self, model, references):
        opts = model._meta
        self.model, self.label, self.name = model, opts.label_lower, opts.db_table
        self.is_matched = self.label in MATCHED_BY
        # Since Django 5.2 a key may have several columns.
        key = MATCHED_BY.get(self.label) or [field.name for field in getattr(opts, "pk_fields", [opts.pk])]
        fields = [field for field in opts.local_concrete_fields if not (self.is_matched and field.primary_key)]
        fields = [field for field in fields if field.db_type(connection) is not None]  # it has a column
        # The database computes what is generated.
        self.columns = [Column(field, references) for field in fields if not getattr(field, "generated", False)]
        self.names = [column.name for column in self.columns]
        self.key = [self.names.index(name) for name in key]

    def arrange(self, names):
        """Put the columns into the order of `names`."""
        different = sorted(set(names) ^ set(self.names))
        if different:
            raise Refusal(f"{self.label}: db.json and the models differ; dump it again: {', '.join(different)}")
        self.columns.sort(key=lambda column: names.index(column.name))
        self.key, self.names = [names.index(name) for name in self.key_of(self.names)], names

    def quoted(self, name):
        # For statements with parameters, in which a % in a name has to be doubled.
        return connection.ops.quote_name(name).replace("%", "%%")

    def quoted_columns(self):
        return [self.quoted(column.field.column) for column in self.columns]

    def raw_rows(self):
        """Yield every row as the driver returns it.

        By chunks, in the order of the key: some drivers buffer a whole result. On sqlite a bare column is converted by
        its declared type, and a malformed date becomes None on the way; the `+` prevents that. There, too, a column
        that is missing would be read as a text constant, unless the table stands before it.
        """
        table = self.quoted(self.name)
        columns = [f"{table}.{column}" for column in self.quoted_columns()]
        keys = ", ".join(self.key_of(columns))
        plus = "+" if connection.vendor == "sqlite" else ""
        select = f"SELECT {', '.join(plus + column for column in columns)} FROM {table}"
        where, after = "", []
        while True:
            chunk = execute(f"{select}{where} ORDER BY {keys} LIMIT %s", after + [CHUNK])
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
                row.append(None if value is None else column.neutral(value, column.target))
            except (ValueError, TypeError, ArithmeticError) as error:
                shown = f" = {value!r:.60}" if column.may_be_shown else ""
                reasons.append(f"{column.name}{shown}: {error}")
        if reasons:
            raise BadValue(self.key_of(raw), "; ".join(reasons))
        return row

    def rows(self):
        return map(self.neutral, self.raw_rows())

    def parameters(self, row):
        return [None if value is None else c.parameter(value, c.target) for c, value in zip(self.columns, row)]

    def canonical(self, row):
        return [None if value is None else c.canonical(value, c.target) for c, value in zip(self.columns, row)]

    def key_of(self, row):
        return [row[i] for i in self.key]

    def key_text(self, row):
        """Return a text that is the same for equal keys."""
        return json.dumps(self.key_of(self.canonical(row)))
