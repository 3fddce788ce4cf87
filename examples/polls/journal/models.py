"""Le carnet du site.

Chaque modèle porte une difficulté que l'on rencontre quand des données passent d'une base à une autre ; le
commentaire au-dessus de chacun dit laquelle. `manage.py seed` écrit les lignes, `manage.py fingerprint` les résume.
"""

import uuid

from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


# Un signal post_save sur User crée déjà ces lignes ; leur contenu a changé depuis.
class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    bio = models.TextField('présentation', blank=True)
    newsletter = models.BooleanField('lettre mensuelle', null=True)

    class Meta:
        verbose_name = 'profil'

    def __str__(self):
        return self.user.get_username()


# Des noms uniques que seuls un accent ou un emoji distinguent.
class Tag(models.Model):
    name = models.CharField('nom', max_length=64, unique=True)

    class Meta:
        verbose_name = 'étiquette'

    def __str__(self):
        return self.name


class VisibleEntries(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(archived=False)


# Le manager par défaut cache des lignes ; auto_now et auto_now_add ne doivent pas réécrire les dates ;
# slug est unique mais souvent nul ; une valeur par défaut n'est pas une valeur absente.
class Entry(models.Model):
    title = models.CharField('titre', max_length=255)
    slug = models.SlugField(unique=True, null=True, blank=True)
    body = models.TextField('texte', blank=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, verbose_name='auteur')
    tags = models.ManyToManyField(Tag, blank=True, verbose_name='étiquettes')
    archived = models.BooleanField('archivée', default=False)
    created = models.DateTimeField('créée', auto_now_add=True)
    modified = models.DateTimeField('modifiée', auto_now=True)

    objects = VisibleEntries()
    everything = models.Manager()

    class Meta:
        verbose_name = 'entrée'
        permissions = [('publish_entry', 'Peut publier une entrée')]

    def __str__(self):
        return self.title


class ArchivedEntries(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(archived=True)


# Un modèle mandataire : ses lignes sont celles d'Entry, à ne pas compter deux fois.
class ArchivedEntry(Entry):
    objects = ArchivedEntries()

    class Meta:
        proxy = True
        verbose_name = 'entrée archivée'
        verbose_name_plural = 'entrées archivées'


# Une clé vers soi-même et vers l'avant (la ligne 1 désigne la ligne 5) ; des colonnes aux noms réservés en SQL.
class Chapter(models.Model):
    title = models.CharField('titre', max_length=100)
    next = models.ForeignKey('self', on_delete=models.SET_NULL, null=True, blank=True, verbose_name='suivant')
    order = models.SmallIntegerField('ordre', default=0)
    key = models.CharField('tonalité', max_length=10, blank=True, db_column='key')

    class Meta:
        verbose_name = 'chapitre'

    def __str__(self):
        return self.title


# Une clé générique : object_id n'est tenu par aucune contrainte, une renumérotation la ferait mentir.
class Comment(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey('content_type', 'object_id')
    author = models.ForeignKey(Profile, on_delete=models.CASCADE, verbose_name='auteur')
    text = models.TextField('texte')
    posted = models.DateTimeField('publié')

    class Meta:
        verbose_name = 'commentaire'
        indexes = [models.Index(fields=['content_type', 'object_id'])]

    def __str__(self):
        return self.text[:40]


class Place(models.Model):
    name = models.CharField('nom', max_length=80)
    founded = models.DateField('fondé', null=True, blank=True)

    class Meta:
        verbose_name = 'lieu'
        verbose_name_plural = 'lieux'

    def __str__(self):
        return self.name


# Un héritage multi-tables : deux tables, une seule clé primaire, qui est aussi une clé étrangère.
class Restaurant(Place):
    seats = models.PositiveSmallIntegerField('couverts', default=0)

    class Meta:
        verbose_name = 'restaurant'


# Une clé primaire UUID, tirée au hasard par défaut, et désignée par d'autres lignes ; du binaire ; du JSON.
class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField('nom', max_length=100)
    parent = models.ForeignKey('self', on_delete=models.CASCADE, null=True, blank=True)
    related = models.ManyToManyField('self', blank=True)
    content = models.BinaryField('contenu', default=b'')
    metadata = models.JSONField('métadonnées', default=dict, null=True, blank=True)

    class Meta:
        verbose_name = 'document'

    def __str__(self):
        return self.name


# Les bords de chaque type, et partout la différence entre nul, zéro et vide.
class Measure(models.Model):
    label = models.CharField('libellé', max_length=100, null=True, blank=True)
    amount = models.DecimalField('montant', max_digits=12, decimal_places=2, null=True, blank=True)
    ratio = models.FloatField('rapport', null=True, blank=True)
    small = models.SmallIntegerField('petit', null=True, blank=True)
    big = models.BigIntegerField('grand', null=True, blank=True)
    count = models.PositiveIntegerField('nombre', null=True, blank=True)
    lasted = models.DurationField('durée', null=True, blank=True)
    day = models.DateField('jour', null=True, blank=True)
    hour = models.TimeField('heure', null=True, blank=True)
    at = models.DateTimeField('instant', null=True, blank=True)
    address = models.GenericIPAddressField('adresse', null=True, blank=True)

    class Meta:
        verbose_name = 'mesure'

    def __str__(self):
        return self.label or f'mesure {self.pk}'
