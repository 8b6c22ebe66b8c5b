"""The database itself refuses to change or remove a step, or to rewrite a told story."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from baken.core.trail.append import Entry, append
from baken.core.trail.install import install_guards
from baken.core.trail.tests.behind import drop_guards, rows_of, steps_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db

STEP, STORY = "a step of the trail is never changed", "a told story is never changed"


@pytest.fixture
def report(cast: Any) -> Report:
    """A report with the first step of its history."""
    return make_report(unit=cast.company)


def test_change_of_a_step_is_refused_by_the_database(report: Report) -> None:
    with pytest.raises(DatabaseError, match=STEP), transaction.atomic():
        steps_of(report).update(code="nothing.happened")


def test_removal_of_a_step_is_refused_by_the_database(report: Report) -> None:
    with pytest.raises(DatabaseError, match=STEP), transaction.atomic():
        steps_of(report).delete()


def test_change_of_a_story_is_refused_by_the_database(report: Report) -> None:
    with pytest.raises(DatabaseError, match=STORY), transaction.atomic():
        rows_of(Report, pk=report.pk).update(story="All is well.")


def test_saving_a_report_with_its_story_unchanged_is_no_change(report: Report) -> None:
    rows_of(Report, pk=report.pk).update(story=report.story, place="Garage 4")
    assert rows_of(Report).get().place == "Garage 4"


def test_adding_a_step_is_what_the_trail_is_for(cast: Any, report: Report) -> None:
    entry = Entry(code="x", to_state="received")
    append(record=report, actor=cast.commander.actor, at=cast.at, entry=entry)
    assert steps_of(report).count() == 2


def test_installing_again_is_harmless_and_puts_back_what_was_dropped(report: Report) -> None:
    drop_guards()
    install_guards()
    install_guards()
    with pytest.raises(DatabaseError, match=STEP), transaction.atomic():
        steps_of(report).update(code="nothing.happened")
