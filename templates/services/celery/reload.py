# djdock
# fmt: off
# flake8: noqa
"""Run a command, and again whenever the project's code changes: `reload.py celery -A mysite worker`.

Django's own reloader watches the modules of its own process; this one looks at the files.
"""

import os
import signal
import subprocess
import sys
import time

LEFT_OUT = {"__pycache__", "node_modules", "venv"}


def code(folder):
    """Return when each Python file below the folder was changed."""
    found = {}
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT and not name.startswith(".")]
        for name in files:
            if name.endswith(".py"):
                file = os.path.join(path, name)
                try:
                    found[file] = os.stat(file).st_mtime_ns
                except FileNotFoundError:  # gone since: an editor's own
                    pass
    return found


def main():
    """Run the command until told to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    child = None
    try:
        while True:
            before = code(".")
            child = subprocess.Popen(sys.argv[1:])
            while code(".") == before:
                time.sleep(1)
            print("reload.py: the code has changed", flush=True)
            # It may have ended by itself, on a syntax error: the change may have mended that.
            end(child)
    finally:
        if child:
            end(child)


def end(child):
    """Ask a process to end, and wait for it."""
    if child.poll() is None:
        child.terminate()
    child.wait()


if __name__ == "__main__":
    main()
