from django.db import models


class ReversedField(models.TextField):
    """Stands for an encrypted field: what is stored differs from what Python sees, and encoding twice would show."""

    def from_db_value(self, value, expression, connection, *older):
        return value if value is None else value[::-1]

    def get_prep_value(self, value):
        return value if value is None else value[::-1]


class PickyField(models.CharField):
    """A field whose Python side cannot be relied on."""

    def get_prep_value(self, value):
        return value

    def to_python(self, value):
        raise RuntimeError("to_python was called")

    def value_to_string(self, obj):
        raise RuntimeError("value_to_string was called")
