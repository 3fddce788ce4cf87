"""What dump writes, and when it refuses."""

import json
import os
import stat

from conftest import ok, refused, sqlite_only

pytestmark = sqlite_only


def test_the_dump_is_private_and_says_what_it_holds(stack):
    ok(stack.dump())
    assert stat.S_IMODE(os.stat(stack.dump_file).st_mode) == 0o600
    with open(stack.dump_file, encoding="utf-8") as lines:
        header = json.loads(next(lines))
        rows = [line for line in map(json.loads, lines) if isinstance(line, list)]
    assert header["djdock"] == 1 and "traps.0001_initial" in header["migrations"]
    assert sum(table["rows"] for table in header["tables"].values()) == len(rows)
    assert os.listdir(os.path.dirname(stack.dump_file)) == ["db.json"]


def test_the_dump_leaves_the_source_as_it_is(stack):
    with open(stack.source, "rb") as file:
        before = file.read()
    ok(stack.dump())
    with open(stack.source, "rb") as file:
        assert file.read() == before


def test_a_dump_that_is_there_is_not_replaced_unless_forced(stack):
    ok(stack.dump())
    stack.source_sql("DELETE FROM traps_guarded")
    assert "--force" in refused(stack.dump())
    with open(stack.dump_file, encoding="utf-8") as file:
        assert "gardé" in file.read()
    ok(stack.dump("--force"))
    with open(stack.dump_file, encoding="utf-8") as file:
        assert "gardé" not in file.read()


def test_a_missing_file_is_not_made(stack):
    os.remove(stack.source)
    assert "There is no sqlite file" in refused(stack.dump())
    assert not os.path.exists(stack.source)


def test_an_empty_file_is_refused(stack):
    os.truncate(stack.source, 0)
    assert "no tables of Django" in refused(stack.dump())


def test_a_source_behind_the_code_is_refused(stack):
    stack.source_sql(
        "DELETE FROM django_migrations WHERE name = '0003_rows_and_legacy'"
    )
    said = refused(stack.dump())
    assert "it lacks traps.0003_rows_and_legacy" in said
    assert "python manage.py migrate" in said


def test_a_missing_column_is_refused(stack):
    stack.source_sql("ALTER TABLE traps_guarded RENAME COLUMN name TO nom")
    said = refused(stack.dump())
    assert "traps.guarded: no such column" in said and "makemigrations" in said
    assert os.listdir(os.path.dirname(stack.dump_file)) == []


def test_a_server_is_not_dumped(stack):
    values = {"DATABASE": "postgres", "POSTGRES_DATABASE": "x", "POSTGRES_USER": "x"}
    values.update(POSTGRES_PASSWORD="x", POSTGRES_HOST="127.0.0.1", POSTGRES_PORT="1")
    assert "DATABASE unset" in refused(stack.dump(environment=values))


def test_a_killed_dump_leaves_no_db_json_and_the_next_one_writes_it(stack):
    for at in (1, 5, 50):
        assert stack.dump(environment={"TRAPS_KILL_AT": str(at)}).returncode == -9
        assert not os.path.exists(stack.dump_file)
    ok(stack.dump())
    assert os.listdir(os.path.dirname(stack.dump_file)) == ["db.json"]


def test_a_folder_that_cannot_be_written_is_said(stack):
    done = stack.script("import/transfer.py", "dump", "/proc/db.json", on_target=False)
    assert "/proc/db.json" in refused(done)


def test_a_load_that_may_not_read_is_not_a_load_without_rows(stack):
    os.makedirs(stack.dump_file)
    assert "cannot be read" in refused(stack.load())
    assert stack.state == "pending"
