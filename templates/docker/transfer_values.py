# djdock
"""The neutral form of a column's values: the same on every database, fit for JSON.

Drivers return one value in many shapes: sqlite has text for a date, a float for a
decimal and 0 or 1 for a boolean; MariaDB has a number for a duration; PostgreSQL
rewrites JSON. A kind turns what its driver returned into the neutral form and back into
a parameter, so that rows can move and their checksums can be compared.

A model's own Python is not asked (from_db_value, to_python, save): an encrypted field
keeps its stored text, and nothing that a model does on save can change a row. SQL NULL
is None everywhere and never reaches a kind.
"""

import base64
import ipaddress
import json
import uuid
from datetime import date, datetime, time, timedelta, timezone
from decimal import Context, Decimal

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.timezone import is_aware, is_naive, make_aware

MICROSECOND = timedelta(microseconds=1)
SQLITE_FLOAT = Context(
    prec=15
)  # how Django reads a decimal that sqlite kept as a float
WIDE = Context(
    prec=1000
)  # rounds to a column's places without losing digits before the point


class Kind:
    """A value that is its own neutral form, unless a subclass says otherwise."""

    may_be_shown = True  # in a message: a text may be a token or a password hash

    def __init__(self, field, connection):
        self.field = field
        self.connection = connection

    def neutral(self, raw):
        """Return the neutral form of what the driver returned.

        ValueError, TypeError or ArithmeticError if it does not belong in the column.
        """
        return raw

    def parameter(self, neutral):
        """Return what the driver takes to store the value."""
        return neutral

    def canonical(self, neutral):
        """Return what is compared, where one value may be written in several ways."""
        return neutral


class Integer(Kind):
    def neutral(self, raw):
        if isinstance(raw, (int, Decimal)) and raw == int(raw):
            return int(raw)
        raise ValueError("not an integer")


class Boolean(Kind):
    def neutral(self, raw):
        if raw in (0, 1):
            return bool(raw)
        raise ValueError("not a boolean")


class Float(Kind):
    def neutral(self, raw):
        if isinstance(raw, (int, float, Decimal)):
            value = float(raw) + 0.0  # -0.0 becomes 0.0
            return value if value - value == 0 else str(value)  # JSON has no infinity
        raise ValueError("not a number")

    def parameter(self, neutral):
        return float(neutral)


class Text(Kind):
    may_be_shown = False

    def neutral(self, raw):
        if isinstance(raw, (bytes, memoryview)):
            return bytes(raw).decode()
        if isinstance(raw, str):
            return raw
        raise ValueError("not text")


class DecimalNumber(Kind):
    def neutral(self, raw):
        try:
            value = Decimal(raw)
        except ArithmeticError:
            value = Decimal("NaN")
        if not value.is_finite():
            raise ValueError("not a decimal number")
        if isinstance(raw, float):
            value = SQLITE_FLOAT.create_decimal(value)
        places = self.field.decimal_places
        if places is not None:
            value = value.quantize(Decimal(1).scaleb(-places), context=WIDE)
        return format(value if value else abs(value), "f")

    def parameter(self, neutral):
        adapt = self.connection.ops.adapt_decimalfield_value
        field = self.field
        return adapt(Decimal(neutral), field.max_digits, field.decimal_places)

    def canonical(self, neutral):
        return plain_number(Decimal(neutral))


class DateTime(Kind):
    """In UTC with USE_TZ, else as naive as it is stored."""

    def neutral(self, raw):
        value = raw
        if isinstance(raw, str):
            value = parse_datetime(raw) or datetime.combine(Date.parse(raw), time())
        if not isinstance(value, datetime):
            raise ValueError("not a date and time")
        if not settings.USE_TZ:
            if is_aware(value):
                raise ValueError("a date with a time zone, though USE_TZ is False")
            return value.isoformat()
        if is_naive(value):
            value = make_aware(value, self.connection.timezone)
        return value.astimezone(timezone.utc).isoformat()

    def parameter(self, neutral):
        return self.connection.ops.adapt_datetimefield_value(parse_datetime(neutral))


class Date(Kind):
    @staticmethod
    def parse(text):
        value = parse_date(text)
        if value is None:
            raise ValueError("not a date")
        return value

    def neutral(self, raw):
        value = self.parse(raw) if isinstance(raw, str) else raw
        if isinstance(value, datetime) or not isinstance(value, date):
            raise ValueError("not a date")
        return value.isoformat()

    def parameter(self, neutral):
        return self.connection.ops.adapt_datefield_value(parse_date(neutral))


