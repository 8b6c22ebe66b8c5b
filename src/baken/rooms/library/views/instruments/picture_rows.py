"""The pictures beside a question as a page shows them, with words for who does not see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.instruments.definitions import Question
from baken.rooms.library.queries.instrument_pictures import ShownPicture
from baken.rooms.library.texts import said


def pictures_said(question: Question, shown: Iterable[ShownPicture]) -> list[Mapping[str, Any]]:
    """The pictures of a question as a page shows them; one that has no words is told by its question."""
    told = _("Picture with the question: %(question)s") % {"question": said(question.text)}
    return [
        {
            "url": one.url,
            "alt": said(one.text) if one.text else told,
            "caption": said(one.text) if one.text else "",
        }
        for one in shown
    ]
