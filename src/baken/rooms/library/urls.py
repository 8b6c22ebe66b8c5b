"""Addresses of the library."""

from django.urls import path

from baken.rooms.library.views import decisions, hazards, index, mandate, purchasing, scoring
from baken.rooms.library.views.instruments import lists, pictures, survey, trying, version

app_name = "library"

urlpatterns = [
    path("bibliotheek", index.index, name="index"),
    path("bibliotheek/bronnen/<path:source>", index.source, name="source"),
    path("bibliotheek/scoringsmodellen/<slug:model>", scoring.model, name="scoring-model"),
    path(
        "bibliotheek/scoringsmodellen/<slug:model>/<int:version>",
        scoring.model_version,
        name="scoring-model-version",
    ),
    path("bibliotheek/instrumenten", lists.listed, name="instruments"),
    path("bibliotheek/instrumenten/inlezen", lists.bring_in, name="instrument-import"),
    path("bibliotheek/instrumenten/inlezen/branche-rie", survey.keep, name="survey-import"),
    path("bibliotheek/instrumenten/<slug:instrument>", version.newest, name="instrument"),
    path(
        "bibliotheek/instrumenten/<slug:instrument>/<str:instrument_version>",
        version.one,
        name="instrument-version",
    ),
    path(
        "bibliotheek/instrumenten/<slug:instrument>/<str:instrument_version>/bestand",
        version.file,
        name="instrument-file",
    ),
    path(
        "bibliotheek/instrumenten/<slug:instrument>/<str:instrument_version>/plaatjes/<str:name>",
        pictures.picture,
        name="instrument-picture",
    ),
    path(
        "bibliotheek/instrumenten/<slug:instrument>/<str:instrument_version>/proberen",
        trying.try_out,
        name="instrument-try",
    ),
    path("bibliotheek/mandaat", mandate.mandate, name="mandate"),
    path("bibliotheek/advies", mandate.advice, name="advice"),
    path("bibliotheek/escalatie", decisions.escalation, name="escalation"),
    path("bibliotheek/stapelen", decisions.stacking, name="stacking"),
    path("bibliotheek/risicobereidheid", decisions.appetite, name="appetite"),
    path("bibliotheek/acceptatie", decisions.acceptance, name="acceptance"),
    path("bibliotheek/gevaren", hazards.hazards, name="hazards"),
    path("bibliotheek/standaardmaatregelen", hazards.measures, name="measures"),
    path("bibliotheek/kleine-aanschaf", purchasing.small_purchases, name="purchasing"),
    path("bibliotheek/lijsten/<slug:listed>", hazards.code_list_page, name="list"),
]
