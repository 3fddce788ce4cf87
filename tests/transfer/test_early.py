"""A first start with code that has more migrations than the dump: as the sqlite file itself would have been migrated."""

import os
import re

import pytest
from conftest import ok, refused, with_a_tag_twice

ROWS = "SELECT text, length FROM grown_word ORDER BY id"


@pytest.fixture
def growing(new_stack):
    """Return a stack whose dump was written one migration ago, and whose database is new."""
    stack = new_stack(migrated=False)
    grow(stack, 1)
    stack.source_sql(
        "INSERT INTO grown_word (text, kind_id, author_id) SELECT 'bientôt', id, 42 FROM django_content_type "
        "WHERE model = 'event'",
        "UPDATE grown_word SET text = 'changé' WHERE text = 'premier'",
    )
    os.makedirs(stack.source_media)
    with open(os.path.join(stack.source_media, "one.txt"), "w") as file:
        file.write("1")
    ok(stack.dump())
    stack.environment["TRAPS_GROWN"] = "2"
    return stack


def grow(stack, version):
    stack.environment["TRAPS_GROWN"] = str(version)
    stack.on_source("manage.py", "migrate", "-v0")


def arrived(stack):
    """Tell whether the database is as the source is once that is migrated too."""
    assert stack.state == "done"
    here = stack.snapshot()
    grow(stack, 2)
    assert here == stack.snapshot(on_target=False)
    assert list(map(tuple, stack.sql(ROWS))) == [("changé", 6), ("bientôt", 7)]
    return True


def test_rows_come_first_and_the_new_migration_after_them(growing):
    said = ok(growing.start())
    assert re.search(r"grown.word +2 +4 equal", said)
    assert re.search(r"traps.event +2 +1[78] equal", said)
    assert "uploads: 1 files copied" in said and "loaded before" in said
    assert arrived(growing)
    growing.sql("DELETE FROM grown_letter")
    ok(growing.start())
    assert growing.sql("SELECT COUNT(*) FROM grown_letter")[0][0] == 0


def test_a_dump_of_today_takes_the_usual_way(growing):
    grow(growing, 2)
    ok(growing.dump("--force"))
    assert re.search(r"grown.word +2 +5 equal", ok(growing.start()))
    assert arrived(growing)


def test_a_migration_that_the_code_does_not_have_is_refused(growing):
    def other(lines):
        lines[0]["migrations"].append("grown.0002_of_another_branch")
        return lines

    growing.edit_dump(other)
    said = refused(growing.start())
    assert "only in db.json: grown.0002_of_another_branch" in said
    assert "dump it again" in said
    assert growing.state == "pending"
    with pytest.raises(Exception):
        growing.sql("SELECT 1 FROM grown_word")


def test_a_database_that_is_further_is_refused(growing):
    ok(growing.begin())
    ok(growing.migrate())
    assert "only in this database: grown.0002_length" in refused(growing.start())
    assert growing.state == "pending"


@pytest.mark.parametrize("version", [1, 2])
def test_after_a_refusal_another_dump_is_loaded(growing, version):
    growing.edit_dump(with_a_tag_twice)
    assert "traps.tag 21: " in refused(growing.start())
    assert growing.state == "pending"
    grow(growing, version)
    ok(growing.dump("--force"))
    growing.environment["TRAPS_GROWN"] = "2"
    ok(growing.start())
    assert arrived(growing)


def test_rows_that_somebody_added_after_a_refusal_are_not_replaced(growing):
    growing.edit_dump(with_a_tag_twice)
    refused(growing.start())
    growing.sql("INSERT INTO grown_word (text) VALUES ('ajouté')")
    ok(growing.dump("--force", environment={"TRAPS_GROWN": "1"}))
    assert "grown.word: 2 rows, migrate made 1" in refused(growing.start())
    assert growing.state == "pending"


def test_killed_anywhere_the_next_start_finishes_it(growing, kill_step):
    at = 1
    while True:
        ok(growing.begin())
        done = growing.early(environment={"TRAPS_KILL_AT": str(at)})
        assert done.returncode in (0, -9), done.text
        if done.returncode == 0:
            break
        assert growing.state == "pending"
        at += 5 * kill_step
    assert at > 300
    ok(growing.start())
    assert arrived(growing)
