"""Counts of occurrences are by category and by the systems that told of them: all are counted anew."""

from typing import Any

from django.db import migrations, models


def begin_anew(apps: Any, _editor: Any) -> None:
    """Forget every count: until the worker has counted again, pages count the records themselves."""
    for name in ("Rollup", "RollupChange"):
        apps.get_model("rollups", name).objects.all().delete()
    anew = {"complete": False, "recounted_on": None, "recounting_at": None}
    apps.get_model("rollups", "RolledTree").objects.update(**anew)


class Migration(migrations.Migration):
    dependencies = [("rollups", "0002_recounted")]

    operations = [
        migrations.AlterField("rollup", "code", models.TextField()),
        migrations.AlterField("rollupchange", "code", models.TextField()),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
