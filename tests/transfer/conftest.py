"""A project with traps, its seeded sqlite file, and a database of the target that TRANSFER_TARGET names."""

import itertools
import json
import os
import shutil
import tempfile

import pytest

from processes import run_anew, run_apart, run_forked
from targets import TARGETS, run_sql

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.join(HERE, "project")
TEMPLATES = os.path.normpath(os.path.join(HERE, "..", "..", "templates"))
LAYOUT = tempfile.TemporaryDirectory()  # as the scripts lie in a user's repository
SCRIPTS = shutil.copytree(os.path.join(TEMPLATES, "docker"), os.path.join(LAYOUT.name, "docker"))
shutil.copytree(os.path.join(TEMPLATES, "services", "import", "scripts"), os.path.join(SCRIPTS, "import"))
NUMBERS = itertools.count()
TARGET = os.environ.get("TRANSFER_TARGET", "sqlite")

# What does not depend on the target is tried once.
sqlite_only = pytest.mark.skipif(
    TARGET != "sqlite", reason="tried with the target sqlite"
)


class Stack:
    """One project's source file, dump folder and target database, and the commands that the stack runs on them."""

    def __init__(self, folder, target, database, source, use_tz=True):
        self.folder = str(folder)
        self.target = target
        self.database = database
        self.source = os.path.join(self.folder, "db.sqlite3")
        if source:
            shutil.copy(source, self.source)
        self.dump_file = os.path.join(self.folder, "data", "db.json")
        self.dump_media = os.path.join(self.folder, "data", "media")
        self.media = os.path.join(self.folder, "media")
        self.source_media = os.path.join(self.folder, "uploads")
        self.environment = dict(
            os.environ,
            DJANGO_SETTINGS_MODULE="site_settings",
            TRAPS_USE_TZ="01"[use_tz],
        )
        self.environment.update(SOURCE=self.source, DEBUG="1")

    def python(
        self, script, *arguments, on_target=True, anew=False, apart=False, environment=()
    ):
        """Run a script as a container does: from the folder of manage.py, wherever the script lies."""
        values = dict(
            self.environment, MEDIA_ROOT=self.media if on_target else self.source_media
        )
        if on_target:
            values.update(self.target.environment(self.database))
        values.update(environment)
        run = run_apart if apart else run_anew if anew else run_forked
        return run(script, list(arguments), PROJECT, values)

    def script(self, name, *arguments, **options):
        return self.python(os.path.join(SCRIPTS, name), *arguments, **options)

    def on_source(self, script, *arguments):
        return ok(
            self.python(os.path.join(PROJECT, script), *arguments, on_target=False)
        )

    def dump(self, *arguments, **options):
        carried = ["--media", self.dump_media, "--into", self.target.name]
        arguments = ["dump", self.dump_file] + carried + list(arguments)
        return self.script("import/transfer.py", *arguments, on_target=False, **options)

    def load(self, *arguments, **options):
        return self.script(
            "import/transfer.py",
            "load",
            self.dump_file,
            "--media",
            self.dump_media,
            *arguments,
            **options
        )

    def begin(self, **options):
        return self.script("import/transfer.py", "begin", **options)

    def migrate(self, **options):
        return self.manage("migrate", "--noinput", "-v0", **options)

    def start(self):
        """Do what the one-shot service does on every start."""
        ok(self.begin())
        early = self.early()
        if early.returncode:
            return early
        ok(self.migrate())
        loaded = self.load()
        loaded.text = early.text + loaded.text
        return loaded

    def early(self, **options):
        carried = [self.dump_file, "--media", self.dump_media]
        return self.script("import/transfer.py", "early", *carried, **options)

    def manage(self, *arguments, **options):
        return self.python(os.path.join(PROJECT, "manage.py"), *arguments, **options)

    @property
    def state(self):
        return ok(self.script("import/transfer.py", "state")).strip()

    def sql(self, statement, *parameters):
        """Run SQL on the target, with its own driver."""
        if self.target.name == "sqlite":
            statement = statement.replace("%s", "?")
        return run_sql(self.target, self.database, statement, parameters)

    def source_sql(self, *statements):
        import sqlite3

        connection = sqlite3.connect(self.source)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    def snapshot(self, on_target=True):
        return ok(
            self.python(os.path.join(PROJECT, "snapshot.py"), on_target=on_target)
        ).splitlines()

    def edit_dump(self, edit):
        """Pass the lines of db.json through a function."""
        with open(self.dump_file, encoding="utf-8") as lines:
            edited = edit([json.loads(line) for line in lines])
        with open(self.dump_file, "w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(line) + "\n" for line in edited)


def ok(done):
    assert done.returncode == 0, done.text
    return done.text


def refused(done):
    assert done.returncode == 1, done.text
    assert "Traceback" not in done.text, done.text
    return done.text


def with_a_tag_twice(lines):
    """Edit a dump so that every database refuses a row: two tags of one name."""
    for line in lines:
        if line == [21, "côté"]:
            line[1] = "cote"
    return lines


@pytest.fixture(scope="session")
def target(tmp_path_factory):
    return TARGETS[TARGET](tmp_path_factory.mktemp("databases"))


def new_name():
    return "traps_{}_{}".format(os.getpid(), next(NUMBERS))


@pytest.fixture(scope="session")
def templates(target, tmp_path_factory):
    """Return make(use_tz): the seeded source file and the name of a migrated, pending database, each made once."""
    made = {}

    def make(use_tz):
        if use_tz not in made:
            database = new_name()
            target.create(database)
            stack = Stack(
                tmp_path_factory.mktemp("template"), target, database, None, use_tz
            )
            stack.on_source("manage.py", "migrate", "-v0")
            stack.on_source("seed.py")
            ok(stack.begin())
            ok(stack.migrate())
            made[use_tz] = stack.source, database
        return made[use_tz]

    return make


@pytest.fixture
def new_stack(target, templates, tmp_path):
    """Return make(...): a stack whose database is migrated and pending, or with migrated=False empty."""
    databases = []

    def make(use_tz=True, migrated=True):
        source, template = templates(use_tz)
        database = new_name()
        target.create(database, template if migrated else None)
        databases.append(database)
        folder = tmp_path / database
        folder.mkdir()
        return Stack(folder, target, database, source, use_tz)

    yield make
    for database in databases:
        target.drop(database)


@pytest.fixture
def stack(new_stack):
    return new_stack()


@pytest.fixture
def kill_step():
    """Kill at every so manieth statement: TRANSFER_KILL_STEP=1 tries them all."""
    return int(os.environ.get("TRANSFER_KILL_STEP", "60"))
