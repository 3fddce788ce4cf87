"""Uploads travel with the rows, and replace nothing."""

import os
import shutil

from conftest import PROJECT, SCRIPTS, ok, sqlite_only

pytestmark = sqlite_only


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def read(folder, name):
    with open(os.path.join(folder, name)) as file:
        return file.read()


def test_uploads_travel(stack):
    write(stack.source_media, "events/affiche été.txt", "affiche")
    write(stack.source_media, "a/b/c.txt", "c")
    os.chmod(os.path.join(stack.source_media, "a/b/c.txt"), 0o600)
    assert "uploads: 2 files" in ok(stack.dump())
    assert "uploads: 2 files copied" in ok(stack.load())
    assert read(stack.media, "events/affiche été.txt") == "affiche"
    assert os.stat(os.path.join(stack.media, "a/b/c.txt")).st_mode & 0o777 == 0o644


def test_a_file_that_differs_is_kept_and_named(stack):
    write(stack.source_media, "one.txt", "from the dump")
    write(stack.source_media, "two.txt", "same")
    write(stack.source_media, "three.txt", "new")
    ok(stack.dump())
    write(stack.media, "one.txt", "from the site")
    write(stack.media, "two.txt", "same")
    said = ok(stack.load())
    assert "1 files copied" in said
    assert "kept, though another file came: one.txt" in said
    assert "two.txt" not in said
    assert read(stack.media, "one.txt") == "from the site"


def test_a_second_dump_brings_the_files_up_to_date(stack):
    write(stack.source_media, "one.txt", "old")
    ok(stack.dump())
    write(stack.source_media, "one.txt", "new")
    write(stack.dump_media, "one.txt.djdock-part", "half")
    ok(stack.dump("--force"))
    assert read(stack.dump_media, "one.txt") == "new"
    assert os.listdir(stack.dump_media) == ["one.txt"]


def test_the_folder_of_the_dump_may_lie_in_media_root(stack):
    write(stack.source_media, "one.txt", "1")
    stack.dump_media = os.path.join(stack.source_media, "data", "media")
    ok(stack.dump())
    ok(stack.dump("--force"))
    assert os.listdir(stack.dump_media) == ["one.txt"]


def test_the_project_itself_is_not_an_upload(stack):
    for root in (PROJECT, os.path.dirname(PROJECT)):
        said = ok(stack.dump("--force", environment={"MEDIA_ROOT": root}))
        assert "MEDIA_ROOT holds the project itself" in said
    assert not os.path.exists(stack.dump_media)


def test_no_media_root(stack):
    write(stack.source_media, "one.txt", "1")
    assert "MEDIA_ROOT is not set" in ok(stack.dump(environment={"MEDIA_ROOT": ""}))
    ok(stack.dump("--force"))
    assert "MEDIA_ROOT is not set" in ok(stack.load(environment={"MEDIA_ROOT": ""}))


def test_rows_do_not_arrive_without_their_files(stack):
    """A full disk, here a file where a folder should be: the next start does both."""
    write(stack.source_media, "folder/one.txt", "1")
    ok(stack.dump())
    write(stack.media, "folder", "in the way")
    assert stack.load().returncode == 1
    assert stack.state == "pending"
    os.remove(os.path.join(stack.media, "folder"))
    ok(stack.load())
    assert read(stack.media, "folder/one.txt") == "1"


def test_uploads_travel_into_a_bucket_and_replace_nothing(stack):
    bucket = os.path.join(stack.folder, "bucket")
    os.mkdir(bucket)
    for name in ("events/affiche été.txt", "same.txt", "other.txt"):
        write(stack.source_media, name, "from the dump")
    write(bucket, "same.txt", "from the dump")
    write(bucket, "other.txt", "from the dump, changed")
    ok(stack.dump())
    said = ok(stack.load(environment={"BUCKET": bucket}))
    assert "1 files copied to the project's storage" in said
    assert "kept, though another file came: other.txt" in said
    assert "same.txt" not in said
    assert read(bucket, "events|affiche été.txt") == "from the dump"
    assert read(bucket, "other.txt") == "from the dump, changed"
    assert not os.path.exists(stack.media)


def test_a_folder_is_copied_by_hand(stack):
    bucket = os.path.join(stack.folder, "bucket")
    os.mkdir(bucket)
    write(stack.media, "one.txt", "1")
    script = "import/transfer_media.py"
    said = ok(stack.script(script, stack.media, environment={"BUCKET": bucket}))
    assert said.strip() == "uploads: 1 files copied to the project's storage"
    assert read(bucket, "one.txt") == "1"
    assert "0 files copied" in ok(stack.script(script, stack.media))
    assert stack.script(script).returncode == 2


def test_a_folder_is_copied_by_hand_where_nothing_else_is(stack):
    """The service minio has transfer_media.py alone."""
    alone = os.path.join(stack.folder, "docker", "import")
    os.makedirs(alone)
    shutil.copy(os.path.join(SCRIPTS, "start.py"), os.path.dirname(alone))
    shutil.copy(os.path.join(SCRIPTS, "import", "transfer_media.py"), alone)
    write(stack.folder, "from/one.txt", "1")
    source = os.path.join(stack.folder, "from")
    ok(stack.python(os.path.join(alone, "transfer_media.py"), source, anew=True))
    assert read(stack.media, "one.txt") == "1"
