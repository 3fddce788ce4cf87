"""start.py waits: ready, not there, and refused are three different things."""

import os
import socket
import time

import pytest
from conftest import SCRIPTS, TARGET, ok, refused

servers_only = pytest.mark.skipif(TARGET == "sqlite", reason="needs a server")


def wait(stack, seconds=60, **values):
    prefix = TARGET.upper() + "_"
    environment = {prefix + name.upper(): value for name, value in values.items()}
    started = time.monotonic()
    done = waited(stack, seconds, environment)
    done.seconds = time.monotonic() - started
    assert "p@ss w'rd%s" not in done.text
    return done


def waited(stack, seconds, environment):
    script = os.path.join(stack.folder, "wait.py")
    with open(script, "w") as file:
        file.write("import os, sys\nsys.path[:1] = [os.getcwd(), {!r}]\n".format(SCRIPTS))
        file.write("import start\nstart.wait({})\nprint('It is ready.')\n".format(seconds))
    return stack.python(script, environment=environment)


def test_a_database_that_is_ready(stack):
    lines = ok(wait(stack)).splitlines()
    assert lines[0].startswith("Waiting for ") and lines[1] == "It is ready."
    assert len(lines) == 2


@servers_only
@pytest.mark.parametrize(
    "values", [{"password": "wrong"}, {"user": "nobody"}, {"database": "nowhere"}]
)
def test_a_refusal_ends_the_wait(stack, values):
    done = wait(stack, 60, **values)
    assert "is up and refuses this user" in refused(done)
    assert 4 < done.seconds < 20


@servers_only
def test_a_server_that_is_not_there(stack):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, and not listening
        done = wait(stack, 2, port=str(unused.getsockname()[1]))
    assert "Is the database's container running?" in refused(done)
    assert 1 < done.seconds < 10
    assert "container running" in refused(
        wait(stack, 1, host="no-such-host.invalid")
    )


def test_a_folder_that_is_not_there(stack):
    if TARGET != "sqlite":
        pytest.skip("sqlite alone has a folder")
    done = waited(stack, 60, {"SQLITE_PATH": "/nowhere/db.sqlite3"})
    assert "Does the folder exist" in refused(done)
