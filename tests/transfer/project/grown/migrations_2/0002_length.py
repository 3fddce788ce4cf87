from django.db import migrations, models


def measure(apps, schema_editor):
    letter = apps.get_model("grown", "Letter")
    for word in apps.get_model("grown", "Word").objects.order_by("pk"):
        word.length = len(word.text)
        word.save()
        letter.objects.create(word=word, letter=word.text[0])


class Migration(migrations.Migration):
    dependencies = [("grown", "0001_initial")]
    operations = [
        migrations.AddField("Word", "length", models.IntegerField(default=-1)),
        migrations.CreateModel(
            "Letter",
            [
                ("id", models.AutoField(primary_key=True)),
                (
                    "word",
                    models.ForeignKey("grown.Word", models.CASCADE),
                ),
                ("letter", models.CharField(max_length=1)),
            ],
        ),
        migrations.RunPython(measure),
    ]
