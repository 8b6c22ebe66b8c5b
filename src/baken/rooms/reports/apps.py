"""Installs the reports room: permits, histories, workflows."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS_OF_REPORT = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "happened_at",
    "still_dangerous",
    "identity",
    "channel",
    "source",
    "source_ref",
    "received_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "due_at",
    "occurrence_id",
    "reporter_key",
    "receipt_digest",
    "satisfaction",
)
FACTS_OF_OCCURRENCE = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "context",
    "investigation_level",
    "lead",
    "due_at",
    "happened_at",
    "triaged_at",
    "closed_at",
    "merged_into_id",
)


FACTS_OF_ACCIDENT_RECORD = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "person",
    "person_key",
    "occurrence_id",
    "requested",
    "on_duty",
    "happened_at",
    "opened_at",
    "shown_at",
    "heard_at",
    "final_at",
    "due_at",
)
FACTS_OF_NOTIFICATION = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "occurrence_id",
    "duty",
    "owner",
    "by_hand",
    "because",
    "opened_at",
    "reopened_at",
    "known_at",
    "is_late",
    "term_at",
    "due_at",
    "lapsed_at",
    "called_at",
    "channel",
    "reference",
    "confirmed_at",
    "reports_sent",
    "report_sent_at",
    "proposed_by",
)


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
        from baken.rooms.reports.queries.parts import parts_of_occurrences, parts_of_reports

        register_permits(PERMITS)
        keep_history(
            models.Report,
            models.ReportStep,
            sealed=("story", "place", "immediate_action"),
            facts={
                1: FACTS_OF_REPORT,
                2: (*FACTS_OF_REPORT, "site_id"),
                3: (*FACTS_OF_REPORT, "site_id", "names_person"),
                4: (*FACTS_OF_REPORT, "site_id", "names_person", "embargo_at"),
            },
            parts_of=parts_of_reports,
        )
        keep_history(
            models.Occurrence,
            models.OccurrenceStep,
            sealed=("title", "summary"),
            facts={
                1: FACTS_OF_OCCURRENCE,
                2: (*FACTS_OF_OCCURRENCE, "site_id"),
                3: (*FACTS_OF_OCCURRENCE, "site_id", "embargo_at"),
            },
            parts_of=parts_of_occurrences,
        )
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
        _keep_accident_records()
        _keep_notifications()


def _keep_accident_records() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.reports import events, models, workflow
    from baken.rooms.reports.actions.accident_records import SEALED
    from baken.rooms.reports.queries.accident_records import (
        accident_facts,
        parts_of_accident_records,
    )
    from baken.rooms.reports.queries.facts import GUARDS

    keep_history(
        models.AccidentRecord,
        models.AccidentRecordStep,
        sealed=SEALED,
        facts={1: FACTS_OF_ACCIDENT_RECORD},
        parts_of=parts_of_accident_records,
    )
    bind(
        root=models.AccidentRecord,
        workflow=workflow.ACCIDENT_RECORD,
        guards=GUARDS,
        facts_of=accident_facts,
        announce=events.ACCIDENT_RECORD_STEPPED,
    )


def _keep_notifications() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.reports import events, models, workflow
    from baken.rooms.reports.queries.notification_facts import GUARDS, notification_facts
    from baken.rooms.reports.rules.duties import SEALED

    keep_history(
        models.ExternalNotification,
        models.ExternalNotificationStep,
        sealed=SEALED,
        facts={1: FACTS_OF_NOTIFICATION},
    )
    bind(
        root=models.ExternalNotification,
        workflow=workflow.NOTIFICATION,
        guards=GUARDS,
        facts_of=notification_facts,
        announce=events.NOTIFICATION_STEPPED,
    )
