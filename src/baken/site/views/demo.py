"""The demonstration's own door: choose a role and look around."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import public_page
from baken.core.accounts.entering import CHOSEN, enter
from baken.core.accounts.models import Account
from baken.rooms.org.queries import actor_for
from baken.rooms.reports.permits import CREATE, EMBARGO, HANDLE, READ, READ_SUMMARY, TRIAGE
from baken.site.demo.signers import shown_codes

FIRST = ("soldaat", "teamleider", "adviseur", "commandant", "preventie", "beheerder")


@public_page(reason="in the demonstration the password is public; elsewhere this page is not there")
def choose_role(request: HttpRequest) -> HttpResponse:
    """The demo's accounts with what they are; choosing one logs in. Outside the demo: 404."""
    if not settings.DEMO:
        raise Http404
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        chosen = request.POST.get("account", "")[:80].replace("\x00", "")
        account = get_object_or_404(Account, username=chosen, is_service=False, is_active=True)
        return enter(request, account, after, how=CHOSEN)
    at = request.at  # type: ignore[attr-defined]
    accounts = Account.objects.filter(is_service=False, is_active=True).order_by("number")
    actors = [(account.username, actor_for(account, at)) for account in accounts]
    choices = [(name, actor, what_of(actor)) for name, actor in actors]
    first = [choice for choice in choices if choice[0] in FIRST]
    others = [choice for choice in choices if choice[0] not in FIRST]
    shown = {"first": first, "others": others, "next": after, "codes": shown_codes(at)}
    return render(request, "site/demo.html", shown)


def what_of(actor: Actor) -> str:
    """What somebody with these appointments comes here for, in one sentence."""
    in_reach = any(grant.reach.ranges for grant in actor.grants_of(READ))
    seen = any(grant.reach.ranges for grant in actor.grants_of(READ_SUMMARY))
    sentences = (
        (
            actor.holds(TRIAGE),
            _("Looks at what comes in, answers the reporter, runs the follow-up."),
        ),
        (actor.holds(HANDLE), _("Is alarmed by danger, reads the unit's reports and decides.")),
        (
            actor.holds(EMBARGO),
            _("Is alarmed by danger, notifies inspections, and sets an information embargo."),
        ),
        (in_reach, _("Reads the reports and occurrences of the unit.")),
        (
            seen and actor.home_unit,
            _("Reports, follows own reports, and sees occurrences without persons."),
        ),
        (seen, _("Sees occurrences without persons: summary, kind and severity.")),
        (actor.holds(CREATE), _("Reports, and follows own reports.")),
    )
    return next((text for fits, text in sentences if fits), _("Sees no reports."))
