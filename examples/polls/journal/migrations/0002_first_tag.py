from django.db import migrations


def add_first_tag(apps, schema_editor):
    apps.get_model('journal', 'Tag').objects.create(name='à classer')


class Migration(migrations.Migration):
    """Une migration de données : une base toute neuve n'est donc pas vide avant le transfert."""

    dependencies = [
        ('journal', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(add_first_tag, migrations.RunPython.noop),
    ]
