"""A step's form asks what its row in the table says; a room must bring the lists it names."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import gettext as _

from baken.core.workflow.forms import StepForm
from baken.core.workflow.table import Step, StepField


def _step(*fields: StepField) -> Step:
    return Step("step", "Step", ("open",), "", "p", "t", fields=fields)


def test_form_of_a_room_without_lists_refuses_a_choice_from_one() -> None:
    with pytest.raises(LookupError, match="knows no code list 'colours'"):
        StepForm(step=_step(StepField("it", "It", "choice", choices="colours")))


def test_form_gives_its_values_as_a_program_sends_them_and_leaves_the_note_out() -> None:
    step = _step(StepField("day", "Day", "date"), StepField("many", "Many", "integer"))
    form = StepForm({"day": "2026-03-10", "many": "3", "note": "seen"}, step=step)
    assert form.is_valid()
    assert form.step_fields() == {"day": "2026-03-10", "many": 3}


def test_form_gives_a_moment_with_its_time_zone() -> None:
    form = StepForm({"when": "2026-03-10T09:40"}, step=_step(StepField("when", "When", "moment")))
    assert form.is_valid()
    assert form.step_fields() == {"when": "2026-03-10T09:40:00+01:00"}
    assert 'type="datetime-local"' in str(form["when"])


class Coloured(StepForm):
    """A form of a room that has a list and says nothing about its codes."""

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """The one list there is."""
        return [("red", "Red")]


class Numbered(StepForm):
    """A form of a room whose list starts with nought."""

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """Nought and one."""
        return [("0", "None"), ("1", "One")]


def test_form_of_a_room_that_explains_no_codes_shows_them_without_help() -> None:
    field = StepField("it", "It", "choice", choices="colours", required=True)
    form = Coloured(step=_step(field))
    assert form.fields["it"].choices == [("", _("Choose")), ("red", "Red")]
    assert form.fields["it"].choice_help == {}


@pytest.mark.parametrize(("stands", "chosen"), [({}, ""), ({"it": None}, ""), ({"it": 0}, "0")])
def test_form_chooses_beforehand_only_what_stands(stands: dict[str, object], chosen: str) -> None:
    field = StepField("it", "It", "choice", choices="numbers", required=True)
    form = Numbered(step=_step(field), initial=stands)
    offered = [value for value, _label in form.fields["it"].choices]
    assert offered == (["0", "1"] if stands.get("it") is not None else ["", "0", "1"])
    assert re.findall(r'value="(\d*)" selected', str(form["it"])) == [chosen]


def test_form_refuses_a_choice_that_must_be_made_and_was_not() -> None:
    field = StepField("it", "It", "choice", choices="numbers", required=True)
    form = Numbered({"it": ""}, step=_step(field))
    assert not form.is_valid()
    assert list(form.errors) == ["it"]
