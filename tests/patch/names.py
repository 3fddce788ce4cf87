"""Import the settings of each project with the stack's variables set; say what the three settings are."""

import json
import os
import sys
import tempfile

os.environ.update(DEBUG="0", SECRET_KEY="from-outside", ALLOWED_HOSTS="example.org")
found = []
for project in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in project:
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "w") as file:
                file.write(text)
        for name in [name for name in sys.modules if name.split(".")[0] == "site_"]:
            del sys.modules[name]
        sys.path.insert(0, folder)
        sys.path_importer_cache.clear()
        try:
            import site_.settings as settings

            found.append([settings.DEBUG, settings.SECRET_KEY, list(settings.ALLOWED_HOSTS)])
        except Exception as error:
            found.append(repr(error))
        sys.path.remove(folder)
json.dump(found, sys.stdout)
