"""One trap per model: what a naive copy loses, changes or trips over."""

import uuid

import django
from django.contrib.auth.models import AbstractUser, Permission
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .fields import PickyField, ReversedField


class Person(AbstractUser):
    """A swapped user model."""


class Profile(models.Model):
    """Its primary key is a foreign key, and a signal makes it."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    bio = models.TextField()


class Badge(models.Model):
    """A foreign key to a primary key that is a foreign key."""

    profile = models.ForeignKey(Profile, models.CASCADE)


class Visible(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(visible=True)


class Raising(models.Manager):
    def get_queryset(self):
        raise RuntimeError("this manager was used")


class Article(models.Model):
    """Its default and base managers hide rows."""

    title = models.CharField(max_length=30)
    visible = models.BooleanField(default=True)
    objects = Visible()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-title"]


class ArticleProxy(Article):
    class Meta:
        proxy = True


class Guarded(models.Model):
    name = models.CharField(max_length=10)
    objects = Raising()

    class Meta:
        base_manager_name = "objects"


class Tag(models.Model):
    """Unique under a collation that knows accents and ignores case, or does not."""

    name = models.CharField(max_length=20, unique=True)


class Category(models.Model):
    """A tree whose rows point forward."""

    name = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.CASCADE, null=True)
    tags = models.ManyToManyField(Tag)
    friends = models.ManyToManyField("self")


class Place(models.Model):
    name = models.CharField(max_length=20)


class Restaurant(Place):
    stars = models.IntegerField()

    class Meta:
        ordering = ["name"]


class ItalianRestaurant(Restaurant):
    pizzas = models.IntegerField()
    rivals = models.ManyToManyField(Restaurant, related_name="+")


class Note(models.Model):
    """Generic foreign keys, and emoji."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.TextField()
    target = GenericForeignKey()
    permission = models.ForeignKey(Permission, models.SET_NULL, null=True)
    text = models.TextField()


class OwnPermission(Permission):
    """Multi-table inheritance from a matched table: its primary key is one of migrate's."""

    remark = models.CharField(max_length=20)


class Event(models.Model):
    """Every type of column, automatic dates, and a save() that changes the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    length = models.DurationField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    weight = models.FloatField(null=True)
    blob = models.BinaryField(null=True)
    certain = models.BooleanField(null=True)
    address = models.GenericIPAddressField(null=True)
    upload = models.FileField(upload_to="events", null=True)
    secret = ReversedField(null=True)
    picky = PickyField(max_length=10, null=True)
    big = models.BigIntegerField(null=True)
    small = models.PositiveSmallIntegerField(null=True)
    previous = models.ForeignKey("self", models.SET_NULL, null=True)
    if django.VERSION >= (3, 1):
        payload = models.JSONField(null=True)

    def save(self, *args, **kwargs):
        self.secret = "changed by save()"
        super().save(*args, **kwargs)


class Country(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    number = models.IntegerField(unique=True)


class City(models.Model):
    country = models.ForeignKey(Country, models.CASCADE, null=True)
    by_number = models.ForeignKey(
        Country, models.CASCADE, to_field="number", related_name="+", null=True
    )
    loose = models.ForeignKey(
        Country, models.DO_NOTHING, db_constraint=False, related_name="+", null=True
    )


class Odd(models.Model):
    key = models.AutoField(primary_key=True, db_column="Order By")
    select = models.CharField(max_length=10, db_column="select")
    accent = models.CharField(max_length=10, db_column="Été")

    class Meta:
        db_table = "Odd table-name"


class ThisModelHasANameThatIsFarTooLongForAnySaneDatabase(models.Model):
    """Django cuts the table of the relation to what the database allows: it differs between databases."""

    a_relation_that_is_not_short = models.ManyToManyField(Tag)


class Group(models.Model):
    members = models.ManyToManyField(Person, through="Membership")


class Membership(models.Model):
    group = models.ForeignKey(Group, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    since = models.DateField()


class Legacy(models.Model):
    """Unmanaged, with a table that a migration makes by SQL."""

    word = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "legacy"


class TagView(models.Model):
    """Unmanaged, on the table of another model."""

    name = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "traps_tag"


class Nowhere(models.Model):
    """Unmanaged, without a table."""

    class Meta:
        managed = False


if django.VERSION >= (5, 2):

    class Generated(models.Model):
        side = models.IntegerField()
        area = models.GeneratedField(
            expression=models.F("side") * models.F("side"),
            output_field=models.IntegerField(),
            db_persist=True,
        )

    class Seat(models.Model):
        pk = models.CompositePrimaryKey("row", "number")
        row = models.IntegerField()
        number = models.IntegerField()
        holder = models.CharField(max_length=10)
