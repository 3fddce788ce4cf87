"""Les lignes du carnet, écrites par `manage.py seed`. Rien n'y est tiré au hasard ni lu sur l'horloge."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from polls.models import Question

from .models import ArchivedEntry, Chapter, Comment, Document, Entry, Measure, Place, Profile, Restaurant, Tag

LONG_TEXT = 'Première ligne\r\nDeuxième ligne, avec un œuf\u00a0!\r\n\r\n\tretrait \\ \'apostrophe\' "guillemets" 100 % %s {} -- ; 👩‍🌾\r\n' * 900


def moment(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def write_accounts(password):
    """Trois comptes dont les clés ont des trous ; le signal crée leurs profils, qui changent ensuite."""
    accounts = [
        (1, 'admin', True, make_password(password, salt='demonstration'), moment(2024, 1, 2, 3, 4, 5, 678901)),
        (4, 'rédaction', False, '!demonstration', moment(2024, 9, 1, 7, 30, 0, 1)),
        (9, 'côté-lecteur', False, '!demonstration', moment(2025, 2, 28, 23, 59, 59, 999999)),
    ]
    for key, name, is_admin, hashed, joined in accounts:
        User.objects.create(pk=key, username=name, password=hashed, is_superuser=is_admin, is_staff=key < 9,
                            email=f'compte{key}@example.org', date_joined=joined)
    Profile.objects.filter(user=1).update(bio='Tient le site. 🔑', newsletter=False)
    Profile.objects.filter(user=4).delete()
    Profile.objects.create(pk=8, user_id=4, bio='Relit tout,\r\ndeux fois.', newsletter=True)

    writers = Group.objects.create(pk=6, name='Rédaction')
    writers.permissions.set(Permission.objects.filter(codename__in=['publish_entry', 'add_question', 'change_question']))
    writers.user_set.add(4)
    User.objects.get(pk=9).user_permissions.add(Permission.objects.get(codename='view_archivedentry'))


def write_entries():
    Tag.objects.all().delete()  # celle de la migration 0002, dont le compte n'a plus voulu
    names = ['côté', 'cote', 'coté', 'côte', '🎉', '🚀', 'œuvre', 'oeuvre', '🧵' * 64]
    Tag.objects.bulk_create(Tag(pk=key, name=name) for key, name in enumerate(names, start=5))
    entries = [
        (2, 'Un début', 'un-debut', 'Court.', 1, False),
        (3, 'Archivée, donc cachée', None, 'On la retrouve par Entry.everything.', 4, True),
        (5, 'é' * 254 + '🏁', None, LONG_TEXT, None, False),
        (8, 'Archivée aussi 🗄️', 'archivee', '', 9, True),
        (13, 'De\u0301compose\u0301 : e\u0301te\u0301', None, ' des espaces autour ', 4, False),
    ]
    for key, title, slug, body, author, archived in entries:
        Entry.everything.create(pk=key, title=title, slug=slug, body=body, author_id=author, archived=archived)
        Entry.everything.filter(pk=key).update(created=moment(2020, 2, 29, 12, 0, key, 123456),
                                               modified=moment(2021, 3, 28, 1, 30, key, 654321))
    for key, tags in {2: [5, 6, 7], 3: [6, 9], 5: [13], 8: [9, 10]}.items():
        Entry.everything.get(pk=key).tags.set(tags)


def write_chapters():
    for key, title, after in [(5, 'Fin', None), (4, 'Dénouement', None), (1, 'Début', 5), (2, 'Suite', 1), (3, 'Seul', 3)]:
        Chapter.objects.create(pk=key, title=title, next_id=after, order=key - 3, key='la♭' if key == 1 else '')


def write_places():
    Place.objects.create(pk=2, name='Médiathèque', founded=date(1793, 8, 10))
    Restaurant.objects.create(pk=6, name='Au Noyer', founded=None, seats=0)
    Restaurant.objects.create(pk=11, name='Chez « L’Œuf »', founded=date(2001, 9, 9), seats=32)


def write_comments():
    """Les cibles ont des clés à trous, et l'une d'elles est cachée par son manager."""
    targets = [(Question, 7), (Question, 40), (User, 4), (User, 9), (Entry, 3), (Restaurant, 11)]
    admin, writer = Profile.objects.get(user=1), Profile.objects.get(user=4)
    for index, (model, key) in enumerate(targets):
        Comment.objects.create(pk=10 + 3 * index, content_type=ContentType.objects.get_for_model(model), object_id=key,
                               author=writer if index % 2 else admin, text=f'À propos de {model.__name__} {key} 💬',
                               posted=moment(2025, 7, 1 + index, 9, 0, 0, 10 ** index))
    for key, model, target, flag in [(1, Question, 40, ADDITION), (7, ArchivedEntry, 3, CHANGE)]:
        LogEntry.objects.create(
            pk=key, user_id=1, object_id=str(target), object_repr='été', action_flag=flag, change_message='[]',
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
            action_time=moment(2025, 7, 14, 10, 11, 12, 131415))


def write_documents():
    first, second, third = (UUID(f'0000{index:04x}-0c07-4e57-8add-0123456789ab') for index in (1, 2, 0xfe))
    nested = {'é': ['ü', '🎉', None, True, 0, -1.5, 9007199254740993], 'a': {'b': {}, 'c': []}, '': '', 'Z': '\r\n"\\'}
    Document.objects.create(pk=third, name='racine', content=bytes(range(256)), metadata=nested)
    Document.objects.create(pk=first, name='feuille', parent_id=third, content=b'', metadata=None)
    Document.objects.create(pk=second, name='seul', content=b'\x00\xff', metadata='une chaîne, pas un objet')
    Document.objects.get(pk=first).related.add(second)


def write_measures():
    Measure.objects.create(pk=1)
    Measure.objects.create(pk=2, label='', amount=Decimal('0.00'), ratio=0.0, small=0, big=0, count=0,
                           lasted=timedelta(0), day=date(1970, 1, 1), hour=time(0), at=moment(1970, 1, 1), address='0.0.0.0')
    Measure.objects.create(pk=4, label='plus petit ', amount=Decimal('-9999999999.99'), ratio=-1.5e-12, small=-32768,
                           big=-2 ** 63, count=1, lasted=-timedelta(days=400, microseconds=1), day=date(1515, 9, 14),
                           hour=time(0, 0, 0, 1), at=moment(1789, 7, 14, 17, 30, 0, 1), address='192.0.2.10')
    Measure.objects.create(pk=8, label='plus grand', amount=Decimal('9999999999.99'), ratio=0.1 + 0.2, small=32767,
                           big=2 ** 63 - 1, count=2147483647, lasted=timedelta(days=40000, microseconds=999999),
                           day=date(9999, 12, 31), hour=time(23, 59, 59, 999999),
                           at=moment(9999, 12, 31, 23, 59, 59, 999999), address='2001:db8::1')
    Measure.objects.create(pk=9, label='ordinaire', amount=Decimal('0.10'), ratio=1e300, day=date(800, 12, 25))
