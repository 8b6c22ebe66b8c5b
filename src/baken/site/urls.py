"""All addresses: those of the site itself and those of each room."""

from django.urls import include, path

from baken.site.api import api
from baken.site.views import (
    administration,
    demo,
    files,
    health,
    home,
    language,
    places,
    search,
    services,
    thread,
)

site_patterns = [
    path("", home.home, name="home"),
    path("zoeken", search.search, name="search"),
    path("draad/<str:ref>", thread.thread, name="thread"),
    path("bestanden/<uuid:file_id>", files.file, name="file"),
    path("m/<str:place>", places.place, name="place"),
    path("demo", demo.choose_role, name="demo"),
    path("beheer", administration.administration, name="administration"),
    path("beheer/openen", administration.open_session, name="administration-open"),
    path("beheer/beeindigen", administration.close_session, name="administration-close"),
    path("beheer/sessies", administration.sessions, name="administrations"),
    path("beheer/sessies/<uuid:session>", administration.session, name="administration-log"),
    path("beheer/diensten", services.services, name="services"),
    path("beheer/diensten/dienst", services.service, name="service"),
    path("beheer/diensten/token", services.new_token, name="service-token"),
    path("beheer/diensten/intrekken", services.revoke, name="service-revoke"),
    path("beheer/diensten/sluiten", services.close, name="service-close"),
]

urlpatterns = [
    path("", include((site_patterns, "site"))),
    path("", include("baken.core.accounts.urls")),
    path("", include("baken.rooms.insight.urls")),
    path("", include("baken.rooms.assessments.urls")),
    path("", include("baken.rooms.reports.urls")),
    path("", include("baken.rooms.measures.urls")),
    path("", include("baken.rooms.register.urls")),
    path("", include("baken.rooms.consultation.urls")),
    path("", include("baken.rooms.sheets.urls")),
    path("", include("baken.rooms.org.urls")),
    path("", include("baken.rooms.library.urls")),
    path("", include("baken.rooms.notices.urls")),
    path("api/v1/", api.urls),
    path("taal", language.set_language, name="set_language"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler400 = "baken.site.views.errors.bad_request"
handler403 = "baken.site.views.errors.forbidden"
handler404 = "baken.site.views.errors.not_found"
handler500 = "baken.site.views.errors.server_error"
