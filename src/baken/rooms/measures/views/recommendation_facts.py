"""The facts on the left of a recommendation's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.texts import APPRECIATIONS, VERDICTS
from baken.rooms.measures.views.facts import post_said
from baken.rooms.measures.views.recommendation_rows import owed_shown
from baken.rooms.org.queries import persons_named, tree

Facts = list[tuple[str, Any]]
WEB = ("https://", "http://")


def recommendation_facts_list(one: Recommendation, at: datetime) -> Facts:
    """From whom, to whom, about what and until when; what is empty is left out."""
    facts: Facts = [
        (_("Addressee"), tree().by_id[one.unit_id].name),
        (_("Who recommends it"), label_of("recommendation_sources", one.source)),
        (_("Name of who recommends it"), one.party),
        (_("Number of the report"), one.report_number),
        (_("Day of the report"), one.report_on),
        (_("Where it stands in the report"), one.place),
        (_("Where the report can be read"), link_shown(one.publication)),
        (_("Subject"), label_of("recommendation_categories", one.category)),
        (_("Underlying cause"), label_of("cause_codes", one.cause)),
        (_("Offered on"), one.offered_on),
        (_("Parliament gets it by"), one.parliament_due),
        (_("Day of the minister’s reaction"), one.reaction_on),
        (_("Owed by"), owed_shown(one, at)),
    ]
    return _known(facts)


def answer_facts(one: Recommendation) -> Facts:
    """The answer of the addressee, the plan, the proof and the effect."""
    names = persons_named([one.owner, one.appreciated_by, one.reported_by])
    facts: Facts = [
        (_("Answer"), APPRECIATIONS.get(one.appreciation, "")),
        (_("Why"), one.appreciation_reason),
        (_("Answered by"), names.get(one.appreciated_by, "") if one.appreciated_by else ""),
        (_("Owner"), names.get(one.owner, "") if one.owner else ""),
        (_("By which post"), post_said(one.owner_post)),
        (_("The plan"), one.plan),
        (_("To be done by"), one.due_on),
        (_("How is the effect measured?"), one.effect_measure),
        (_("Reported done by"), names.get(one.reported_by, "") if one.reported_by else ""),
        (_("Proof"), one.proof),
        (_("Why was no measure needed?"), one.none_needed),
        (_("Effect is looked at from"), one.effect_check_on),
        (_("Effect"), one.effect),
    ]
    return _known(facts)


def verdict_facts(one: Recommendation) -> Facts:
    """The verdict of whoever recommended it."""
    facts: Facts = [
        (_("The verdict"), VERDICTS.get(one.verdict, "")),
        (_("What the verdict says"), one.verdict_reason),
        (_("Document in which it stands"), one.verdict_document),
        (_("Judged"), one.assessed_at),
        (_("Closed"), one.closed_at),
    ]
    return _known(facts)


def link_shown(address: str) -> Any:
    """A web address as a link; anything else as the text that it is."""
    if not address.startswith(WEB):
        return address
    return format_html('<a class="utrecht-link" href="{0}" rel="noreferrer">{0}</a>', address)


def _known(facts: Facts) -> Facts:
    return [(label, value) for label, value in facts if value not in (None, "")]
