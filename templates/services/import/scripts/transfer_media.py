# djdock
# fmt: off
# flake8: noqa
"""Copy uploaded files: from MEDIA_ROOT on dump, to where the project keeps them on load.

    python docker/import/transfer_media.py DIR

copies DIR there by hand, over nothing, from the folder of manage.py. A stack may have this file without the others.
"""

import filecmp
import os
import shutil
import sys
from itertools import zip_longest
import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error

BLOCK = 1 << 20
COPIED, SAME, KEPT = "copied", "same", "kept"
PART = ".djdock-part"  # the end of a copy that was cut off: the next run replaces it

class Refusal(Exception):
    """A reason to stop that the user can act on."""

def run_command(name, command):
    """Call it with the project's settings; where it is refused, exit with 1 and the reason, without the password."""
    sys.path[0] = os.getcwd()  # as manage.py has it; our own modules are loaded
    if os.environ.get("DJANGO_CONFIGURATION"):
        from configurations import importer
        importer.install()
    try:
        django.setup()
        command()
    except (Refusal, ImproperlyConfigured, Error, OSError) as error:
        text, password = f"{name}: {error}", None
        if settings.configured:
            password = settings.DATABASES.get("default", {}).get("PASSWORD")
        sys.exit(text.replace(password, "***") if password else text)

def save_uploads(folder):
    """Copy MEDIA_ROOT into `folder`; return what there is to say about it."""
    root = media_root()
    if root is None or not os.path.isdir(root):
        return "none (MEDIA_ROOT is not set, or not there)"
    if is_within(os.getcwd(), root):
        return "none (MEDIA_ROOT holds the project itself: code, not uploads)"
    names = list(files(root, apart_from=folder))
    for name in names:
        copy(os.path.join(root, name), os.path.join(folder, name))
    return f"{len(names)} files in {folder}"

def restore_uploads(folder):
    """Copy `folder` to where the project keeps its uploads, over nothing; return the lines to report."""
    if not folder or not os.path.isdir(folder):
        return ["uploads: none"]
    require_readable(folder)
    root = media_root()
    if not isinstance(default_storage, FileSystemStorage):
        place, put = "the project's storage", put_into_bucket
    elif root is None:
        return [f"uploads: MEDIA_ROOT is not set, so they stay in {folder}"]
    else:
        place, put = root, lambda source, name: put_into_folder(source, os.path.join(root, name))
    done = [(put(os.path.join(folder, name), name), name) for name in files(folder)]
    lines = [f"uploads: {sum(what == COPIED for what, _ in done)} files copied to {place}"]
    return lines + [f"  kept, though another file came: {name}" for what, name in done if what == KEPT]

def put_into_folder(source, target):
    if os.path.lexists(target):
        return SAME if is_same(source, target) else KEPT
    copy(source, target, settings.FILE_UPLOAD_PERMISSIONS or 0o644)
    return COPIED

def put_into_bucket(source, name):
    with open(source, "rb") as here:
        if not default_storage.exists(name):
            default_storage.save(name, File(here))
            return COPIED
        with default_storage.open(name) as there:
            blocks = [iter(lambda file=file: file.read(BLOCK), b"") for file in (here, there)]
            return SAME if all(one == two for one, two in zip_longest(*blocks)) else KEPT

def media_root():
    """Return MEDIA_ROOT; None for Django's default, which means the working folder."""
    root = str(settings.MEDIA_ROOT or "")
    return os.path.abspath(root) if root else None

def unreadable(path, error):
    """Say what to type where data/ was copied to a server with the rights of its owner."""
    text = f"{path} cannot be read by user {os.getuid()}: {error.strerror}."
    if isinstance(error, PermissionError):
        # Not chmod o+r: rows hold password hashes. The group is the one that compose adds.
        group = max(set(os.getgroups()) - {os.getgid()} or {os.getgid()})
        text += ("\nOn the host, beside the compose file, type: sudo find data -path data/backups -prune -o "
                 f"-exec chgrp {group} {{}} + -exec chmod g+rX {{}} +")
    return Refusal(text)

def require_readable(folder):
    """Because os.walk leaves a folder out that it may not read."""
    def refuse(error):
        if isinstance(error, PermissionError):  # it may well not be there
            raise unreadable(error.filename, error)

    for parent, _, names in os.walk(folder, onerror=refuse):
        for path in (os.path.join(parent, name) for name in names):
            if not os.access(path, os.R_OK) and not os.path.islink(path):
                raise unreadable(path, PermissionError(0, "Permission denied"))

def is_within(path, folder):
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return os.path.commonpath([path, folder]) == folder

def files(root, apart_from=None):
    """Yield the files under `root` as relative paths, in a stable order."""
    for folder, folders, names in os.walk(root):
        if apart_from and is_within(folder, apart_from):
            folders.clear()
            continue
        folders.sort()
        paths = [os.path.join(folder, name) for name in sorted(names) if not name.endswith(PART)]
        yield from (os.path.relpath(path, root) for path in paths if os.path.isfile(path))

def is_same(source, target):
    return os.path.isfile(target) and filecmp.cmp(source, target, shallow=False)

def copy(source, target, mode=None):
    """Copy whole or not at all: half a file would later look like a user's own."""
    if os.path.lexists(target) and is_same(source, target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(source, target + PART)
    if mode is not None:
        os.chmod(target + PART, mode)
    os.replace(target + PART, target)

if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("usage: transfer_media.py DIR", file=sys.stderr)
        sys.exit(2)
    run_command("uploads", lambda: print("\n".join(restore_uploads(sys.argv[1]))))
