"""Gives every site that is there already its holder since always and the first row of its history."""

import secrets
from datetime import UTC, date, datetime

from django.db import migrations

from baken.core.records.numbers import row_number
from baken.core.trail.chain import START, commitment, row_hash

SINCE_ALWAYS = date(1900, 1, 1)
FACTS = ("code", "name_nl", "name_en", "holder_id", "location", "time_zone", "buildings")


def begin(apps, schema_editor):
    """One holder since always, and one step that says it was there when the history began."""
    holders, steps = apps.get_model("org", "SiteHolder"), apps.get_model("org", "SiteStep")
    at = datetime.now(UTC).replace(microsecond=0)
    for site in apps.get_model("org", "Site").objects.order_by("pk"):
        held = holders.objects.create(site=site, unit_id=site.holder_id, from_on=SINCE_ALWAYS)
        values = {
            "name": "migration",
            "record.facts.1": {"id": site.pk, **{name: getattr(site, name) for name in FACTS}},
            f"part.holder.{held.pk}": {
                "unit_id": site.holder_id,
                "from_on": SINCE_ALWAYS.isoformat(),
                "until": None,
            },
        }
        salts = {name: secrets.token_hex(16) for name in values}
        content = {
            "record": site.pk,
            "serial": 1,
            "code": "org.site.imported",
            "from": "",
            "to": "in_use",
            "at": at,
            "facts": {},
            "commitments": {name: commitment(values[name], salts[name]) for name in values},
        }
        steps.objects.create(
            number=row_number(at),
            record=site,
            serial=1,
            code=content["code"],
            to_state="in_use",
            at=at,
            words={"name": "migration"},
            salts=salts,
            commitments=content["commitments"],
            previous=START,
            hash=row_hash(START, content),
        )


class Migration(migrations.Migration):
    dependencies = [("org", "0010_site_holders")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
