"""Keys stored files by a row number that tells the day alone."""

import uuid

from django.db import migrations, models

import baken.core.records.numbers

COLUMNS = ("id", "table", "record", "name", "content_type", "size", "digest", "on", "added_by")


def take_along(apps, schema_editor):
    """Copy every file's row, with a fresh number of its day."""
    fresh = apps.get_model("files", "StoredFile")
    for row in apps.get_model("files", "FormerFile").objects.values(*COLUMNS).iterator():
        number = baken.core.records.numbers.anonymous_row_number(row["on"])
        fresh.objects.create(number=number, **row)


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="StoredFile", name="file_of_record"),
        migrations.RenameModel("StoredFile", "FormerFile"),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "number",
                    baken.core.records.numbers.RowNumberField(primary_key=True, serialize=False),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("table", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("name", models.CharField(max_length=150)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("added_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table", "record"], name="file_of_record")],
            },
        ),
        migrations.RunPython(take_along, migrations.RunPython.noop),
        migrations.DeleteModel("FormerFile"),
    ]
