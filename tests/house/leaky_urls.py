"""Addresses with planted mistakes, which the walk must find; used by its own test only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from baken.core.access.declarations import Declaration
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.site.urls import handler403, handler404, handler500
from baken.site.urls import urlpatterns as real

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def unguarded(request: HttpRequest, ref: str) -> HttpResponse:
    """Says the right thing about itself and checks nothing."""
    report = Report.objects.for_system(reason="trail").get(ref=ref)
    return HttpResponse(report.story)


def silent(request: HttpRequest) -> HttpResponse:
    """Says nothing about itself."""
    return HttpResponse("ok")


unguarded.declaration = Declaration(permit=READ, root=Report)  # type: ignore[attr-defined]

urlpatterns = [*real, path("lek/zwijgt", silent), path("lek/<str:ref>", unguarded)]
