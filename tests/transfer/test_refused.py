"""Rows that cannot arrive are named by table and key, and then nothing is loaded."""

import os

import pytest
from conftest import TARGET, ok, refused, sqlite_only, with_a_tag_twice

# What sqlite stores without complaint and no other column of that type means.
WRONG_VALUES = {
    "UPDATE traps_event SET day = 'hier' WHERE certain = 0": "day = 'hier': not a date",
    "UPDATE traps_event SET created = '2024-13-01 00:00:00' WHERE certain = 0": "created = '2024-13-01 00:00:00'",
    "UPDATE traps_event SET big = 'beaucoup' WHERE certain = 0": "big = 'beaucoup': not an integer",
    "UPDATE traps_event SET price = 'cher' WHERE certain = 0": "price = 'cher'",
    "UPDATE traps_event SET picky = CAST(X'E9' AS text) WHERE certain = 0": "picky: 'utf-8' codec can't decode",
    "UPDATE traps_event SET certain = 'oui' WHERE certain = 0": "certain = 'oui': not a boolean",
}


@sqlite_only
def test_what_sqlite_alone_accepts_is_named_before_anything_is_written(stack):
    stack.source_sql(
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO traps_city (id, country_id) VALUES (77, 'XX')",
        "INSERT INTO traps_note (id, content_type_id, object_id, text) VALUES (88, 4444, '1', '')",
        *WRONG_VALUES
    )
    said = refused(stack.dump())
    assert "traps.city 77: country = 'XX': no such row in traps_country" in said
    assert (
        "traps.note 88: content_type = 4444: no such row in contenttypes.contenttype"
        in said
    )
    assert said.count("traps.event 00000000000000000000000000000001: ") == 1
    assert all(reason in said for reason in WRONG_VALUES.values())
    assert not os.path.exists(stack.dump_file)


def test_rows_that_the_server_refuses_are_all_named(stack):
    stack.source_sql(
        "UPDATE traps_article SET title = substr(hex(zeroblob(40)), 1, 31) WHERE id = 6",
        "INSERT INTO traps_tag (id, name) VALUES (30, 'œuf')",
        "UPDATE traps_event SET small = 70000 WHERE certain = 0",
        "UPDATE traps_note SET text = 'a' || char(0) || 'b' WHERE id = 2",
        "UPDATE traps_event SET price = 12345678901.5 WHERE certain IS NULL",
        "INSERT INTO traps_article (id, title, visible) SELECT 100 + id, 'bon', 1 FROM traps_tag",
    )
    ok(stack.dump())
    before = stack.snapshot()
    done = stack.load()
    if (
        stack.target.name == "sqlite"
    ):  # takes what it held, decimals by Django's version
        assert done.returncode == 0 or "traps.event ffffffff" in refused(done)
        return
    said = refused(done)
    assert "traps.article 6: " in said and "[title: 31 characters of 30]" in said
    assert "traps.event 00000000-0000-0000-0000-000000000001: " in said
    assert "traps.event ffffffff-ffff-ffff-ffff-ffffffffffff: " in said
    assert ("traps.tag 30: " in said) == (
        stack.target.name == "mariadb"
    )  # a collation without case
    assert ("traps.note 2: " in said) == (stack.target.name == "postgres")
    assert "bon" not in said
    assert stack.snapshot() == before
    assert stack.state == "pending"


def test_a_refused_row_is_not_quoted(stack):
    """PostgreSQL says "Failing row contains (...)": with a user's row, that is a password hash in a log."""
    ok(stack.dump())

    def forget_the_name(lines):
        for line in lines:
            for i, value in enumerate(line if isinstance(line, list) else []):
                if value == "ada":
                    line[i] = None
        return lines

    stack.edit_dump(forget_the_name)
    said = refused(stack.load())
    assert "traps.person 7: " in said
    assert "pbkdf2" not in said


def test_an_orphan_in_the_file_is_refused(stack):
    ok(stack.dump())
    before = stack.snapshot()
    stack.edit_dump(lambda lines: [line for line in lines if line != ["FR", 33]])
    said = refused(stack.load())
    assert "points at one that is not there" in said
    assert stack.snapshot() == before


def test_after_a_correction_the_next_start_loads(stack):
    ok(stack.dump())
    stack.edit_dump(with_a_tag_twice)
    assert "traps.tag 21: " in refused(stack.start())
    ok(stack.dump("--force"))
    ok(stack.start())
    assert stack.snapshot() == stack.snapshot(on_target=False)


@sqlite_only
@pytest.mark.parametrize("former, way", [("", "make import-data FORCE=1"), ("mariadb", "make carry-data")])
def test_a_file_of_another_format_is_refused_with_the_way_out(stack, former, way):
    ok(stack.dump())

    def of_another_version(lines):
        lines[0] = {"djdock": 2, "contents": lines[0]}
        return lines

    stack.edit_dump(of_another_version)
    said = refused(stack.load("--explicit", environment={"DJDOCK_FORMER": former}))
    assert "has format 2, and this stack reads 1" in said
    assert way in said
    assert stack.state == "pending"


@pytest.mark.skipif(TARGET != "mariadb", reason="the limit of its protocol")
def test_a_row_that_is_larger_than_the_server_takes_is_named(stack):
    big = "UPDATE traps_event SET blob = zeroblob(17000000) WHERE certain = 0"
    stack.source_sql(big)
    ok(stack.dump())
    assert "traps.event 00000000-0000-0000-0000-000000000001: " in refused(stack.load())
    assert stack.state == "pending"
