"""What two systems told of and was kept apart stands where every pair set apart stands."""

from django.db import migrations, models

TABLE = "reports.occurrence"


def move_pairs(apps, schema_editor):
    kept, apart = (apps.get_model("reports", name) for name in ("KeptApart", "SetApart"))
    for one, other in kept.objects.values_list("record_id", "other_id").iterator():
        first, last = sorted((one, other))
        apart.objects.get_or_create(
            one_table=TABLE, one=first, other_table=TABLE, other=last
        )


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0016_notifications"),
    ]

    operations = [
        migrations.RunPython(move_pairs, migrations.RunPython.noop),
        migrations.DeleteModel(name="KeptApart"),
        migrations.AlterField(
            model_name="occurrence",
            name="systems",
            field=models.TextField(null=True),
        ),
    ]
