"""Lets the history of every unit vouch for its last day, its versions, its place and its lines."""

from datetime import UTC, datetime

from django.db import migrations

from baken.core.trail.upgrade import plain, vouch_since

SEGMENT = 4
FACTS = (
    "id",
    "code",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "parent_id",
    "site",
    "strength",
    "restricted",
    "independent",
    "ends_on",
)
LINE = ("superior_id", "kind", "from_on", "until", "withdrawn_at", "order_ref", "caveats")
VERSION = (
    "parent_id",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "site",
    "strength",
    "restricted",
    "independent",
    "until",
)


def vouch(apps, schema_editor):
    """One step for every unit, about what is there now; earlier steps stay as they are."""
    at = datetime.now(UTC).replace(microsecond=0)
    units = apps.get_model("org", "Unit").objects
    paths = dict(units.values_list("path", "pk"))
    parts = {unit: {"place": paths.get(path[:-SEGMENT])} for path, unit in paths.items()}
    for unit in units.values(*FACTS):
        parts[unit["id"]]["record.facts.2"] = plain(unit)
    for version in apps.get_model("org", "UnitVersion").objects.values("unit_id", "from_on", *VERSION):
        unit, key = version.pop("unit_id"), f"version.{version.pop('from_on').isoformat()}"
        parts[unit][key] = plain(version)
    for line in apps.get_model("org", "CommandLine").objects.values("unit_id", "pk", *LINE):
        unit, key = line.pop("unit_id"), f"line.{line.pop('pk')}"
        parts[unit][key] = plain(line)
    vouch_since(apps.get_model("org", "UnitStep"), parts, code="org.unit.vouched", at=at)


class Migration(migrations.Migration):
    dependencies = [("org", "0008_units_end")]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
