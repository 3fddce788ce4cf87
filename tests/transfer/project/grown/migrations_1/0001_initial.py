from django.conf import settings
from django.db import migrations, models


def add_first(apps, schema_editor):
    apps.get_model("grown", "Word").objects.create(text="premier")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("traps", "0003_rows_and_legacy"),
    ]
    operations = [
        migrations.CreateModel(
            "Word",
            [
                ("id", models.AutoField(primary_key=True)),
                ("text", models.CharField(max_length=30)),
                (
                    "kind",
                    models.ForeignKey(
                        "contenttypes.ContentType", models.CASCADE, null=True
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.CASCADE, null=True
                    ),
                ),
            ],
        ),
        migrations.RunPython(add_first),
    ]
