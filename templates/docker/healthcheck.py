# djdock
"""Ask the web server in this container for one page, as nginx would.

    python docker/healthcheck.py [PORT]

Any answer under 500 is healthy: a redirect to a login page or a 404 is the project's
own business, and a redirect is not followed because it may leave the container.
The standard library alone is used, without Django: a slim image has no curl, and
this runs again and again.
"""

import http.client
import os
import sys

TIMEOUT = 5  # seconds


def allowed_host(allowed_hosts):
    """Return a Host header that Django accepts: the first usable entry of the list."""
    for entry in allowed_hosts.split(","):
        entry = entry.strip()
        if entry == "*":
            break
        if entry.strip("."):
            return entry.lstrip(".")
    return "localhost"


def status(port, host):
    """Return the status and reason of GET /, asked as an outer https proxy asks.

    Without X-Forwarded-Proto, TLS=1 would answer every path with a redirect.
    """
    headers = {"Host": host, "X-Forwarded-Proto": "https", "Connection": "close"}
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        web.request("GET", "/", headers=headers)
        answer = web.getresponse()
        return answer.status, answer.reason
    finally:
        web.close()


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    host = allowed_host(os.environ.get("ALLOWED_HOSTS", ""))
    try:
        code, reason = status(port, host)
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"unhealthy: no answer on port {port}: {error!r}")
    if code >= 500:
        sys.exit(f"unhealthy: GET / on port {port} as {host}: {code} {reason}")


if __name__ == "__main__":
    main()
