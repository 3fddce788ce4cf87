"""The law of what is told: in prod's environment Django's own values are the wanted ones, or djdock said so before.

    python told.py DJDOCK [COUNT [SEED]]     with a Python that has Django; DJDOCK: the binary to test

Every project is generated: where DEBUG, SECRET_KEY, ALLOWED_HOSTS and DATABASES come from, under which names, and what
happens to all of them afterwards. `djdock init` patches it; the settings are imported with the variables of prod's
containers; a value that is another one must have been refused, or listed, by init, and by `djdock check`.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

MANAGE = """import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
"""
HEAD = """import json
import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
"""
REST = """
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.staticfiles"]
MIDDLEWARE = []
ROOT_URLCONF = "mysite.urls"
WSGI_APPLICATION = "mysite.wsgi.application"
STATIC_URL = "static/"
"""
WSGI = "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"
# A library that is not in the repository: what it does cannot be read.
LIBRARY = """import sys


def take_over(name):
    for key, value in VALUES.items():
        setattr(sys.modules[name], key, value)


def fill(scope):
    scope.update(VALUES)


def read(key):
    return VALUES[key]


VALUES = {"DEBUG": True, "SECRET_KEY": "the key of a library", "ALLOWED_HOSTS": ["library.example"]}
"""
OWN = {
    "DEBUG": "True",
    "SECRET_KEY": "'django-insecure-k1'",
    "ALLOWED_HOSTS": "['own.example']",
    "DATABASES": "{'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'own.sqlite3'}}",
}
NAMES = ["config", "env", "environ", "settings_config", "conf", "values", "CONFIG", "Env", "get_env", "env_values"]
VALUES = "{" + ", ".join(f"'{key}': {value}" for key, value in OWN.items()) + "}"

# Where a setting's value comes from: lines before it, and its expression.
SOURCES = {
    "a literal": ("", "{own}"),
    "an imported dict": ("from mysite.source import {name}\n", "{name}['{key}']"),
    "get of an imported dict": ("from mysite.source import {name}\n", "{name}.get('{key}')"),
    "an imported class": ("from mysite.source import Box as {name}\n", "{name}.{key}"),
    "an imported function": ("from mysite.source import lookup as {name}\n", "{name}('{key}')"),
    "a module's name": ("from mysite import source as {name}\n", "{name}.{key}"),
    "a function with a default": ("from mysite.source import or_else as {name}\n", "{name}('{key}', {own})"),
    "a dict of its own": ("{name} = " + VALUES.replace("{", "{{").replace("}", "}}") + "\n", "{name}['{key}']"),
    "a file": ("{name} = json.loads((BASE_DIR / 'values.json').read_text())\n", "{name}['{key}']"),
    "a library": ("import library as {name}\n", "{own} if '{key}' == 'DATABASES' else {name}.read('{key}')"),
    "the environment": ("", "json.loads(os.environ.get('MY_{key}', json.dumps({own})))"),
    "the environment, as text": (
        "def {name}(name, default):\n    return os.environ.get(name, default)\n\n\n",
        "{own} if '{key}' != 'SECRET_KEY' else {name}('APP_{key}', {own})",
    ),
}

# What happens after the settings are assigned.
AFTERWARDS = {
    "nothing": "",
    "globals of a dict": "globals().update({{'DEBUG': True}})\n",
    "globals of an import": "from mysite.source import {name} as more\n\nglobals().update(more)\n",
    "globals of a file": "globals().update(json.loads((BASE_DIR / 'values.json').read_text()))\n",
    "locals of a file": "with open(BASE_DIR / 'values.json') as file:\n    locals().update(json.load(file))\n",
    "vars of a dict": "vars().update(DEBUG=True)\n",
    "an item of globals": "for key in ['DEBUG', 'TIME_ZONE']:\n    globals()[key] = True if key == 'DEBUG' else 'UTC'\n",
    "a loop over a dict": "from mysite.source import {name} as more\n\nfor key, value in more.items():\n    globals()[key] = value\n",
    "setattr": "setattr(sys.modules[__name__], 'DEBUG', True)\n",
    "exec": "exec((BASE_DIR / 'more.txt').read_text())\n",
    "a library, by name": "import library\n\nlibrary.take_over(__name__)\n",
    "a library, by globals": "import library\n\nlibrary.fill(globals())\n",
    "a star": "from mysite.stars import *\n",
    "a condition": "if os.environ.get('MODE', 'dev') == 'dev':\n    DEBUG = True\n",
    "a condition of prod": "if not DEBUG:\n    SECRET_KEY = 'prod-' + SECRET_KEY\n",
    "a guarded import": "try:\n    from mysite.stars import *\nexcept ImportError:\n    pass\n",
    "a function": "def harden():\n    global DEBUG\n    DEBUG = True\n\n\nharden()\n",
}

SHOW = """
import json
from django.conf import settings
print(json.dumps({
    name: getattr(settings, name, None) for name in ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "STATIC_ROOT", "MEDIA_ROOT"]
} | {"DATABASES": {key: settings.DATABASES["default"].get(key) for key in ["ENGINE", "HOST", "NAME"]}}, default=str))
"""


def write(folder, files):
    for path, text in files.items():
        place = os.path.join(folder, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)


def project(chance):
    """Return the files of a project, and what is odd about it."""
    name = chance.choice(NAMES)
    lines, how = {}, []
    for key, own in OWN.items():
        kind = chance.choice(list(SOURCES))
        before, expression = SOURCES[kind]
        around = f"{key}_{name}" if chance.random() < 0.3 or name in ("values",) and kind == "a module's name" else name
        fill = dict(name=around, key=key, own=own)
        lines[key] = before.replace("import {name}\n", f"import {name} as {around}\n").format(**fill) + key + " = "
        lines[key] += expression.format(**fill) + "\n"
        how.append(f"{key} from {kind}")
    after = chance.choice(list(AFTERWARDS)) if chance.random() < 0.6 else "nothing"
    how.append(f"then {after}, by the name {name}")
    body = "".join(lines.values())
    based = chance.random() < 0.3
    source = f"{name} = {VALUES}\n\n\ndef lookup(name):\n    return {name}[name]\n\n\n"
    source += f"def or_else(name, default):\n    return {name}.get(name, default)\n\n\nclass Box:\n"
    source += "".join(f"    {key} = {value}\n" for key, value in OWN.items())
    source += "\n\n" + "".join(f"{key} = {value}\n" for key, value in OWN.items())
    settings = "from mysite.base import *\n" + HEAD if based else HEAD + body + REST
    files = {
        "manage.py": MANAGE,
        "requirements.txt": "Django==5.2.8\n",
        "mysite/__init__.py": "",
        "mysite/urls.py": "urlpatterns = []\n",
        # Uploads, without which MEDIA_ROOT is nobody's concern.
        "mysite/models.py": "from django.db import models\n\n\nclass Photo(models.Model):\n    file = models.FileField()\n",
        "mysite/wsgi.py": WSGI,
        "mysite/source.py": source,
        "mysite/stars.py": "DEBUG = True\n",
        "values.json": json.dumps({"DEBUG": True, "SECRET_KEY": "the key of a file", "ALLOWED_HOSTS": ["file.example"],
                                   "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}}),
        "more.txt": "DEBUG = True\n",
        "mysite/settings.py": settings + AFTERWARDS[after].format(name=name),
    }
    if based:
        files["mysite/base.py"] = HEAD + body + REST
    return files, "; ".join(how + (["in a base"] if based else []))


def variables(folder):
    """Return what prod's containers get, with .env filled in."""
    known = {}
    with open(os.path.join(folder, ".env"), encoding="utf-8") as file:
        for line in file:
            key, _, value = line.rstrip("\n").partition("=")
            if _ and not key.startswith("#"):
                known[key] = value.strip("'")
    with open(os.path.join(folder, "docker-compose.prod.yml"), encoding="utf-8") as file:
        text = file.read().split("environment: &environment\n")[1].split("\n  volumes:")[0]
    found = dict(known)
    for name, value in re.findall(r"^    ([A-Za-z_0-9]+): (.*)$", text, re.M):
        quoted = re.match(r'"(?:[^"\\]|\\.)*"', value)
        value = json.loads(quoted[0]) if quoted else value.split(" #")[0]
        value = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda it: known[it[1]], value)
        found[name] = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda it: known.get(it[1]) or it[2], value)
    return found


