"""One question of `djdock try`, asked in the container that runs Django: a line of JSON is the answer."""

import contextlib
import http.client
import io
import json
import os
import re
import secrets
import sys
import traceback
import urllib.parse

what, server, host, scheme = sys.argv[1:5]


def answer(**facts):
    print("djdock:" + json.dumps(facts), flush=True)
    sys.exit(0)


def get(path, **headers):
    name, _, port = server.partition(":")
    web = http.client.HTTPConnection(name, int(port), timeout=60)
    usual = {"Host": host, "X-Forwarded-Proto": scheme, "Connection": "close"}
    web.request("GET", path, headers={**usual, **headers})
    response = web.getresponse()
    body = b"" if response.status == 101 else response.read()
    return response.status, response.headers, body


def page(path):
    """Follow redirects on this site, as a browser does."""
    for _ in range(6):
        status, headers, body = get(path)
        target = urllib.parse.urlsplit(headers.get("Location") or "")
        if status // 100 != 3 or target.hostname not in (None, host.partition(":")[0]):
            break
        path = urllib.parse.urljoin(path, target.path + (target.query and "?" + target.query)) or "/"
    return status, path, body.decode("utf-8", "replace")


def django():
    sys.path.insert(0, os.getcwd())
    if os.environ.get("DJANGO_CONFIGURATION"):
        from configurations import importer

        importer.install()
    import django

    django.setup()
    from django.conf import settings

    return settings


def traced(path):
    """The traceback of a page that fails, which no log has where the settings configure none."""
    from django.test import Client

    django()
    try:
        Client().get(path, HTTP_HOST=host, secure=scheme == "https")
    except Exception:
        traceback.print_exc()


def ask_page():
    status, path, _ = page("/")
    if status >= 500:
        with contextlib.suppress(Exception):
            traced(path)
    answer(status=status, path=path)


def ask_admin():
    django()
    from django.urls import NoReverseMatch, reverse

    try:
        path = reverse("admin:index")
    except NoReverseMatch:
        answer(skipped="absent")
    status, path, body = page(path)
    if status >= 500:
        with contextlib.suppress(Exception):
            traced(path)
    styles = re.findall(r"""href=["']([^"']+\.css[^"']*)""", body)
    own = [style for style in styles if urllib.parse.urlsplit(style).hostname in (None, host)]
    for style in own:
        target = urllib.parse.urljoin(path, urllib.parse.urlsplit(style).path)
        found, headers, _ = get(target)
        if found != 200 or "css" not in (headers.get("Content-Type") or ""):
            answer(status=found, path=target)
    answer(status=status, path=path, styles=len(own))


def ask_upload():
    settings = django()
    from django.core.files.base import ContentFile
    from django.core.files.storage import FileSystemStorage, default_storage

    if not settings.MEDIA_ROOT or settings.MEDIA_URL in ("", "/"):
        answer(skipped="absent")
    if not isinstance(default_storage, FileSystemStorage):
        answer(skipped="elsewhere")
    content = secrets.token_hex(8).encode()
    name = default_storage.save("djdock-try.txt", ContentFile(content))
    try:
        path = urllib.parse.urlsplit(default_storage.url(name)).path
        status, _, body = get(path)
    finally:
        default_storage.delete(name)
    answer(status=status if body == content or status != 200 else 0, path=path)


def routes(application):
    """The paths of a router of Channels, wherever it is wrapped in."""
    for _ in range(10):
        if hasattr(application, "routes"):
            return application.routes
        application = getattr(application, "inner", None) or getattr(application, "application", None)
    return []


def filled(pattern):
    """A path that a pattern matches."""
    text = re.sub(r"<(?:int:)[^>]*>", "1", str(pattern))
    text = re.sub(r"<[^>?]*>", "a", text) if not hasattr(pattern, "_regex") else text
    text = re.sub(r"\(\?P<\w+>[^()]*\)|\([^()?][^()]*\)", "1", text)
    text = text.strip("^").rstrip("$").replace(r"\Z", "").replace("/?", "/").replace("\\", "")
    return text if pattern.match(text) else None


def ask_websocket():
    settings = django()
    from django.utils.module_loading import import_string

    named = getattr(settings, "ASGI_APPLICATION", None)
    router = getattr(import_string(named), "application_mapping", {}) if named else {}
    if "websocket" not in router:
        answer(skipped="absent")
    paths = [filled(route.pattern) for route in routes(router["websocket"]) if hasattr(route, "pattern")]
    path = next((path for path in paths if path is not None), None)
    if path is None:
        answer(skipped="unknown")
    status, _, _ = get(
        "/" + path.lstrip("/"),
        Connection="Upgrade",
        Upgrade="websocket",
        Origin=f"{scheme}://{host}",
        **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
    )
    # A consumer that refuses this visitor was reached.
    answer(status=200 if status in (101, 401, 403) else status, path="/" + path.lstrip("/"))


def ask_check():
    django()
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command("check", deploy=os.environ.get("DJDOCK_ENVIRONMENT") == "prod", stdout=said, stderr=said)
    except CommandError as error:
        print(error)
        answer(status=500)
    found = re.search(r"identified (\d+) issue", said.getvalue())
    answer(status=200, issues=int(found.group(1)) if found else 0)


try:
    globals()["ask_" + what]()
except Exception:
    traceback.print_exc()
    sys.exit(1)
