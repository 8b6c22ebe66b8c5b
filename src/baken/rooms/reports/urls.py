"""Addresses of the reports room."""

from django.urls import path

from baken.rooms.reports.views import (
    access,
    counts,
    drafts,
    exports,
    hand_over,
    intake,
    lists,
    months,
    occurrence,
    receipts,
    report,
    routing,
    saved,
    similar,
    steps,
)

app_name = "reports"
urlpatterns = [
    path("melden", intake.new, name="new"),
    path("melden/concept", drafts.draft, name="draft"),
    path("code", receipts.by_code, name="code"),
    path("code/bestand/<str:opens>", receipts.file, name="code-file"),
    path("mijn-meldingen", lists.own, name="own"),
    path("meldingen", lists.reports, name="reports"),
    path("overdragen", hand_over.hand_over, name="hand-over-all"),
    path("meldingen/routes", routing.bench, name="routes"),
    path("meldingen/exporteren", exports.reports, name="export-reports"),
    path("meldingen/weergaven", saved.report_views, name="report-views"),
    path("meldingen/<str:ref>", report.report, name="report"),
    path("meldingen/<str:ref>/bericht", report.message, name="message"),
    path("meldingen/<str:ref>/bestand", report.add, name="add-file"),
    path("meldingen/<str:ref>/melder", report.reporter, name="identity"),
    path("meldingen/<str:ref>/melder/inspectie", report.inspection, name="identity-inspection"),
    path("meldingen/<str:ref>/inzage", access.report_access, name="report-access"),
    path("meldingen/<str:ref>/lijkt-op", similar.report_alike, name="report-alike"),
    path("meldingen/<str:ref>/stap/<str:step>", steps.report_step, name="report-step"),
    path("voorvallen", lists.occurrences, name="occurrences"),
    path("voorvallen/exporteren", exports.occurrences, name="export-occurrences"),
    path("voorvallen/exporteren/zonder-personen", exports.summaries, name="export-summaries"),
    path("voorvallen/weergaven", saved.occurrence_views, name="occurrence-views"),
    path("voorvallen/tellingen", counts.counts, name="counts"),
    path("voorvallen/maanden", months.months, name="months"),
    path("voorvallen/<str:ref>", occurrence.occurrence, name="occurrence"),
    path("voorvallen/<str:ref>/inzage", access.occurrence_access, name="occurrence-access"),
    path("voorvallen/<str:ref>/lijkt-op", similar.occurrence_alike, name="occurrence-alike"),
    path("voorvallen/<str:ref>/stap/<str:step>", steps.occurrence_step, name="occurrence-step"),
]
