"""The HTTP API as a whole: every room's endpoints under one address, one authentication."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import path
from ninja import NinjaAPI

from baken.core.api.auth import BearerToken, WebSession
from baken.core.api.middleware import VERSION
from baken.core.api.problems import speak_problems
from baken.core.api.wire import JsonIn, JsonOut
from baken.rooms.assessments import api as assessments_api
from baken.rooms.consultation import api as consultation_api
from baken.rooms.insight import api as insight_api
from baken.rooms.library import api as library_api
from baken.rooms.measures import api as measures_api
from baken.rooms.notices import api as notices_api
from baken.rooms.org import api as org_api
from baken.rooms.org.queries import actor_for
from baken.rooms.register import api as register_api
from baken.rooms.reports import api as reports_api
from baken.rooms.sheets import api as sheets_api
from baken.site.api import (
    administration,
    documents,
    own,
    palette,
    preferences,
    security,
    stored,
)

DESCRIPTION = """
Reports of risks and incidents, and what became of them. What a caller sees is what their
appointments reach: outside it 404, in reach but not allowed 403.

Lists are newest first and keep their place under new records: follow `next` until it is null.
Times are UTC. Errors are problem details (RFC 9457). Names are snake_case, also in queries; that
is the one known deviation from the design rules of the Dutch government. A body may hold 10 MiB,
a file 50 MiB, a text 50,000 characters.
"""


class BakenApi(NinjaAPI):
    """The API with its own pages for the specification in place of those that load scripts."""

    def _get_urls(self) -> list[Any]:
        pages = [
            path("openapi.json", documents.specification, name="openapi"),
            path("docs", documents.human_page, name="docs"),
        ]
        return [*pages, *super()._get_urls()]


api = BakenApi(
    title="Baken",
    version=VERSION,
    description=DESCRIPTION.strip(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=[BearerToken(actor_for), WebSession(settings.SESSION_COOKIE_NAME)],
    parser=JsonIn(),
    renderer=JsonOut(),
)
speak_problems(api)
api.add_router("", own.router, tags=["You"])
api.add_router("", palette.router, tags=["You"])
api.add_router("", preferences.router, tags=["You"])
api.add_router("", security.router, tags=["You"])
api.add_router("", administration.router, tags=["Administration"])
for _tag, _router in (
    *org_api.routers,
    *insight_api.routers,
    *library_api.routers,
    *measures_api.routers,
    *register_api.routers,
    *reports_api.routers,
    *consultation_api.routers,
    *sheets_api.routers,
    *assessments_api.routers,
):
    api.add_router("", _router, tags=[_tag])
api.add_router("", stored.router, tags=["Files"])
api.add_router("", notices_api.router, tags=["Notices"])
