from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "Word",
            [
                ("id", models.AutoField(primary_key=True)),
                ("text", models.CharField(max_length=10)),
            ],
        )
    ]
