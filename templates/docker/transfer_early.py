# djdock
"""Where db.json knows fewer migrations than the code: which of them come before it.

A new version of the code often brings a migration, and the dump of the site's rows was
written before. So the database is migrated as far as the dump was, filled, and migrated
on, as the sqlite file itself would have been: what the new migrations do to rows, they
do to these.
"""

from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from transfer_dump import applied
from transfer_load import compare_migrations


def steps_before(dump):
    """Return an executor and the steps of its plan that lead to the dump's state.

    None where the code has no further migrations. Refusal where the dump has others
    than the code, or the database others than the dump.
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    names = {".".join(key): key for key in graph.nodes}
    theirs = set(dump.header["migrations"])
    if theirs == set(names):
        return None
    here = set(applied(executor))
    for name in theirs & set(names):  # what these depend on would come with them
        here.update(map(".".join, graph.forwards_plan(names[name])))
    compare_migrations(sorted(theirs), sorted(here))
    plan = executor.migration_plan(graph.leaf_nodes())
    steps = [step for step in plan if f"{step[0].app_label}.{step[0].name}" in theirs]
    return executor, steps


def migrate_before(executor, steps):
    """Apply the steps; return the models as they are then.

    Without post_migrate: it may want the code's own models, and what Django makes there
    (content types, permissions, a site) comes with the dump or after the last migration.
    """
    before = models_of(executor)
    emit_pre_migrate_signal(0, False, connection.alias, apps=before, plan=steps)
    executor.progress_callback = say_applied
    return executor.migrate(None, plan=steps).apps


def models_of(executor):
    """Return the models as the database's tables are now."""
    return executor.migrate(None, plan=[]).apps


def say_applied(action, migration=None, fake=False):
    if action == "apply_success":
        print(f"  Applying {migration}... OK", flush=True)
