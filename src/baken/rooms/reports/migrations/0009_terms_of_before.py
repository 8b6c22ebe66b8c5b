"""Gives what was open before there was a clock the term that it had; what was imported gets none."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F

WEIGH, ANALYSE = timedelta(days=14), timedelta(days=30)


def begin(apps, schema_editor):
    report = apps.get_model("reports", "Report")
    occurrence = apps.get_model("reports", "Occurrence")
    waiting = ["received", "acknowledged", "in_handling", "answered"]
    open_reports = report.objects.filter(state__in=waiting, due_at__isnull=False)
    open_reports.exclude(channel="import").update(stalls_at=F("due_at"))
    known = occurrence.objects.filter(due_at__isnull=False)
    known.filter(state__in=["triaged", "reopened"]).update(stalls_at=F("touched_at") + WEIGH)
    known.filter(state="ready_to_close").update(stalls_at=F("touched_at") + ANALYSE)
    tackled = ["handling", "under_investigation", "measures_running"]
    known.filter(state__in=tackled).update(stalls_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_stalls_and_levels")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
