"""Addresses of sheets."""

from django.urls import path

from baken.rooms.sheets.views import copy, evidence, lists, repetitions, scores, section, sheet

app_name = "sheets"
urlpatterns = [
    path("bladen", lists.sheets, name="sheets"),
    path("bladen/<str:ref>", sheet.sheet, name="sheet"),
    path("bladen/<str:ref>/kopie", copy.copy, name="copy"),
    path("bladen/<str:ref>/verschil", copy.compare, name="compare"),
    path("bladen/<str:ref>/herhaling", repetitions.add, name="repeat"),
    path("bladen/<str:ref>/herhaling/<slug:name>/weg", repetitions.end, name="end-repeat"),
    path("bladen/<str:ref>/keuze", section.settle, name="settle"),
    path("bladen/<str:ref>/deel/<slug:part>", section.section, name="section"),
    path(
        "bladen/<str:ref>/deel/<slug:repeated>/<slug:repetition>",
        section.section_of,
        name="section-of",
    ),
    path("bladen/<str:ref>/bewijs/<str:key>", evidence.evidence, name="evidence"),
    path("bladen/<str:ref>/score/<str:key>", scores.scores, name="score"),
]
