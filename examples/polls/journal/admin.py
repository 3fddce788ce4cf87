from django.contrib import admin

from .models import ArchivedEntry, Chapter, Comment, Document, Entry, Measure, Place, Profile, Restaurant, Tag

admin.site.register([ArchivedEntry, Chapter, Comment, Document, Entry, Measure, Place, Profile, Restaurant, Tag])
