"""The law of what is told, for settings that are classes: django-configurations itself is asked what they come to.

    python classes.py DJDOCK [COUNT [SEED]]     with a Python that has Django and django-configurations

A class cannot be patched from outside, so `djdock init` refuses what would be another value on prod. Each setting that
it names must be one in Django's own eyes, each that is one must be named or listed, and prod's guard must start where
DEBUG, the key and the database are right, and nowhere else.
"""

import json
import os
import re
import subprocess

import told

HEAD = told.HEAD + "\nfrom configurations import Configuration, values\n\n"
MANAGE = told.MANAGE.replace("django.core", "configurations").replace(
    "    from", '    os.environ.setdefault("DJANGO_CONFIGURATION", "Prod")\n    from'
)
WSGI = "from configurations.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"
READS = {
    "DEBUG": "values.BooleanValue(False)",
    "SECRET_KEY": "values.SecretValue()",
    "ALLOWED_HOSTS": "values.ListValue([])",
    "DATABASES": "values.DatabaseURLValue('sqlite:///own.sqlite3')",
}
# What a class says beside its attributes.
AFTERWARDS = {
    "nothing": "",
    "a hook": "\n    @classmethod\n    def post_setup(cls):\n        pass\n",
    "a hook that assigns": "\n    @classmethod\n    def pre_setup(cls):\n        super().pre_setup()\n        cls.DEBUG = True\n",
    "a property": "\n    @property\n    def DEBUG(self):\n        return True\n",
    "a property of the environment": "\n    @property\n    def DEBUG(self):\n        return os.environ.get('LOUD') == '1'\n",
    "a condition": "\n    if os.environ.get('MODE', 'dev') == 'dev':\n        DEBUG = True\n",
    "a class of its own": "\n\nclass Prod(Prod):\n    SECRET_KEY = 'the key of a class'\n",
    "a mixin": "\n\nclass Loud:\n    DEBUG = True\n\n\nclass Prod(Loud, Prod):\n    pass\n",
}
# As docker/start.py calls it.
GUARD = """
from configurations import importer
importer.install()
import runpy
database = runpy.run_path("docker/start.py")["database"]
runpy.run_path("docker/prod.py")["guard"](database)
"""
ACCEPT = "DJDOCK_ACCEPT=ALLOWED_HOSTS,DATABASES,DEBUG,MEDIA_ROOT,SECRET_KEY,STATIC_ROOT\n"


def project(chance):
    """Return the files of a project, and what is odd about it."""
    files, _ = told.project(chance)
    name = chance.choice(told.NAMES)
    before, attributes, how = [], "", []
    for key, own in told.OWN.items():
        kind = chance.choice(["a value that reads"] * 24 + list(told.SOURCES))
        lines, expression = told.SOURCES.get(kind, ("", READS[key]))
        # Each under a name of its own: what the other sources bind stays in sight.
        around = f"{key}_{name}"
        fill = dict(name=around, key=key, own=own)
        lines = lines.replace("import {name}\n", "import " + name + " as {name}\n")
        before.append(lines.format(**fill))
        attributes += f"    {key} = {expression.format(**fill)}\n"
        how.append(f"{key} from {kind}")
    after = chance.choice(list(AFTERWARDS)) if chance.random() < 0.6 else "nothing"
    how.append(f"with {after}, by the name {name}")
    rest = "".join(f"    {line}\n" for line in told.REST.strip().splitlines())
    settings = HEAD + "".join(before) + "\n\nclass Prod(Configuration):\n" + attributes + rest + AFTERWARDS[after]
    source = "".join(f"{key} = {value}\n" for key, value in told.OWN.items())
    files["mysite/source.py"] = files["mysite/source.py"] + source + source_of(name)
    files.update({"mysite/settings.py": settings, "manage.py": MANAGE, "mysite/wsgi.py": WSGI})
    files.update({"requirements.txt": "Django==5.2.8\ndj-database-url\ndjango-configurations\n"})
    files.pop("mysite/base.py", None)
    return files, "; ".join(how)


def source_of(name):
    """Return the dict of the values, and what hands them out, under a name."""
    return f"{name} = {told.VALUES}\n\n\ndef lookup(name):\n    return {name}[name]\n\n\ndef or_else(name, default):\n    return {name}.get(name, default)\n"


def judge(djdock, folder, library, _chance):
    """Return what the law is broken by, and how the project ended."""
    init = [djdock, "init", "--yes", "--layout", "single", "--db", "sqlite", folder]
    first = ran = subprocess.run(init, capture_output=True, text=True)
    refused = set()
    if first.returncode == 1:
        refused = set(re.findall(r"^  \S+: (\w+).* on prod", first.stderr, re.M))
        if not refused:
            return f"refused for another reason: {first.stderr}", "broken"
        told.write(folder, {".env": ACCEPT})
        ran = subprocess.run(init, capture_output=True, text=True)
    if ran.returncode != 0:
        return f"init ended with {ran.returncode}: {ran.stderr}", "broken"
    given = told.variables(folder)
    given.pop("DJDOCK_ACCEPT", None)
    show = "from configurations import importer\nimporter.install()\n" + told.SHOW
    shown = told.run(folder, ["-c", show], given, library)
    if shown.returncode:
        return f"the settings fail: {shown.stderr}", "broken"
    bad = told.wrong(json.loads(shown.stdout), given, "sqlite")
    said = told.told(first.stderr)
    if refused - bad:
        return f"{refused - bad} is right, and refused: {first.stderr}\n{shown.stdout}", "wrongly refused"
    silent = {name for name in bad - refused if not re.search(rf"\b{name}\b", said)}
    # Who accepts some does not hear of them any more.
    if silent and not refused:
        return f"{silent} wrong, and init did not say so: {first.stderr}\n{shown.stdout}", "silent"
    guarded = bad & {"DEBUG", "SECRET_KEY", "DATABASES"}
    guard = told.run(folder, ["-c", GUARD], {**given, "DJDOCK_ENVIRONMENT": "prod"}, library)
    named = set(re.findall(r"^(DEBUG|SECRET_KEY|DATABASES) ", guard.stderr, re.M))
    if (guard.returncode != 0) != bool(guarded) or named != guarded:
        return f"the guard says {guard.returncode} of {guarded}: {guard.stderr}\n{shown.stdout}", "guard"
    return None, "refused" if refused else "wrong, and listed" if bad else "right"


if __name__ == "__main__":
    told.law("projects of classes", 40, project, judge)