def wrong(values, given, database):
    """Return the settings that have other values than the stack wants."""
    default = {"mariadb": ("mysql", "db", given.get("MARIADB_DATABASE")),
               "sqlite": ("sqlite3", None, "/srv/sqlite/db.sqlite3")}[database]
    found = values["DATABASES"]
    same = found["ENGINE"].endswith(default[0]) and str(found["NAME"]) == default[2]
    return {
        name
        for name, good in {
            "DEBUG": values["DEBUG"] is False,
            "SECRET_KEY": values["SECRET_KEY"] == given["SECRET_KEY"],
            "ALLOWED_HOSTS": "localhost" in values["ALLOWED_HOSTS"],
            "STATIC_ROOT": values["STATIC_ROOT"] == "/srv/static",
            "MEDIA_ROOT": values["MEDIA_ROOT"] == "/srv/media",
            "DATABASES": same and (not default[1] or found["HOST"] == default[1]),
        }.items()
        if not good
    }


def judge(djdock, folder, library, chance):
    """Return what the law is broken by, and how the project ended."""
    database = chance.choice(["mariadb", "sqlite"])
    init = [djdock, "init", "--yes", "--layout", "single", "--db", database, folder]
    ran = subprocess.run(init, capture_output=True, text=True)
    if ran.returncode == 1:
        return None, "refused"
    if ran.returncode != 0:
        return f"init ended with {ran.returncode}: {ran.stderr}", "broken"
    given = variables(folder)
    shown = run(folder, ["-c", SHOW], given, library)
    if shown.returncode:
        return f"the settings fail: {shown.stderr}", "broken"
    bad = wrong(json.loads(shown.stdout), given, database)
    if not bad:
        listed = "listed" if "cannot be told" in ran.stderr else "silent"
        return None, f"right, and {listed}"
    silent = {name for name in bad if not re.search(rf"\b{name}\b", told(ran.stderr))}
    if silent:
        return f"{silent} wrong, and init did not say so: {ran.stderr}\n{shown.stdout}", "silent"
    check = subprocess.run([djdock, "check", "--json"], cwd=folder, capture_output=True, text=True)
    found = " ".join(it["found"] for it in json.loads(check.stdout) if it["environment"] == "prod")
    silent = {name for name in bad if name not in found}
    if silent:
        return f"{silent} wrong, and check did not say so: {check.stdout}", "silent"
    return None, "wrong, and listed"


