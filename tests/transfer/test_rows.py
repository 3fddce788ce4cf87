"""Every row arrives as it was."""

import os
import re

import pytest
from conftest import ok, refused, sqlite_only


@pytest.mark.parametrize("use_tz", [True, False])
def test_every_row_arrives(new_stack, use_tz):
    stack = new_stack(use_tz)
    said = ok(stack.dump(anew=True))
    assert "left_behind: belongs to no model (rows: 1)" in said
    said = ok(stack.load(anew=True))
    assert re.search(r"traps.event +2 +1[78] equal", said)
    assert stack.snapshot() == stack.snapshot(on_target=False)
    assert stack.state == "done"


def test_new_rows_get_new_keys(stack):
    ok(stack.dump())
    ok(stack.load())
    code = "from traps.models import *; print([m.objects.create(**v).pk for m, v in [(Tag, {'name': 'neuf'}), (Place, {}), (Odd, {})]])"
    assert ok(stack.manage("shell", "-c", code)).strip().endswith("[24, 10, 6]")


def test_rows_that_changed_on_the_way_are_named_and_nothing_is_kept(stack):
    ok(stack.dump())
    before = stack.snapshot()

    def swap_titles(lines):
        """Swap two values of one column: the row count and the set of values stay."""
        drafts = [
            line
            for line in lines
            if isinstance(line, list) and line[1:2] in (["brouillon"], ["publié"])
        ]
        drafts[0][1], drafts[1][1] = drafts[1][1], drafts[0][1]
        return lines

    stack.edit_dump(swap_titles)
    said = refused(stack.load())
    assert re.search(r"traps.article +3 +differ: title", said)
    assert "damaged: dump it again" in said
    assert stack.snapshot() == before
    assert stack.state == "pending"


def test_a_cut_file_is_noticed(stack):
    ok(stack.dump())
    before = stack.snapshot()
    size = os.path.getsize(stack.dump_file)
    for length in (size - 1000, size - 3, 200, 0):
        os.truncate(stack.dump_file, length)
        refused(stack.load())
    assert stack.snapshot() == before
    assert stack.state == "pending"


def test_a_time_that_the_server_changes_is_noticed(new_stack):
    """02:30 does not exist on that day in Paris; PostgreSQL stores moments and moves it."""
    stack = new_stack(use_tz=False)
    stack.source_sql(
        "UPDATE traps_event SET created = '2024-03-31 02:30:00' WHERE secret IS NULL"
    )
    ok(stack.dump())
    if stack.target.name == "postgres":
        said = refused(stack.load())
        assert (
            "created differs: sent '2024-03-31T02:30:00', arrived '2024-03-31T03:30:00'"
            in said
        )
        assert stack.state == "pending"
    else:
        ok(stack.load())


def test_tables_are_read_in_pieces(stack):
    """More rows than one chunk, with a key of one and of two columns."""
    rows = "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
    stack.source_sql(
        rows + "INSERT INTO traps_place (id, name) SELECT i, 'lieu ' || i FROM n"
    )
    if "Seat" in " ".join(stack.snapshot(on_target=False)):
        stack.source_sql(rows + "INSERT INTO traps_seat SELECT i / 100, i, 'x' FROM n")
    ok(stack.dump())
    said = ok(stack.load())
    assert re.search(r"traps.place +4904 +2 equal", said)
    assert stack.sql("SELECT COUNT(*) FROM traps_place")[0][0] == 4904


@sqlite_only
def test_a_project_without_django_contrib(new_stack):
    stack = new_stack(migrated=False)
    os.remove(stack.source)
    stack.environment["TRAPS_PLAIN"] = "1"
    stack.on_source("manage.py", "migrate", "-v0")
    stack.source_sql("INSERT INTO plain_word (text) VALUES ('seul')")
    ok(stack.dump())
    assert re.search(r"plain.word +1 +2 equal", ok(stack.start()))
    assert stack.sql("SELECT text FROM plain_word") == [("seul",)]