class Time(Kind):
    def neutral(self, raw):
        value = parse_time(raw) if isinstance(raw, str) else raw
        if isinstance(value, timedelta):
            value = (datetime.min + value).time()
        if not isinstance(value, time):
            raise ValueError("not a time")
        return value.isoformat()

    def parameter(self, neutral):
        return self.connection.ops.adapt_timefield_value(parse_time(neutral))


class Duration(Kind):
    """In microseconds, which is what databases without an interval type store."""

    def neutral(self, raw):
        if isinstance(raw, timedelta):
            return raw // MICROSECOND
        if isinstance(raw, int):
            return raw
        raise ValueError("not a duration")

    def parameter(self, neutral):
        has_intervals = self.connection.features.has_native_duration_field
        return neutral * MICROSECOND if has_intervals else neutral


class Uuid(Kind):
    def neutral(self, raw):
        return str(raw if isinstance(raw, uuid.UUID) else uuid.UUID(str(raw)))

    def parameter(self, neutral):
        # The column decides: a Char32UUIDField is none, even where there is uuid.
        has_uuid = self.field.db_type(self.connection) == "uuid"
        return neutral if has_uuid else neutral.replace("-", "")


class Binary(Kind):
    may_be_shown = False

    def neutral(self, raw):
        if isinstance(raw, (int, float)):
            raise ValueError("not binary data")
        return base64.b64encode(
            raw.encode() if isinstance(raw, str) else bytes(raw)
        ).decode()

    def parameter(self, neutral):
        return self.connection.Database.Binary(base64.b64decode(neutral))


class Json(Kind):
    """The text as it is stored, compared without the order of keys and the writing of
    numbers, which PostgreSQL changes."""

    may_be_shown = False

    def neutral(self, raw):
        if isinstance(raw, (bytes, memoryview)):
            raw = bytes(raw).decode()
        text = raw if isinstance(raw, str) else json.dumps(raw)
        json.loads(text)
        return text

    def canonical(self, neutral):
        numbers = {"parse_float": json_number, "parse_int": json_number}
        value = json.loads(neutral, parse_constant=str, **numbers)
        return json.dumps(value, sort_keys=True)


class Address(Kind):
    """An IP address; PostgreSQL shortens IPv6."""

    def neutral(self, raw):
        return str(raw)

    def canonical(self, neutral):
        try:
            return ipaddress.ip_address(neutral).packed.hex()
        except ValueError:
            return neutral


class Opaque(Kind):
    """A column type that Django does not know: carried as the driver returns it."""

    may_be_shown = False

    def neutral(self, raw):
        if isinstance(raw, (bytes, memoryview)):
            return {"base64": base64.b64encode(bytes(raw)).decode()}
        return raw if isinstance(raw, (bool, int, float, str)) else str(raw)

    def parameter(self, neutral):
        if isinstance(neutral, dict):
            return self.connection.Database.Binary(base64.b64decode(neutral["base64"]))
        return neutral


def plain_number(number):
    """Return a text that is the same for 1.50, 1.5 and 15E-1."""
    sign, digits, exponent = number.as_tuple()
    significant = "".join(map(str, digits)).lstrip("0")
    stripped = significant.rstrip("0")
    if not stripped:
        return "0"
    exponent += len(significant) - len(stripped)  # 1E+999999 is not written out
    return f"{'-' if sign else ''}{stripped}e{exponent}"


def json_number(text):
    return {"number": plain_number(Decimal(text))}  # not a text: 1 is not "1"


KINDS = {
    "AutoField": Integer,
    "BigAutoField": Integer,
    "BigIntegerField": Integer,
    "BinaryField": Binary,
    "BooleanField": Boolean,
    "CharField": Text,
    "DateField": Date,
    "DateTimeField": DateTime,
    "DecimalField": DecimalNumber,
    "DurationField": Duration,
    "FileField": Text,
    "FilePathField": Text,
    "FloatField": Float,
    "GenericIPAddressField": Address,
    "IPAddressField": Address,
    "IntegerField": Integer,
    "JSONField": Json,
    "NullBooleanField": Boolean,
    "PositiveBigIntegerField": Integer,
    "PositiveIntegerField": Integer,
    "PositiveSmallIntegerField": Integer,
    "SlugField": Text,
    "SmallAutoField": Integer,
    "SmallIntegerField": Integer,
    "TextField": Text,
    "TimeField": Time,
    "UUIDField": Uuid,
}


def kind_of(field, connection):
    return KINDS.get(field.get_internal_type(), Opaque)(field, connection)
