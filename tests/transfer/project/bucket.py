"""A storage that is no folder to Django, as a bucket is none."""

import os
import shutil

from django.core.files import File
from django.core.files.storage import Storage


class Bucket(Storage):
    def where(self, name):
        return os.path.join(os.environ["BUCKET"], name.replace("/", "|"))

    def exists(self, name):
        return os.path.exists(self.where(name))

    def _open(self, name, mode="rb"):
        return File(open(self.where(name), mode))

    def _save(self, name, content):
        with open(self.where(name), "wb") as file:
            shutil.copyfileobj(content, file)
        return name
