import os
import signal

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class TrapsConfig(AppConfig):
    name = "traps"

    def ready(self):
        from . import signals  # noqa: F401

        if "TRAPS_KILL_AT" in os.environ:
            connection_created.connect(install_killer, weak=False)


def install_killer(connection, **kwargs):
    """Kill this process, as the kernel would, at the statement of that number."""
    left = [int(os.environ["TRAPS_KILL_AT"])]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(count)
