from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def tell_last_days(apps, schema_editor):
    """Units that were dissolved before ended on the last day of their last version."""
    versions = apps.get_model("org", "UnitVersion").objects.filter(unit=OuterRef("pk"))
    last = versions.order_by().values("unit").annotate(last=Max("until")).values("last")
    units = apps.get_model("org", "Unit").objects.filter(state="dissolved")
    units.update(ends_on=Subquery(last))


class Migration(migrations.Migration):

    dependencies = [
        ("org", "0007_lines_are_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="ends_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(tell_last_days, migrations.RunPython.noop),
    ]
