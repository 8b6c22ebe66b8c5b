"""Addresses of measures and recommendations."""

from django.urls import path

from baken.rooms.measures.views import (
    exports,
    lists,
    measure,
    new,
    parts,
    receive,
    recommendation,
    recommendation_exports,
    recommendation_lists,
    recommendation_steps,
    steps,
)

app_name = "measures"
urlpatterns = [
    path("maatregelen", lists.measures, name="measures"),
    path("maatregelen/nieuw", new.new, name="new"),
    path("maatregelen/weergaven", lists.views, name="measure-views"),
    path("maatregelen/exporteren", exports.measures, name="export"),
    path("maatregelen/<str:ref>", measure.measure, name="measure"),
    path("maatregelen/<str:ref>/bestand", measure.add, name="add-file"),
    path("maatregelen/<str:ref>/stap/<str:step>", steps.step, name="step"),
    path("aanbevelingen", recommendation_lists.recommendations, name="recommendations"),
    path("aanbevelingen/nieuw", receive.receive, name="receive"),
    path("aanbevelingen/weergaven", recommendation_lists.views, name="recommendation-views"),
    path("aanbevelingen/onderdelen", parts.parts, name="parts"),
    path(
        "aanbevelingen/exporteren",
        recommendation_exports.recommendations,
        name="export-recommendations",
    ),
    path("aanbevelingen/<str:ref>", recommendation.recommendation, name="recommendation"),
    path("aanbevelingen/<str:ref>/bestand", recommendation.add_file, name="recommendation-file"),
    path(
        "aanbevelingen/<str:ref>/stap/<str:step>",
        recommendation_steps.step,
        name="recommendation-step",
    ),
]
