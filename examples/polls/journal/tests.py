from django.contrib.auth.models import User
from django.test import TestCase

from .models import Entry, Profile


class JournalTests(TestCase):
    def test_a_new_account_gets_a_profile(self):
        user = User.objects.create_user('lecteur')
        self.assertEqual(Profile.objects.get().user, user)

    def test_an_archived_entry_is_hidden_but_kept(self):
        Entry.everything.create(title='Été', archived=True)
        self.assertEqual((Entry.objects.count(), Entry.everything.count()), (0, 1))
