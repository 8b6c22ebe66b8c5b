"""What pages of rooms above show of the consultations about their record, and the way to ask for one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.consultation.permits import ASK, READ
from baken.rooms.consultation.queries.bodies import body_names
from baken.rooms.consultation.queries.subjects import consultations_about, kind_of, may_ask_about
from baken.rooms.consultation.texts import KINDS, OUTCOMES
from baken.rooms.consultation.workflow import CONSULTATION


def about_block(actor: Actor, record: Any) -> dict[str, Any]:
    """For the template ``consultation/_about.html``: what was asked about a record that was read."""
    found = consultations_about(actor, record) if actor.holds(READ) else []
    names = body_names(found)
    ask = urlencode({"kind": kind_of(record), "ref": record.ref})
    may_ask = actor.holds(ASK) and may_ask_about(actor, record)
    return {
        "consultations": [
            {
                "ref": one.ref,
                "url": record_address(one),
                "title": one.title,
                "kind": KINDS[one.kind],
                "body": names[one.pk],
                "state": OUTCOMES.get(one.outcome) or CONSULTATION.states[one.state],
            }
            for one in found
        ],
        "consult_url": f"{reverse('consultation:new')}?{ask}" if may_ask else "",
    }
