"""What pages that act share: a refusal is said in the form, and what the screen knew goes along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from baken.core.access.errors import AccessDenied
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.registry import binding_of
from baken.core.workflow.table import Step
from baken.core.workflow.unread import CHANGED, SEEN, newest_step, steps_after, who_took

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
    except StepRefused as refused:
        code = next((one.code for one in refused.refusals), "")
        form.add_error(None, forms.ValidationError(str(refused), code=code))
    except AccessDenied as refused:
        form.add_error(None, str(refused))
    return not form.errors


def was_outdated(form: forms.Form) -> bool:
    """Whether a form was refused because somebody did something since its screen was made."""
    return form.has_error(forms.forms.NON_FIELD_ERRORS, CHANGED)


def seen_again(sent: Any, form: forms.Form, record: Any, step: Step) -> dict[str, Any]:
    """For a page that is shown, for the first time or again: up to where it knows the record.

    What was sent stands, whatever is wrong with the form, until a page says what changed since: then
    ``missed`` holds the steps with who took them, and the page knows the record anew.
    """
    seen = seen_in(sent, step)
    if seen is None:
        return {SEEN: newest_of(record, step)}
    if not was_outdated(form):
        return {SEEN: seen}
    missed = steps_after(record, seen)
    return {SEEN: newest_of(record, step), "missed": [_told(record, one) for one in missed]}


def _told(record: Any, step: Any) -> dict[str, Any]:
    labels = {one.trail: one.label for one in binding_of(type(record)).workflow.steps}
    what = labels.get(step.code, _("something was added"))
    return {"what": what, "who": who_took(step), "at": step.at}


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
