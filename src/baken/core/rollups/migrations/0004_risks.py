"""Risks are counted too: all is counted anew, since what is complete would lack them."""

from typing import Any

from django.db import migrations


def begin_anew(apps: Any, _editor: Any) -> None:
    """Forget every count: until the worker has counted again, pages count the records themselves."""
    for name in ("Rollup", "RollupChange"):
        apps.get_model("rollups", name).objects.all().delete()
    anew = {"complete": False, "recounted_on": None, "recounting_at": None}
    apps.get_model("rollups", "RolledTree").objects.update(**anew)


class Migration(migrations.Migration):
    dependencies = [("rollups", "0003_more_in_a_code")]

    operations = [migrations.RunPython(begin_anew, migrations.RunPython.noop)]
