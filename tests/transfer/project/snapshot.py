"""Print every row as Django sees it, one line per row, with nothing that may differ between two databases.

It shares no code with the scripts under test: the models' own Python objects are printed, content types and
permissions by name.
"""

import json
import os
import sys

import django

sys.path[0] = os.getcwd()
django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth.models import Permission  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models.query import QuerySet  # noqa: E402

TYPES = {
    row.pk: "{}.{}".format(row.app_label, row.model)
    for row in ContentType.objects.all()
}
PERMISSIONS = {
    row.pk: "{}.{}".format(TYPES[row.content_type_id], row.codename)
    for row in Permission.objects.all()
}


def shown(field, value):
    related = field.remote_field.model if field.remote_field else None
    if related is ContentType:
        value = TYPES.get(value)
    elif related is not None and issubclass(related, Permission):
        value = PERMISSIONS.get(value)
    elif isinstance(value, memoryview):
        value = bytes(value)
    elif isinstance(value, dict):  # PostgreSQL orders the keys of JSON by length
        value = json.dumps(value, sort_keys=True)
    return "{}={!r}".format(field.attname, value)


def lines():
    yield from (
        "permission {} {}".format(PERMISSIONS[p.pk], p.name)
        for p in Permission.objects.all()
    )
    yield from ("content type {}".format(name) for name in TYPES.values())
    existing = connection.introspection.table_names()
    for model in apps.get_models(include_auto_created=True):
        opts = model._meta
        if (
            opts.proxy
            or opts.db_table not in existing
            or opts.label
            in (
                "contenttypes.ContentType",
                "auth.Permission",
                "sessions.Session",
            )
        ):
            continue
        names = [field.attname for field in opts.local_concrete_fields]
        for row in QuerySet(model).order_by().values_list(*names):
            yield opts.label + " " + " ".join(
                map(shown, opts.local_concrete_fields, row)
            )


for line in sorted(lines()):
    print(line.encode("unicode_escape").decode())
