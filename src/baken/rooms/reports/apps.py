"""Installs the reports room: permits, histories, workflows."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "baken.rooms.reports"
    label = "reports"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.reports import events, models, workflow
        from baken.rooms.reports.permits import PERMITS
        from baken.rooms.reports.queries.facts import GUARDS, occurrence_facts, report_facts

        register_permits(PERMITS)
        keep_history(models.Report, models.ReportStep, sealed=("story", "place"))
        keep_history(models.Occurrence, models.OccurrenceStep, sealed=("title", "summary"))
        bind(
            root=models.Report,
            workflow=workflow.REPORT,
            guards=GUARDS,
            facts_of=report_facts,
            announce=events.REPORT_STEPPED,
        )
        bind(
            root=models.Occurrence,
            workflow=workflow.OCCURRENCE,
            guards=GUARDS,
            facts_of=occurrence_facts,
            announce=events.OCCURRENCE_STEPPED,
        )