def told(text):
    """Return the part of init's words that is about settings that may be other ones."""
    return "\n".join(re.findall(r"^warning: .*(?:\n  .*)*", text, re.M))


def run(folder, script, given, library):
    around = {"PATH": os.environ["PATH"], "PYTHONPATH": library, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *script], cwd=folder, env={**around, **given}, capture_output=True, text=True)


def law(what, usual, project, judge):
    """Try what the command line asks for: each project that is drawn is written and judged, and what breaks it is shown."""
    djdock = os.path.realpath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else usual
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**6)
    scratch = tempfile.mkdtemp()
    write(scratch, {"library/library.py": LIBRARY})
    ends, broken = {}, 0
    for number in range(seed, seed + count):
        chance = random.Random(number)
        files, how = project(chance)
        folder = os.path.join(scratch, "project")
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, files)
        fault, end = judge(djdock, folder, os.path.join(scratch, "library"), chance)
        ends[end] = ends.get(end, 0) + 1
        if fault:
            broken += 1
            print(f"seed {number}: {how}\n{fault}\n{files['mysite/settings.py']}", file=sys.stderr)
    shutil.rmtree(scratch)
    print(f"{count} {what} from seed {seed}:", ", ".join(f"{ends[end]} {end}" for end in sorted(ends)))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    law("projects", 60, project, judge)
