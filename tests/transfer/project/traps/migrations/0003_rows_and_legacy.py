from django.db import migrations


def make_rows(apps, schema_editor):
    """What a data migration leaves in a new database: the source has edited and deleted these since."""
    Tag = apps.get_model("traps", "Tag")
    Tag.objects.bulk_create([Tag(id=1, name="défaut"), Tag(id=2, name="à effacer")])


class Migration(migrations.Migration):
    dependencies = [("traps", "0002_newer_django")]
    operations = [
        migrations.RunSQL(
            "CREATE TABLE legacy (id integer NOT NULL PRIMARY KEY, word varchar(10) NOT NULL)"
        ),
        migrations.RunPython(make_rows),
    ]
