"""start.py healthy, against web servers that answer, fail, stall and are not there."""

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from conftest import SCRIPTS, sqlite_only

pytestmark = sqlite_only


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(
            (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
        )
        self.send_response(self.server.code)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def web():
    server = HTTPServer(("127.0.0.1", 0), Page)
    server.code, server.seen = 200, []
    threading.Thread(target=server.serve_forever).start()
    yield server
    server.shutdown()
    server.server_close()


def check(port, allowed_hosts=None):
    environment = dict(os.environ)
    environment.pop("ALLOWED_HOSTS", None)
    if allowed_hosts is not None:
        environment["ALLOWED_HOSTS"] = allowed_hosts
    script = "import start; start.healthy({})".format(port)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=SCRIPTS,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize("code", [200, 204, 301, 302, 400, 403, 404])
def test_any_answer_under_500_is_healthy(web, code):
    web.code = code
    assert check(web.server_port) == (0, "")
    assert web.seen == [("/", "localhost", "https")]  # once: no redirect is followed


def test_an_error_is_unhealthy_and_says_why(web):
    web.code = 503
    code, said = check(web.server_port)
    assert code == 1 and "503 Service Unavailable" in said


@pytest.mark.parametrize(
    "allowed_hosts, host",
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("example.org,other.org", "example.org"),
        (" , .example.org", "example.org"),
        ("[::1],localhost", "[::1]"),
    ],
)
def test_the_host_is_one_that_django_accepts(web, allowed_hosts, host):
    assert check(web.server_port, allowed_hosts)[0] == 0
    assert web.seen[0][1] == host


def test_nobody_answers():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        code, said = check(silent.getsockname()[1])
        assert code == 1 and "ConnectionRefusedError" in said
        silent.listen(1)  # the kernel takes the connection, and nobody answers
        code, said = check(silent.getsockname()[1])
        assert code == 1 and "timeout" in said.lower()


def test_it_does_not_import_django():
    script = "import sys, start; sys.exit('django' in sys.modules)"
    assert subprocess.call([sys.executable, "-c", script], cwd=SCRIPTS) == 0
