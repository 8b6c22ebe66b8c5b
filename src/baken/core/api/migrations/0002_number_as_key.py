"""Keys what was sent by a row number that tells the day alone."""

from django.db import migrations, models

import baken.core.records.numbers

COLUMNS = ("digest", "body_digest", "table", "record", "on")


def take_along(apps, schema_editor):
    """Copy every key's row, with a fresh number of its day."""
    fresh = apps.get_model("api", "IdempotencyKey")
    for row in apps.get_model("api", "FormerKey").objects.values(*COLUMNS).iterator():
        number = baken.core.records.numbers.anonymous_row_number(row["on"])
        fresh.objects.create(number=number, **row)


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.RenameModel("IdempotencyKey", "FormerKey"),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "number",
                    baken.core.records.numbers.RowNumberField(primary_key=True, serialize=False),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("body_digest", models.CharField(max_length=64)),
                ("table", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("on", models.DateField()),
            ],
        ),
        migrations.RunPython(take_along, migrations.RunPython.noop),
        migrations.DeleteModel("FormerKey"),
    ]
