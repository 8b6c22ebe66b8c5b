"""Tells of what older systems brought in before: each system, and which occurrences it told of."""

from django.db import migrations
from django.db.models import Count, Max, Min, OuterRef, Subquery


def fill(apps, schema_editor):
    """A record for every system, and its name with every occurrence that it told of."""
    report, occurrence = (apps.get_model("reports", name) for name in ("Report", "Occurrence"))
    system = apps.get_model("reports", "LegacySystem")
    brought = report.objects.filter(source__isnull=False)
    spans = brought.values("source").annotate(first=Min("happened_at"), last=Max("happened_at"))
    for span in spans.order_by("source"):
        days = {
            name: moment.date() if moment else None
            for name, moment in (("first_on", span["first"]), ("last_on", span["last"]))
        }
        system.objects.create(name=span["source"], **days)
    told = brought.filter(occurrence=OuterRef("pk")).order_by("source").values("source")[:1]
    with_report = brought.filter(occurrence__isnull=False).values("occurrence")
    occurrence.objects.filter(pk__in=with_report).update(systems=Subquery(told))
    several = brought.values("occurrence").annotate(many=Count("source", distinct=True))
    for one in several.filter(many__gt=1, occurrence__isnull=False):
        names = brought.filter(occurrence=one["occurrence"]).values_list("source", flat=True)
        text = " + ".join(sorted(set(names)))[:200]
        occurrence.objects.filter(pk=one["occurrence"]).update(systems=text)


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_legacy_systems")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
