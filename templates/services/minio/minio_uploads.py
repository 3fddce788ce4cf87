# djdock
# fmt: off
# flake8: noqa
"""Uploads in the bucket, under MEDIA_URL: on prod nginx hands that path on to the bucket, on dev it is the bucket's own."""

import os
from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3boto3 import S3Boto3Storage


class Uploads(S3Boto3Storage):
    def get_default_settings(self):
        return {
            **super().get_default_settings(),
            "endpoint_url": os.environ["MINIO_ENDPOINT"],
            "bucket_name": "uploads",
            "access_key": "uploads",
            "secret_key": os.environ["MINIO_PASSWORD"],
            "region_name": "us-east-1",
            "addressing_style": "path",
            "default_acl": None,
            "file_overwrite": False,
        }

    def url(self, name, *args, **kwargs):
        # Not signed, and under no host's name: it is right under every name of the site.
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))
