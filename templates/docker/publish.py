# djdock
"""Copy what collectstatic collected over the folder that nginx serves.

    python docker/publish.py FROM TO

A file is replaced only if its content differs, by a rename: a reader meets the old file or the new one, never half of
it, and an unchanged file keeps its time, which the browsers' copies are validated by. Nothing is deleted, because pages
that are open still ask for the files of yesterday. The standard library alone is used, without Django.
"""

import filecmp
import os
import shutil
import sys


def publish(source, target):
    """Return how many files were replaced or added."""
    changed = 0
    for folder, _, names in os.walk(source):
        there = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(there, exist_ok=True)
        for name in names:
            new, old = os.path.join(folder, name), os.path.join(there, name)
            if os.path.isfile(old) and filecmp.cmp(new, old, shallow=False):
                continue
            replace(new, old)
            changed += 1
    return changed


def replace(new, old):
    """Write beside the old file, readable by nginx's user, then rename."""
    part = old + ".part"
    shutil.copyfile(new, part)
    os.chmod(part, 0o644)
    os.replace(part, old)


def main():
    source, target = sys.argv[1:]
    print("{} static files are new or changed in {}.".format(publish(source, target), target), flush=True)


if __name__ == "__main__":
    main()
