# djdock
"""Which tables of the project are carried over, and why the others are not."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, router

from transfer_tables import MATCHED_BY, References, Table, find_model


class Project:
    """The tables of this database that are carried, and why others are not.

    `registry` holds the models: the code's, or those of an earlier migration.
    """

    def __init__(self, connection, registry=apps):
        self.connection = connection
        self.references = References(registry)
        self.tables = []
        self.left_out = {}
        self.sessions = []
        self.existing = set(connection.introspection.table_names())
        models = registry.get_models(include_auto_created=True)  # not the swapped ones
        models = [model for model in models if not model._meta.proxy]
        self.described = {bare(model._meta.db_table) for model in models}
        seen = set()
        for model in sorted(models, key=self.sort_key):
            name = model._meta.db_table
            # Two models may share a table, one of them unmanaged; and a router may
            # have put a model into another database, which is not ours.
            if name not in seen and router.allow_migrate_model(DEFAULT_DB_ALIAS, model):
                seen.add(name)
                self.place(model, models)
        self.references.refresh()

    @staticmethod
    def sort_key(model):
        """Content types, then permissions, then what points at them."""
        label = model._meta.label_lower
        first = (
            list(MATCHED_BY).index(label) if label in MATCHED_BY else len(MATCHED_BY)
        )
        return first, not model._meta.managed, label

    def place(self, model, models):
        opts = model._meta
        if bare(opts.db_table) not in self.existing:
            self.left_out[opts.label_lower] = "has no table here"
        elif is_session(model) and not any(points_at(m, model) for m in models):
            reason = "everyone logs in again"
            self.left_out[opts.label_lower] = reason
            self.sessions.append(opts.db_table)
        else:
            self.tables.append(Table(model, self.connection, self.references))


def bare(name):
    """Return a table's name as the database lists it: db_table may be quoted."""
    return name.strip('"`')


def is_session(model):
    """Sessions are dropped: under a new SECRET_KEY, as the sqlite file's rows meet, none of them is valid any more."""
    if not apps.is_installed("django.contrib.sessions"):
        return False
    from django.contrib.sessions.base_session import AbstractBaseSession

    # A model of an earlier migration has lost its abstract base.
    model = find_model(apps, model._meta.label_lower)
    return model is not None and issubclass(model, AbstractBaseSession)


def points_at(model, target):
    fields = model._meta.local_concrete_fields
    return any(f.remote_field and f.remote_field.model is target for f in fields)
