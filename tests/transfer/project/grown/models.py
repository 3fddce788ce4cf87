from django.conf import settings
from django.db import models


class Word(models.Model):
    text = models.CharField(max_length=30)
    kind = models.ForeignKey("contenttypes.ContentType", models.CASCADE, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    if settings.GROWN == 2:
        length = models.IntegerField(default=-1)


if settings.GROWN == 2:

    class Letter(models.Model):
        word = models.ForeignKey(Word, models.CASCADE)
        letter = models.CharField(max_length=1)
