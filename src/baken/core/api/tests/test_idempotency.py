"""The same thing sent twice is one thing, and nothing kept tells who sent it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from baken.core import clock
from baken.core.api.idempotency import (
    KeyReused,
    body_digest,
    earlier_record,
    remember,
    sender_digest,
)
from baken.core.api.models import IdempotencyKey
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_report

BODY = body_digest({"story": "Kabel los."})
DIGEST = sender_digest("7", "key")


@pytest.fixture
def report(cast: Any) -> Report:
    """A report that was sent under a key."""
    made = make_report(unit=cast.company)
    remember(digest=DIGEST, body=BODY, record=made, at=cast.at)
    return made


@pytest.mark.django_db
def test_earlier_record_of_a_new_key_is_none(report: Report) -> None:
    assert earlier_record(digest=sender_digest("7", "new"), body=BODY, root=Report) is None


@pytest.mark.django_db
def test_earlier_record_of_the_same_key_and_body_is_the_one_it_made(report: Report) -> None:
    assert earlier_record(digest=DIGEST, body=BODY, root=Report) == report


@pytest.mark.django_db
def test_earlier_record_of_the_same_key_with_another_body_is_refused(report: Report) -> None:
    with pytest.raises(KeyReused):
        earlier_record(digest=DIGEST, body=body_digest({"story": "Else."}), root=Report)


@pytest.mark.django_db
def test_earlier_record_of_the_same_key_for_another_kind_is_none(report: Report) -> None:
    assert earlier_record(digest=DIGEST, body=BODY, root=Occurrence) is None


@pytest.mark.django_db
def test_key_remembered_twice_is_refused_by_the_database(report: Report, cast: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        remember(digest=DIGEST, body=BODY, record=report, at=cast.at)


@pytest.mark.django_db
def test_key_remembered_keeps_the_record_and_the_day_alone(report: Report) -> None:
    (kept,) = IdempotencyKey.objects.values()
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=kept.pop("number") >> 21)
    day = clock.start_of_day(date(2026, 3, 10))
    assert day <= told < day + timedelta(seconds=1)
    assert kept == {
        "digest": DIGEST,
        "body_digest": BODY,
        "table": "reports.report",
        "record": report.pk,
        "on": date(2026, 3, 10),
    }
    assert str(IdempotencyKey.objects.get()) == f"reports.report {report.pk}"


def test_digests_without_the_servers_secret_are_others(settings: Any) -> None:
    settings.SECRET_KEY = "another"
    assert sender_digest("7", "key") != DIGEST
    assert body_digest({"story": "Kabel los."}) != BODY


senders = st.text(max_size=10).filter(lambda text: "\0" not in text)


@given(senders, senders, senders, senders)
def test_digests_of_senders_agree_only_for_the_same_sender_and_key(
    one: str, key: str, other: str, another: str
) -> None:
    same = (one, key) == (other, another)
    assert (sender_digest(one, key) == sender_digest(other, another)) == same


def test_digest_of_a_body_in_another_order_is_the_same() -> None:
    assert body_digest({"a": 1, "b": [1, 2]}) == body_digest({"b": [1, 2], "a": 1})
    assert body_digest({"a": [1, 2]}) != body_digest({"a": [2, 1]})
