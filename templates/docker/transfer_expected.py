# djdock
"""What a first start may take for the current rows.

A db.json says for which database it was written, and compose says which one this is. A
file that was written for another one is of an earlier time: its rows would look like the
current ones, and nobody would know. What the former database has is newer than any file.
"""

import os


def is_expected(source):
    """Tell whether a first start may load this dump."""
    return source.header.get("into") == os.environ.get("DATABASE")


def unexpected(source):
    """Say why it is not loaded, and how it can be all the same."""
    meant_for = source.header.get("into") or "another database"
    return (
        f"{source.path} was written for {meant_for}: started without rows. "
        "`make import-data` loads it all the same."
    )


def former():
    """Name the database that this one replaces, while its rows may be carried over."""
    return os.environ.get("DJDOCK_FORMER")
