# djdock
"""Copy uploaded files: from MEDIA_ROOT on dump, to where the project keeps them on load."""

import errno
import filecmp
import os
import shutil

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from transfer_tables import Refusal

BLOCK = 1 << 20
PART = ".djdock-part"  # the end of a copy that was cut off: the next run replaces it


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
    place = uploads()
    if place is None:
        return [f"uploads: MEDIA_ROOT is not set, so they stay in {folder}"]
    copied, kept = 0, []
    for name in files(folder):
        source = os.path.join(folder, name)
        if not place.has(name):
            place.put(name, source)
            copied += 1
        elif not place.has_same(name, source):
            kept.append(name)
    lines = [f"uploads: {copied} files copied to {place}"]
    return lines + [f"  kept, though another file came: {name}" for name in kept]


def uploads():
    """Return where the project keeps its uploads; None where it does not say."""
    if not isinstance(default_storage, FileSystemStorage):
        return Bucket(default_storage)
    root = media_root()
    return None if root is None else Folder(root)


class Folder:
    def __init__(self, root):
        self.root = root

    def __str__(self):
        return self.root

    def path(self, name):
        return os.path.join(self.root, name)

    def has(self, name):
        return os.path.lexists(self.path(name))

    def has_same(self, name, source):
        return is_same(source, self.path(name))

    def put(self, name, source):
        copy(source, self.path(name), settings.FILE_UPLOAD_PERMISSIONS or 0o644)


class Bucket:
    """A storage that is no folder."""

    def __init__(self, storage):
        self.storage = storage

    def __str__(self):
        return "the project's storage"

    def has(self, name):
        return self.storage.exists(name)

    def has_same(self, name, source):
        with self.storage.open(name) as there, open(source, "rb") as here:
            while True:
                block = here.read(BLOCK)
                if there.read(len(block) or 1) != block:
                    return False
                if not block:
                    return True

    def put(self, name, source):
        with open(source, "rb") as file:
            self.storage.save(name, File(file))


def unreadable(path, error):
    """Say what to type where data/ was copied to a server with the rights of its owner.

    Not chmod o+r: rows hold password hashes. The group is the one that compose adds.
    """
    groups = set(os.getgroups()) - {os.getgid()} or {os.getgid()}
    return Refusal(
        f"User {os.getuid()} cannot read {path}: {error.strerror}.\n"
        "On the host, beside the compose file, type: "
        "sudo find data -path data/backups -prune -o "
        f"-exec chgrp {max(groups)} " "{} + -exec chmod g+rX {} +"
    )


def require_readable(folder):
    """Before anything is loaded: os.walk leaves a folder out that it may not read."""

    def refuse(error):
        if isinstance(error, PermissionError):  # it may well not be there
            raise unreadable(error.filename, error)

    for parent, _, names in os.walk(folder, onerror=refuse):
        for name in names:
            path = os.path.join(parent, name)
            if not os.access(path, os.R_OK) and not os.path.islink(path):
                error = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
                raise unreadable(path, error)


def media_root():
    """Return MEDIA_ROOT; None for Django's default, which means the working folder."""
    root = str(settings.MEDIA_ROOT or "")
    return os.path.abspath(root) if root else None


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
        for name in sorted(names):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not name.endswith(PART):
                yield os.path.relpath(path, root)


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
