"""Tells people about their posts, sites that come to their unit and handovers; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice as declare_any_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, person_numbered, tree
from baken.rooms.org.queries.handovers import handover_numbered
from baken.rooms.org.queries.sites import keepers_of, site_numbered

declare_notice = partial(declare_any_notice, group="posts")

CODES = {
    "org.person.appointed": declare_notice(
        "org.appointed", _("You have been given a post: see your posts."), "org:own-posts"
    ),
    "org.person.delegated_to": declare_notice(
        "org.delegated_to", _("A post was delegated to you: see your posts."), "org:own-posts"
    ),
    "org.person.appointment_ended": declare_notice(
        "org.appointment_ended", _("The last day of one of your posts was set."), "org:own-posts"
    ),
    "org.person.appointment_withdrawn": declare_notice(
        "org.appointment_withdrawn", _("One of your posts was withdrawn."), "org:own-posts"
    ),
}


def tell_about_post(event: Any, at: datetime) -> None:
    """Tell somebody that a post was given to them, delegated to them or ended."""
    person = person_numbered(event.record)
    code = CODES.get(event.payload.get("code", ""))
    if person is not None and code is not None:
        notify(to_keys=[own_key_of(person.id)], code=code, record=person, at=event.at)


SITE_GIVEN = declare_notice(
    "org.site_given", _("Location %(ref)s is held by your unit from now on."), "org:site"
)


def tell_about_site(event: Any, at: datetime) -> None:
    """Tell whoever manages the equipment of a unit that it holds a site from now on."""
    site = site_numbered(event.record)
    if site is not None:
        keys = [own_key_of(holder.person) for holder in keepers_of(site, at)]
        notify(to_keys=keys, code=SITE_GIVEN, record=site, at=event.at)


# What is told after a step of a handover: to whom it is handed, to who leaves, to the level above.
_HANDED = {
    ("prepared", "outgoing"): _(
        "You hand over command: write handover %(ref)s for your successor."
    ),
    ("prepared", "incoming"): _(
        "You take over command: handover %(ref)s is being prepared for you."
    ),
    ("open", "incoming"): _("You command here from today. Take over what is in handover %(ref)s."),
    ("lapse", "incoming"): _(
        "What you did not take over of handover %(ref)s in time holds no more."
    ),
    ("lapse", "above"): _(
        "Of handover %(ref)s not everything was taken over in time. What was not, holds no more."
    ),
}
HANDED = {
    key: declare_any_notice(f"org.handover_{key[0]}_{key[1]}", text, "org:handover", group="terms")
    for key, text in _HANDED.items()
}
ABOVE = ("commander",)


def tell_about_handover(event: Any, at: datetime) -> None:
    """Tell who leaves and who comes what is theirs to do, and the level above what lapsed."""
    told = {key: code for key, code in HANDED.items() if key[0] == event.payload.get("notice")}
    record = handover_numbered(event.record) if told else None
    if record is None:
        return
    unit = tree().by_id[record.unit_id]
    parent = tree().by_id[unit.parent_id] if unit.parent_id else unit
    above = nearest_holders(roles=ABOVE, unit=parent, at=at)
    people = {
        "outgoing": [record.outgoing],
        "incoming": [record.incoming],
        "above": [one.person for one in above if one.person != record.incoming],
    }
    for (_step, whom), code in told.items():
        keys = [own_key_of(person) for person in people[whom]]
        notify(to_keys=keys, code=code, record=record, at=event.at)
