"""What the page of a risk says while the acceptance of a predecessor is still to be taken over."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from baken.rooms.register.models import Risk
from baken.rooms.register.queries.handovers import to_accept_again


def handover_note(risk: Risk) -> dict[str, Any]:
    """The sentence and the handover it is about; nothing when nothing is to be taken over."""
    item = to_accept_again(risk)
    if item is None:
        return {}
    day = formats.date_format(item.due_on, "j F Y")
    text = _("Accepted by the predecessor; to be taken over before %(day)s.") % {"day": day}
    url = reverse("org:handover", args=[item.handover])
    return {"handover_note": text, "handover_ref": item.handover, "handover_url": url}
