"""What pages that act share: a refusal is said in the form, and what the screen knew goes along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from baken.core.access.errors import AccessDenied
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Step
from baken.core.workflow.unread import newest_step

SEEN = "seen"
LONGEST_SERIAL = 9


def was_done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do what a form that holds asks for; False when it was refused.

    A refusal is said at the field it is about, or above the form, and nothing that was typed is
    lost.
    """
    try:
        act()
    except FieldsRefused as refused:
        say_refused(form, refused)
    except (StepRefused, AccessDenied) as refused:
        form.add_error(None, str(refused))
    return not form.errors


def say_refused(form: forms.Form, refused: FieldsRefused) -> None:
    """Say what was refused at the fields it is about; what is about no field stands above the form."""
    for name, text in refused.errors.items():
        form.add_error(name if name in form.fields else None, text)


def newest_of(record: Any, step: Step) -> int | str:
    """The serial of the newest step, for the screen of a step that asks what was seen; else nothing.

    Another step that changes the state is refused by the state itself when somebody was first.
    """
    newest = newest_step(record) if step.asks_seen else None
    return newest.serial if newest else ""


def seen_in(sent: Any, step: Step) -> int | None:
    """Up to which step the screen knew the record, out of what was sent."""
    text = sent.get(SEEN, "")
    fits = text.isdecimal() and len(text) <= LONGEST_SERIAL
    return int(text) if fits and step.asks_seen else None
