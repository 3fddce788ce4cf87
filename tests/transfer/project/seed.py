"""Fill the project's own sqlite database with rows that a naive copy loses or changes."""

import os
import sys
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import django

sys.path[0] = os.getcwd()
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.admin.models import LogEntry  # noqa: E402
from django.contrib.auth.models import Group as AuthGroup  # noqa: E402
from django.contrib.auth.models import Permission  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models.query import QuerySet  # noqa: E402
from traps import models as traps  # noqa: E402

NOW = datetime(
    2024, 2, 29, 23, 59, 59, 123456, tzinfo=timezone.utc if settings.USE_TZ else None
)


def make(model, **values):
    """Create a row without the model's manager."""
    return QuerySet(model).bulk_create([model(**values)])


def make_references():
    """Content types and permissions whose keys are unlike those of a new database."""
    ContentType.objects.create(id=900, app_label="removed", model="thing")
    for i, content_type in enumerate(ContentType.objects.order_by("pk")):
        if content_type.app_label == "traps":
            ContentType.objects.filter(pk=content_type.pk).update(id=500 + i)
            Permission.objects.filter(content_type_id=content_type.pk).update(
                content_type=500 + i
            )
    for i, permission in enumerate(Permission.objects.order_by("-pk")):
        Permission.objects.filter(pk=permission.pk).update(id=2000 + i)
    ContentType.objects.clear_cache()
    own = ContentType.objects.get(app_label="traps", model="event")
    Permission.objects.create(
        id=7000, content_type=own, codename="cancel_event", name="Peut annuler"
    )
    Permission.objects.filter(codename="add_event").update(name="Peut créer 🎉")
    traps.OwnPermission.objects.create(
        content_type=own, codename="own", name="Own", remark="hérité"
    )


def make_people():
    ada = traps.Person.objects.create_user(
        "ada", "ada@example.org", "pässword", first_name="Ada 🦋", id=7
    )
    bob = traps.Person.objects.create_superuser(
        "bob", "bob@example.org", "secret", id=42
    )
    traps.Profile.objects.filter(person=ada).update(bio="café\r\n\tthé")
    traps.Badge.objects.create(profile_id=42)
    staff = AuthGroup.objects.create(name="équipe")
    staff.permissions.set(
        Permission.objects.filter(codename__in=["add_event", "cancel_event"])
    )
    ada.groups.add(staff)
    ada.user_permissions.set(
        Permission.objects.filter(codename__in=["own", "delete_session"])
    )
    group = traps.Group.objects.create(id=3)
    traps.Membership.objects.create(
        id=11, group=group, person=bob, since=date(1899, 12, 31)
    )
    traps.Membership.objects.create(
        id=12, group=group, person=ada, since=date(9999, 12, 31)
    )
    Session.objects.create(session_key="a" * 32, session_data="old", expire_date=NOW)
    Site.objects.update(domain="example.org", name="Là-bas")
    return ada, bob


def make_events(bob):
    first = traps.Event(
        id="00000000-0000-0000-0000-000000000001",
        previous_id="ffffffff-ffff-ffff-ffff-ffffffffffff",
    )
    values = dict(
        day=date(2024, 2, 29),
        hour=time(23, 59, 59, 999999),
        length=-timedelta(days=400, microseconds=1),
        price=Decimal("123456789.125"),
        weight=0.1 + 0.2,
        blob=bytes(range(256)),
        certain=False,
        address="2001:db8::ff00:42:8329",
        upload="events/affiche été.txt",
        picky="piqué",
        big=-(2**63),
        small=0,
    )
    if hasattr(traps.Event, "payload"):
        values["payload"] = {
            "b": [1, 2.50, None, "é\u2028"],
            "a": {"10": True, "9": -1e-7},
            "": 10**20,
        }
    for name, value in values.items():
        setattr(first, name, value)
    first.save()
    QuerySet(traps.Event).filter(pk=first.pk).update(
        created=NOW, changed=NOW, secret="secrèt"
    )
    empty = traps.Event(
        id="ffffffff-ffff-ffff-ffff-ffffffffffff", picky="", upload="", secret=""
    )
    empty.save()
    early = NOW.replace(1900, 1, 1, microsecond=1)
    QuerySet(traps.Event).filter(pk=empty.pk).update(
        created=early, changed=NOW.replace(microsecond=0), secret=None
    )
    for target in (bob, first, Site.objects.get()):
        text = "à propos de {} 🎈".format(type(target).__name__)
        anything = Permission.objects.get(codename="cancel_event")
        content_type = ContentType.objects.get_for_model(target)
        traps.Note.objects.create(
            content_type=content_type,
            object_id=target.pk,
            permission=anything,
            text=text,
        )
    LogEntry.objects.create(
        user=bob,
        content_type_id=900,
        object_id="1",
        object_repr="supprimé",
        action_flag=3,
        change_message="[]",
    )


def make_the_rest():
    for i, (title, visible) in enumerate(
        [("brouillon", False), ("publié", True), ("zéro", False)]
    ):
        make(traps.Article, id=i + 5, title=title, visible=visible)
    make(traps.Guarded, id=1, name="gardé")
    traps.Tag.objects.filter(id=2).delete()
    traps.Tag.objects.filter(id=1).update(name="renommé")
    traps.Tag.objects.filter(name__in=["signal", "m2m"]).delete()
    tags = [
        traps.Tag.objects.create(id=i, name=name)
        for i, name in enumerate(["cote", "côté", "côte", "Œuf"], 20)
    ]
    leaf = traps.Category.objects.create(id=1, name="feuille", parent_id=9)
    root = traps.Category.objects.create(id=9, name="racine")
    zero = traps.Category.objects.create(id=0, name="zéro", parent_id=0)
    leaf.tags.set(tags)
    leaf.friends.add(root, zero)
    roma = traps.ItalianRestaurant.objects.create(id=8, name="Roma", stars=3, pizzas=12)
    napoli = traps.ItalianRestaurant.objects.create(
        id=4, name="Napoli", stars=1, pizzas=2
    )
    roma.rivals.add(napoli)
    traps.Place.objects.create(name="sans rien")
    france = traps.Country.objects.create(code="FR", number=33)
    traps.City.objects.create(country=france, by_number=france, loose_id="ZZ")
    traps.City.objects.create()
    traps.Odd.objects.create(key=5, select="from", accent="été")
    traps.ThisModelHasANameThatIsFarTooLongForAnySaneDatabase.objects.create().a_relation_that_is_not_short.set(
        tags
    )
    traps.Legacy.objects.create(id=1, word="vieux")
    traps.Tag.objects.filter(name="m2m").delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (word text)")
        cursor.execute("INSERT INTO left_behind VALUES ('of an app that was removed')")
    if hasattr(traps, "Seat"):
        traps.Seat.objects.create(row=1, number=2, holder="ada")
        traps.Seat.objects.create(row=2, number=1, holder="bob")
        traps.Generated.objects.create(side=7)


with transaction.atomic():  # foreign keys may point forward until its end
    make_references()
    ada, bob = make_people()
    make_events(bob)
    make_the_rest()
