"""The rows of one database, carried into the next one, and files that must not be taken for them."""

import json
import os

import pytest
from conftest import ok, refused, sqlite_only

FORMER = {"DJDOCK_FORMER": "mariadb"}


def carry(old, new):
    """Dump the target itself, as `make carry-data` does, to the file that the next one loads."""
    arguments = ["dump", "-", "--server", "--into", "next"]
    done = old.script("import/transfer.py", *arguments, apart=True)
    assert done.returncode == 0, done.text
    os.makedirs(os.path.dirname(new.dump_file), exist_ok=True)
    with open(new.dump_file, "w", encoding="utf-8") as file:
        file.write(done.out)
    return done


def test_every_row_of_a_database_arrives_in_the_next_one(new_stack):
    old, new = new_stack(), new_stack()
    ok(old.dump())
    ok(old.load())
    said = carry(old, new).err
    assert "-: " in said and "rows of" in said
    before = old.snapshot()
    ok(new.script("import/transfer.py", "free"))
    ok(new.load("--explicit", environment=FORMER))
    assert new.snapshot() == before == old.snapshot()
    assert "loaded before" in refused(new.script("import/transfer.py", "free"))
    ok(new.script("import/transfer.py", "free", "--force"))


def test_rows_of_the_new_database_s_own_are_not_replaced(new_stack):
    old, new = new_stack(), new_stack()
    ok(old.dump())
    ok(old.load())
    ok(new.load(environment=FORMER))
    carry(old, new)
    new.sql("INSERT INTO traps_tag (id, name) VALUES (555, 'ajout\u00e9')")
    assert "traps.tag: " in refused(new.script("import/transfer.py", "free"))
    assert "traps.tag: " in refused(new.load("--explicit"))
    ok(new.script("import/transfer.py", "free", "--force"))
    ok(new.load("--explicit", "--force"))
    assert new.snapshot() == old.snapshot()


def test_a_file_that_was_written_for_another_database_is_no_first_content(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.dump("--into", "another"))
    said = ok(stack.start())
    assert "was written for another: started without rows" in said
    assert "make import-data" in said
    assert stack.state == "none"
    ok(stack.load("--explicit"))
    assert stack.snapshot() == stack.snapshot(on_target=False)


def test_a_file_that_does_not_say_what_it_is_for_is_none_either(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.dump())

    def unsaid(lines):
        del lines[0]["into"]
        return lines

    stack.edit_dump(unsaid)
    assert "started without rows" in ok(stack.start())


def test_the_former_database_s_rows_are_waited_for(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.dump())
    stack.environment.update(FORMER)
    said = ok(stack.start())
    assert "Started without rows; `make carry-data` brings those of mariadb." in said
    assert "carry-data" in ok(stack.load())
    assert stack.state == "none"


@sqlite_only
def test_a_file_of_earlier_migrations_that_is_not_expected_is_not_loaded_early(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.dump("--into", "another"))

    def earlier(lines):
        lines[0]["migrations"].remove("traps.0003_rows_and_legacy")
        return lines

    stack.edit_dump(earlier)
    assert "started without rows" in ok(stack.start())


@sqlite_only
def test_what_is_printed_is_the_dump_alone(stack):
    done = stack.script("import/transfer.py", "dump", "-", on_target=False, apart=True)
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert lines[0]["djdock"] == 1 and len(lines) > 50


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_database_with_rows_from_before_is_not_free(new_stack, force):
    stack = new_stack(migrated=False)
    ok(stack.migrate())
    assert "never replaced" in refused(stack.script("import/transfer.py", "free", *force))
