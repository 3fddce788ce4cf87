"""What a start, or `make import-data`, does in each state of the database; and killed at any instant."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ok, refused, sqlite_only, with_a_tag_twice

ADD_TAG = "INSERT INTO traps_tag (id, name) VALUES (555, 'ajouté')"
SESSION = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('k', 'd', '2030-01-01 00:00:00')"


def tags(stack):
    return {row[0] for row in stack.sql("SELECT name FROM traps_tag")}


def test_the_first_start_loads_and_no_later_one(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.dump())
    assert stack.state == "absent"
    assert "has no tables" in refused(stack.load())
    assert "equal" in ok(stack.start())
    stack.sql(ADD_TAG)
    assert "loaded before" in ok(stack.start())
    assert "loaded before" in refused(stack.load("--explicit"))
    assert "ajouté" in tags(stack)


def test_a_forced_load_replaces_what_is_there(stack):
    ok(stack.dump())
    ok(stack.load())
    stack.sql(ADD_TAG)
    stack.sql(SESSION)
    ok(stack.load("--explicit", "--force"))
    assert stack.snapshot() == stack.snapshot(on_target=False)
    assert stack.sql("SELECT COUNT(*) FROM django_session")[0][0] == 0


def test_started_without_rows_then_imported(stack):
    """`make run`, then `make import-data`: the database holds only what migrate made."""
    assert "started without rows" in ok(stack.load())
    assert stack.state == "none"
    ok(stack.dump())
    assert "make import-data" in ok(stack.load())  # a restart does not load
    assert "équipe" not in str(stack.sql("SELECT name FROM auth_group"))
    said = ok(stack.load("--explicit"))
    assert "djdock remove import" in said.splitlines()[-1]
    assert stack.snapshot() == stack.snapshot(on_target=False)


@pytest.mark.parametrize(
    "change", [ADD_TAG, "UPDATE traps_tag SET name = 'modifié' WHERE id = 1"]
)
def test_rows_of_the_user_are_not_replaced_unless_forced(stack, change):
    ok(stack.load())
    ok(stack.dump())
    stack.sql(change)
    assert "traps.tag: " in refused(stack.load("--explicit"))
    assert {"ajouté", "modifié"} & tags(stack)
    ok(stack.load("--explicit", "--force"))
    assert not {"ajouté", "modifié"} & tags(stack)


def test_rows_added_after_a_refused_load_are_not_replaced(stack):
    ok(stack.dump())
    stack.edit_dump(with_a_tag_twice)
    refused(stack.load())
    stack.sql(ADD_TAG)
    ok(stack.dump("--force"))
    assert "traps.tag: 3 rows, migrate made 2" in refused(stack.load())
    assert "ajouté" in tags(stack)


def test_a_database_without_the_marker_is_left_alone(new_stack):
    stack = new_stack(migrated=False)
    ok(stack.migrate())
    ok(stack.dump())
    before = stack.snapshot()
    assert "left as it is" in ok(stack.start())
    assert "never replaced: traps.tag. " in refused(stack.load("--explicit", "--force"))
    assert stack.state == "unmarked"
    assert stack.snapshot() == before


def test_a_database_without_the_marker_and_without_rows_is_filled_by_hand(new_stack):
    """`djdock add import` after the first `make run`."""
    stack = new_stack(migrated=False)
    ok(stack.migrate())
    stack.sql("DELETE FROM traps_tag")
    ok(stack.dump())
    assert "left as it is" in ok(stack.start())
    ok(stack.load("--explicit"))
    assert stack.state == "done"
    assert stack.snapshot() == stack.snapshot(on_target=False)


@sqlite_only
def test_the_same_database_is_left_alone(stack):
    ok(stack.dump())
    before = stack.snapshot(on_target=False)
    for arguments in (["--explicit"], ["--force"]):
        done = stack.load(
            *arguments, environment={"DATABASE": "", "SOURCE": stack.source}
        )
        assert "this very database" in ok(done)
    assert stack.snapshot(on_target=False) == before


def test_another_schema_is_refused(stack):
    ok(stack.dump())

    def older(lines):
        lines[0]["migrations"].remove("traps.0003_rows_and_legacy")
        lines[0]["migrations"].append("traps.0004_of_another_branch")
        return lines

    stack.edit_dump(older)
    said = refused(stack.load())
    assert "only in db.json: traps.0004_of_another_branch" in said
    assert "only in this database: traps.0003_rows_and_legacy" in said
    assert stack.state == "pending"


def test_two_loads_at_once_are_one(stack):
    """`make import-data` while the one-shot starts."""
    ok(stack.dump())
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda _: stack.load(anew=True), range(2)))
    assert sorted(end.returncode for end in ends) in ([0, 0], [0, 1]), [
        end.text for end in ends
    ]
    assert sum("traps.tag " in end.text and " equal" in end.text for end in ends) == 1
    assert stack.state == "done"
    assert stack.snapshot() == stack.snapshot(on_target=False)


def kill(command, at):
    """Run a command that dies at its statement number `at`; return whether it got that far."""
    done = command(environment={"TRAPS_KILL_AT": str(at)})
    assert done.returncode in (0, -9), done.text
    return done.returncode == -9


def test_a_load_killed_anywhere_is_finished_by_the_next_start(stack, kill_step):
    ok(stack.dump())
    before = stack.sql("SELECT COUNT(*) FROM traps_tag"), stack.sql(
        "SELECT COUNT(*) FROM auth_permission"
    )
    at = 1
    while kill(stack.load, at):
        assert stack.state == "pending"
        assert before == (
            stack.sql("SELECT COUNT(*) FROM traps_tag"),
            stack.sql("SELECT COUNT(*) FROM auth_permission"),
        )
        at += kill_step
    assert at > 100
    ok(stack.start())
    assert stack.state == "done"
    assert stack.snapshot() == stack.snapshot(on_target=False)


def test_a_first_start_killed_anywhere_is_finished_by_the_next(new_stack, kill_step):
    """On MariaDB a killed migrate leaves half a table, which would stop every later migrate."""
    stack = new_stack(migrated=False)
    ok(stack.dump())
    stack.sql("CREATE TABLE of_somebody_else (word varchar(10))")
    stack.sql("INSERT INTO of_somebody_else VALUES ('reste')")
    for at in range(1, 12):
        kill(stack.begin, at)
    for at in range(1, 1000, 4 * kill_step):
        ok(stack.begin())
        if not kill(stack.migrate, at):
            break
        kill(stack.begin, at % 13)
    ok(stack.start())
    assert stack.snapshot() == stack.snapshot(on_target=False)
    assert stack.sql("SELECT word FROM of_somebody_else")[0][0] == "reste"
