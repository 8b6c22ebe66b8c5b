"""Tells people about their own posts, and about sites that come to their unit; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice as declare_any_notice
from baken.rooms.org.queries import own_key_of, person_numbered
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
