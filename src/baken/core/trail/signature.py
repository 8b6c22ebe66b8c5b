"""Who took a step, in words for readers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.access.actor import SYSTEM_POST
from baken.core.access.roles import post_in_words


def signed_by(step: Any) -> dict[str, str]:
    """The name (``by``) and the post; what the product did by itself was done by no person."""
    by, post = step.words.get("name", ""), step.words.get("post", "")
    if step.actor is None and post == SYSTEM_POST:
        return {"by": _("automatically"), "post": ""}
    return {"by": by, "post": post_in_words(post)}
