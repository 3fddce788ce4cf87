"""Runs settings modules before and after their patch, and says what they make of their upper-case names."""

import json
import os
import sys

VARIABLES = {
    "SECRET_KEY": "from-outside",
    "DEBUG": "yes",
    "ALLOWED_HOSTS": "one, two,",
    "STATIC_ROOT": "/static",
    "MEDIA_ROOT": "/media",
    "MEDIA_URL": "/uploads/",
    "CSRF_TRUSTED_ORIGINS": "https://one",
    "DATABASE": "mariadb",
    "MARIADB_DATABASE": "name",
}
EXPECTED = {
    **VARIABLES,
    "DEBUG": True,
    "ALLOWED_HOSTS": ["one", "two"],
    "CSRF_TRUSTED_ORIGINS": ["https://one"],
}


def run(text, variables):
    for name in VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(variables)
    # From bytes, as a file: with a byte order mark and an encoding declaration.
    namespace = {"__name__": "settings"}
    try:
        exec(compile(text.encode(), "settings.py", "exec"), namespace)
    except Exception as error:
        return {"error": repr(error)}
    return {name: value for name, value in namespace.items() if name.isupper()}


def judge(case):
    before = run(case["before"], {})
    if "error" in before:
        return None
    after = run(case["after"], {})
    empty = run(case["after"], {name: "" for name in VARIABLES})
    for inert in (after, empty):
        for name, value in before.items():
            if repr(inert.get(name)) != repr(value) and not name.startswith("C_"):
                return f"{name}: {value!r} became {inert.get(name)!r} {inert.get('error')}"
        for name in set(inert) - set(before):
            if inert[name] not in (None, "", []):
                return f"{name} = {inert[name]!r} is new"
    database = "default" in (before.get("DATABASES") or {})
    kept = {name: value for name, value in VARIABLES.items() if database or name != "DATABASE"}
    outside = run(case["after"], kept)
    for name in case["expected"]:
        if outside.get(name) != EXPECTED[name]:
            return f"{name} from outside: {outside.get(name)!r} {outside.get('error')}"
    if database and outside["DATABASES"]["default"]["NAME"] != "name":
        return f"DATABASES from outside: {outside['DATABASES']!r}"
    return ""


json.dump([judge(case) for case in json.load(sys.stdin)], sys.stdout)
