"""Run a Python script in a process of its own, without importing Django again each time.

A fork of this process, which has imported the parts of Django that need no settings, is as separate as a new
interpreter, and starts in a fifth of its time: the tests start hundreds.
"""

import os
import runpy
import subprocess
import sys
import tempfile
import traceback

import django.core.checks  # noqa: F401
import django.core.mail  # noqa: F401
import django.core.management.commands.migrate  # noqa: F401
import django.db.backends.sqlite3.base  # noqa: F401
import django.db.migrations.executor  # noqa: F401
import django.forms  # noqa: F401
import django.template.backends.django  # noqa: F401


class Done:
    """How a script ended, and what it said: `text` is both streams, `out` and `err` are each where they were kept apart."""

    def __init__(self, returncode, output, errors=None):
        self.returncode = returncode
        self.out = output.decode()
        self.err = (errors or b"").decode()
        self.text = self.out + self.err


def run_forked(script, arguments, cwd, environment):
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            become(script, arguments, cwd, environment, output.fileno())
        _, status = os.waitpid(child, 0)
        output.seek(0)
        return Done(
            -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status),
            output.read(),
        )


def run_anew(script, arguments, cwd, environment, stderr=subprocess.STDOUT):
    done = subprocess.run(
        [sys.executable, script] + arguments,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        timeout=300,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run_apart(script, arguments, cwd, environment):
    return run_anew(script, arguments, cwd, environment, subprocess.PIPE)


def become(script, arguments, cwd, environment, output):
    """Be that script, to the end."""
    code = 1
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)
        sys.argv = [script] + arguments
        sys.path.insert(0, os.path.dirname(script))
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code
        if not isinstance(code, int):
            code = int(code is not None)
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)
