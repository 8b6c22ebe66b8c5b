"""Is the process up, and is the database there and migrated? No details for outsiders."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from baken.core.access.declarations import public_page


@public_page(reason="the watchdog has no account, and the answer tells nothing else")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public_page(reason="the watchdog has no account, and the answer tells nothing else")
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database can be reached and is migrated, else 503."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("not ready", status=503, content_type="text/plain")
    status = 503 if waiting else 200
    return HttpResponse("not ready" if waiting else "ok", status=status, content_type="text/plain")
