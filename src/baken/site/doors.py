"""The doors of the product: every page one can go to by its name, once, for menus and palette alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.urls import get_script_prefix, get_urlconf, resolve, reverse
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.access.declarations import Declaration
from baken.rooms.assessments.permits import FOLLOW as FOLLOW_ASSESSMENT
from baken.rooms.assessments.permits import READ as READ_ASSESSMENT
from baken.rooms.consultation.permits import READ as READ_CONSULTATION
from baken.rooms.measures.permits import (
    ANSWER,
    JUDGE,
    REACT,
    READ_PURCHASE,
    READ_RECOMMENDATION,
    RECEIVE,
)
from baken.rooms.measures.permits import CHECK as CHECK_PURCHASE
from baken.rooms.measures.permits import READ as READ_MEASURE
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.reports.permits import CREATE, READ, READ_NOTIFICATION_SUMMARY, READ_SUMMARY
from baken.rooms.sheets.permits import READ as READ_SHEET

Test = Callable[[Actor], bool]


def always(_actor: Actor) -> bool:
    """For whoever may open the page."""
    return True


def never(_actor: Actor) -> bool:
    """In no menu: found by the palette alone."""
    return False


@dataclass(frozen=True)
class Door:
    """A page: its label, the name of its address, of which kind it is, and when it is offered.

    It is offered to whoever holds the permit that the page itself declares and of whom ``when`` is
    true; ``menu`` says whether it stands in its menu too: the main one, that under one's
    name, or the foot of every page.
    """

    label: Any
    page: str
    kind: Literal["page", "account", "foot"] = "page"
    when: Test = always
    menu: Test = never

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.page)

    def opens_for(self, actor: Actor) -> bool:
        """Whether somebody is offered it."""
        declared = _declared(self.page, get_urlconf())
        return (not declared.permit or declared.is_held_by(actor)) and self.when(actor)


def _has_a_range(permit: str) -> Test:
    """Whether somebody has more to look for by a permit than single cases."""

    def test(actor: Actor) -> bool:
        return any(grant.reach.ranges for grant in actor.grants_of(permit))

    return test


def _only_counts(actor: Actor) -> bool:
    return not actor.holds(READ_SUMMARY)


def _is_asked_for_recommendations(actor: Actor) -> bool:
    """Whether somebody answers, judges or follows recommendations: others find them by the palette."""
    return any(actor.holds(permit) for permit in (ANSWER, JUDGE, RECEIVE, REACT))


def _administers(actor: Actor) -> bool:
    return bool(actor.duty or actor.administers)


DOORS = (
    Door(_("New report"), "reports:new", when=lambda actor: actor.holds(CREATE)),
    Door(_("Inbox"), "site:home", menu=always),
    Door(_("My reports"), "reports:own", menu=always),
    Door(_("Reports"), "reports:reports", when=_has_a_range(READ), menu=always),
    Door(_("Occurrences"), "reports:occurrences", menu=always),
    Door(_("Risks"), "register:risks", when=_has_a_range(READ_RISK), menu=always),
    Door(_("Measures"), "measures:measures", when=_has_a_range(READ_MEASURE), menu=always),
    Door(
        _("RI&E’s"),
        "assessments:assessments",
        when=_has_a_range(READ_ASSESSMENT),
        menu=lambda actor: actor.holds(FOLLOW_ASSESSMENT),
    ),
    Door(
        _("Recommendations"),
        "measures:recommendations",
        when=_has_a_range(READ_RECOMMENDATION),
        menu=_is_asked_for_recommendations,
    ),
    Door(_("Enter a recommendation"), "measures:receive"),
    Door(
        _("Recommendations by part"),
        "measures:parts",
        when=_has_a_range(READ_RECOMMENDATION),
    ),
    Door(
        _("Small purchases (ZKA)"),
        "measures:purchases",
        when=_has_a_range(READ_PURCHASE),
        menu=lambda actor: actor.holds(CHECK_PURCHASE),
    ),
    Door(_("Buy something small"), "measures:purchase-new"),
    Door(_("Money for small purchases"), "measures:budgets"),
    Door(_("What units keep buying"), "measures:bought"),
    Door(_("Picture of my unit"), "insight:own"),
    Door(_("State a risk"), "register:new"),
    Door(_("Counts"), "reports:counts", menu=_only_counts),
    Door(
        _("Duties to notify"),
        "reports:notifications",
        when=_has_a_range(READ_NOTIFICATION_SUMMARY),
        menu=always,
    ),
    Door(_("Enter for somebody"), "reports:desk", menu=always),
    Door(_("Organisation"), "org:tree", menu=always),
    Door(_("Library"), "library:index", "foot", menu=always),
    Door(_("Who may accept what"), "library:mandate"),
    Door(_("Hazards"), "library:hazards"),
    Door(_("Standard measures"), "library:measures"),
    Door(_("Instruments"), "library:instruments"),
    Door(_("What may be bought small"), "library:purchasing"),
    Door(_("Advice and authorities"), "library:advice"),
    Door(_("Terms and escalation"), "library:escalation"),
    Door(_("Risks that meet"), "library:stacking"),
    Door(_("Risk appetite"), "library:appetite"),
    Door(_("What an acceptance must say"), "library:acceptance"),
    Door(_("Notices"), "notices:list"),
    Door(_("Search"), "site:search"),
    Door(_("Forms on paper"), "reports:paper"),
    Door(_("Print empty forms"), "reports:paper-print"),
    Door(_("Occurrences by month"), "reports:months"),
    Door(_("Occurrences in time"), "reports:series"),
    Door(_("Possible doubles between systems"), "reports:doubles"),
    Door(_("Accident records"), "reports:accident-records"),
    Door(_("Accident list"), "reports:accident-list"),
    Door(_("Hand over everything of a unit"), "reports:hand-over-all"),
    Door(_("Slices of exposure"), "register:slices"),
    Door(_("Bow-ties"), "register:bow-ties", when=_has_a_range(READ_RISK)),
    Door(_("Draw a bow-tie"), "register:bow-tie-new"),
    Door(_("Consultations"), "consultation:consultations", when=_has_a_range(READ_CONSULTATION)),
    Door(_("Ask a council or a part"), "consultation:new"),
    Door(_("Begin an assessment"), "assessments:new"),
    Door(_("How all units stand"), "assessments:progress"),
    Door(_("Sheets"), "sheets:sheets", when=_has_a_range(READ_SHEET)),
    Door(_("Locations"), "org:sites"),
    Door(_("Equipment"), "org:equipment-list"),
    Door(_("Hand over the equipment of a unit"), "org:equipment-hand-over"),
    Door(_("Handovers of command"), "org:handovers"),
    Door(_("Posters"), "org:posters"),
    Door(_("Kiosks"), "org:kiosks"),
    Door(_("Roles and rights"), "org:roles"),
    Door(_("My posts"), "org:own-posts", "account", menu=always),
    Door(_("Log-in and security"), "accounts:own", "account", menu=always),
    Door(_("Administration"), "site:administration", "account", when=_administers, menu=always),
    Door(_("Service accounts"), "site:services", "account", menu=always),
    Door(_("Where reports go"), "reports:routes", "account", menu=always),
    Door(_("Who administered"), "site:administrations", "account", menu=always),
    Door(_("Notices by mail"), "notices:wishes", "account"),
    Door(_("Language and keys"), "accounts:preferences", "account"),
    Door(_("Where you are logged in"), "accounts:sessions", "account"),
    Door(_("Tokens"), "accounts:tokens", "account"),
)


def doors_for(actor: Actor) -> Iterator[Door]:
    """The doors that somebody is offered, in their order."""
    return (door for door in DOORS if door.opens_for(actor))


def menu_of(actor: Actor, kind: str) -> list[tuple[str, str]]:
    """Label and address of what stands in a menu.

    ``page`` is the main one, ``account`` one's own, ``foot`` what stands below every page.
    """
    doors = (one for one in doors_for(actor) if one.kind == kind and one.menu(actor))
    return [(str(one.label), one.url) for one in doors]


@lru_cache(maxsize=256)
def _declared(page: str, _urlconf: str | None) -> Declaration:
    """What a page declares of itself; the same decides when it is asked for."""
    path = reverse(page).removeprefix(get_script_prefix())
    declared: Declaration = resolve(f"/{path}").func.declaration  # type: ignore[attr-defined]
    return declared
