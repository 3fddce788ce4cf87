import hashlib
import json

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Résume chaque table (lignes, empreinte) de la même façon sur toute base : deux résumés égaux, mêmes données."

    # migrate remplit les deux premières, aux clés près ; les sessions ne sont pas des données.
    skipped = (ContentType, Permission, Session)

    def add_arguments(self, parser):
        parser.add_argument('--rows', action='store_true', help="écrit les lignes elles-mêmes, pour diff")

    def handle(self, *, rows, **options):
        self.names = {
            ContentType: {kind.pk: kind.natural_key() for kind in ContentType.objects.all()},
            Permission: {one.pk: one.natural_key() for one in Permission.objects.select_related('content_type')},
        }
        summary = {}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy or model in self.skipped:
                continue
            lines = sorted(self.lines(model))
            digest = hashlib.sha256('\n'.join(lines).encode()).hexdigest()
            summary[model._meta.db_table] = lines if rows else {'rows': len(lines), 'sha256': digest}
        self.stdout.write(json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False))

    def lines(self, model):
        # La clé d'une table de liaison implicite ne veut rien dire.
        fields = [field for field in model._meta.local_concrete_fields
                  if not (model._meta.auto_created and field.primary_key)]
        for values in model._base_manager.values_list(*[field.attname for field in fields]):
            row = {field.attname: self.plain(field, value) for field, value in zip(fields, values)}
            yield json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)

    def plain(self, field, value):
        """La valeur telle qu'elle se compare : le nom au lieu de la clé, là où la clé dépend de la base."""
        if field.related_model in self.names and value is not None:
            return self.names[field.related_model][value]
        if isinstance(value, (bytes, memoryview)):
            return bytes(value).hex()
        return value
