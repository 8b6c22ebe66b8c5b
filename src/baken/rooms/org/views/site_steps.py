"""The page on which a site is given to another unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.workflow.forms import StepForm
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.actions.site_steps import take_site_step
from baken.rooms.org.models import Site
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries.sites import site_of_code
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.workflow import SITE


@page(permit=READ_UNIT)
def site_step(request: HttpRequest, site: str, step: str) -> HttpResponse:
    """Ask to which unit a site goes and why, and say what that changes."""
    actor = request.actor  # type: ignore[attr-defined]
    found, row = site_of_code(actor, site), SITE.step(step)
    if found is None or row is None:
        raise Http404
    if not may(actor, row.permit, found):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = StepForm(request.POST if request.method == "POST" else None, step=row)
    if form.is_bound and form.is_valid() and _taken(request, found, row, form):
        done = f"draft:step-{row.name}-{found.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("org:site", found.code)
    back = reverse("org:site", args=[found.code])
    shown = {"record": found, "name": name_of(found), "step": row, "form": form, "back_url": back}
    shown[SEEN] = newest_of(found, row)
    return render(request, "org/site_step.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, site: Site, row: Step, form: Any) -> bool:
    return was_done(
        form,
        lambda: take_site_step(
            actor=request.actor,  # type: ignore[attr-defined]
            site=site,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )
