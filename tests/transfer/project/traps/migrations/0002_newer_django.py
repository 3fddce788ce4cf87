import django
from django.db import migrations, models

operations = []
if django.VERSION >= (3, 1):
    operations.append(
        migrations.AddField("event", "payload", models.JSONField(null=True))
    )
if django.VERSION >= (5, 2):
    square = models.GeneratedField(
        expression=models.F("side") * models.F("side"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    operations += [
        migrations.CreateModel(
            "Generated",
            [
                ("id", models.AutoField(primary_key=True)),
                ("side", models.IntegerField()),
                ("area", square),
            ],
        ),
        migrations.CreateModel(
            "Seat",
            [
                ("pk", models.CompositePrimaryKey("row", "number")),
                ("row", models.IntegerField()),
                ("number", models.IntegerField()),
                ("holder", models.CharField(max_length=10)),
            ],
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("traps", "0001_initial")]
    operations = operations
