"""Occurrences are counted by state too: nobody reads counts until the worker has added these."""

from typing import Any

from django.db import migrations


def begin_anew(apps: Any, _editor: Any) -> None:
    """Not complete any more: until the worker has counted again, pages count the records themselves."""
    anew = {"complete": False, "recounted_on": None, "recounting_at": None}
    apps.get_model("rollups", "RolledTree").objects.update(**anew)


class Migration(migrations.Migration):
    dependencies = [("rollups", "0004_risks")]

    operations = [migrations.RunPython(begin_anew, migrations.RunPython.noop)]
