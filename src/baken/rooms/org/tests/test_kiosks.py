"""Kiosks: set up by who may, one device, shut out by a new code, and all of it in the history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.kiosks import pair_kiosk, renew_kiosk, set_up_kiosk, shut_kiosk
from baken.rooms.org.models import Kiosk, Site, SiteStep
from baken.rooms.org.queries.kiosks import is_device_of, kiosk_at, kiosk_managed, kiosks_of
from baken.rooms.org.queries.places import Place, places_of
from baken.rooms.org.tests.factories import make_kiosk, make_site, pair, place_of_site

DEVICE = system_actor("kiosk")


@pytest.fixture
def gate(cast: Cast) -> Place:
    return place_of_site(make_site("HAV-1", holder=cast.battalion))


def fresh(kiosk: Kiosk) -> Kiosk:
    return Kiosk.objects.get(pk=kiosk.pk)


def test_set_up_gives_a_code_that_makes_one_device_the_kiosk(cast: Cast, gate: Place) -> None:
    actor = cast.safety_adviser.actor
    made = set_up_kiosk(actor=actor, place=gate, name=" Poort ", at=cast.at)
    secret = pair(made, gate, at=cast.at)
    assert made.kiosk.name == "Poort"
    assert is_device_of(fresh(made.kiosk), secret) is True
    assert is_device_of(fresh(made.kiosk), "other") is False
    assert is_device_of(fresh(made.kiosk), "") is False
    assert pair(made, gate, at=cast.at) == ""
    assert list(breaks()) == []


def test_nothing_that_opens_a_kiosk_is_kept(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret = pair(made, gate)
    kept = " ".join(map(str, Kiosk.objects.filter(pk=made.kiosk.pk).values_list()[0]))
    assert secret not in kept
    assert made.setup_code not in kept


@pytest.mark.parametrize(
    ("typed", "later"), [("00000000", timedelta()), ("", timedelta()), (None, timedelta(hours=1))]
)
def test_pair_with_a_wrong_or_old_code_gives_nothing(
    cast: Cast, gate: Place, typed: str | None, later: timedelta
) -> None:
    made = make_kiosk(gate, at=cast.at)
    code = made.setup_code if typed is None else typed
    given = {"kiosk": made.kiosk, "place": gate, "typed": code}
    assert pair_kiosk(actor=DEVICE, at=cast.at + later, **given) == ""
    assert fresh(made.kiosk).secret_digest == ""


def test_renew_shuts_the_device_of_before_out(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret = pair(made, gate)
    again = renew_kiosk(actor=cast.safety_adviser.actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert is_device_of(fresh(made.kiosk), secret) is False
    other = pair(again, gate, at=cast.at)
    assert is_device_of(fresh(made.kiosk), other) is True


def test_shut_kiosk_is_no_kiosk_any_more(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret, actor = pair(made, gate), cast.safety_adviser.actor
    for _time in range(2):
        shut_kiosk(actor=actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert kiosk_at(made.kiosk.code) is None
    assert is_device_of(fresh(made.kiosk), secret) is False
    assert pair(made, gate, at=cast.at) == ""
    assert (
        SiteStep.objects.for_system(reason="trail").filter(code="org.place.kiosk_shut").count() == 1
    )
    assert list(breaks()) == []


@pytest.mark.parametrize("name", ["", "  "])
def test_set_up_without_a_name_is_refused(cast: Cast, gate: Place, name: str) -> None:
    with pytest.raises(FieldsRefused):
        set_up_kiosk(actor=cast.safety_adviser.actor, place=gate, name=name, at=cast.at)


def test_set_up_with_a_name_that_is_taken_is_refused(cast: Cast, gate: Place) -> None:
    make_kiosk(gate, "Poort")
    with pytest.raises(FieldsRefused):
        set_up_kiosk(actor=cast.safety_adviser.actor, place=gate, name="Poort", at=cast.at)
    assert Kiosk.objects.count() == 1


@pytest.mark.parametrize("who", ["soldier", "outsider", "team_leader"])
def test_kiosk_of_somebody_without_the_right_is_refused(cast: Cast, gate: Place, who: str) -> None:
    actor, made = cast.members[who].actor, make_kiosk(gate)
    given = {"kiosk": made.kiosk, "place": gate, "at": cast.at}
    with pytest.raises(AccessDenied):
        set_up_kiosk(actor=actor, place=gate, name="Kantine", at=cast.at)
    for action in (renew_kiosk, shut_kiosk):
        with pytest.raises(AccessDenied):
            action(actor=actor, **given)
    assert kiosk_managed(actor, made.kiosk.code) is None


def test_kiosks_of_a_site_for_who_manages_them(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    actor = cast.safety_adviser.actor
    site = gate.site
    assert site is not None
    places = places_of(actor, site=Site.objects.get(pk=site.id))
    assert [(one.kiosk.code, one.state) for one in kiosks_of(actor, places)] == [
        (made.kiosk.code, "waiting")
    ]
    pair(made, gate)
    assert [one.state for one in kiosks_of(actor, places)] == ["at_work"]
    shut_kiosk(actor=actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert [one.state for one in kiosks_of(actor, places)] == ["shut"]
    assert kiosks_of(cast.outsider.actor, places) == []


def test_kiosk_revived_in_the_database_is_found(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    shut_kiosk(actor=cast.safety_adviser.actor, kiosk=made.kiosk, place=gate, at=cast.at)
    Kiosk.objects.update(withdrawn_at=None)
    assert [one.where for one in breaks()] == ["HAV-1"]
