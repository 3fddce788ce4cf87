"""Des lignes que sqlite accepte et qu'un serveur refuse, pour `manage.py seed --refused` : un transfert doit alors
les nommer par table et par clé, et ne rien charger."""

from polls.models import Choice

from .models import Chapter, Place, Tag


def write_refused():
    Tag.objects.create(pk=30, name='Cote')  # MariaDB, MySQL : égal à « cote » sans la casse
    Tag.objects.create(pk=31, name='cote\u0301')  # MariaDB, MySQL : égal à « coté », écrit en deux points de code
    Chapter.objects.create(pk=32, title='trop long ' * 15)  # tous : 150 caractères pour 100
    Place.objects.create(pk=33, name='nul\x00ici')  # PostgreSQL : un caractère NUL
    Choice.objects.create(pk=34, question_id=999, choice_text='orphelin')  # tous : la question n'existe pas
