"""Makes empty forms on paper, each with a number and a code of its own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.rules.place_codes import LENGTH, code_of
from baken.rooms.reports.models import PaperForm
from baken.rooms.reports.permits import CREATE_FOR
from baken.rooms.reports.receipts import digest_of_code, receipt_code

MOST_FORMS = 100


@dataclass(frozen=True)
class Blank:
    """One empty form: its number, and the code on the strip that the reporter tears off."""

    number: str
    receipt: str


def print_forms(*, actor: Actor, unit: UnitView, count: int, key: str, at: datetime) -> list[Blank]:
    """Make a pile of empty forms for a unit; the same key and unit print the same pile again.

    Without a key every pile is a new one.

    Of the codes a digest is kept: they stand on the paper and nowhere else. Raises AccessDenied,
    and FieldsRefused for a unit that is no more or a pile that is too high.
    """
    refuse_unless(actor, CREATE_FOR)
    if not 1 <= count <= MOST_FORMS:
        raise FieldsRefused({"count": _("Choose a number from 1 to 100.")})
    gone = why_gone(unit)
    if gone:
        raise FieldsRefused({"unit": gone})
    batch = _keyed(f"batch {actor.account} {unit.id} {key or secrets.token_hex(16)}").hex()
    with transaction.atomic():
        # The same pile may be asked for twice at once; its rows follow from the key.
        rows = [_row(batch, serial, unit, at) for serial in range(1, count + 1)]
        PaperForm.objects.bulk_create(rows, ignore_conflicts=True)
        pile = PaperForm.objects.filter(batch=_keyed(batch).hex(), serial__lte=count)
        if pile.count() < count:  # a number that is on another form already
            raise FieldsRefused({"count": _("This pile cannot be printed. Print another one.")})
    return [Blank(_number(batch, one), _receipt(batch, one)) for one in range(1, count + 1)]


def _row(batch: str, serial: int, unit: UnitView, at: datetime) -> PaperForm:
    return PaperForm(
        number=_number(batch, serial),
        batch=_keyed(batch).hex(),
        serial=serial,
        unit_id=unit.id,
        receipt_digest=digest_of_code(_receipt(batch, serial)),
        printed_on=clock.local_date(at),
    )


def _number(batch: str, serial: int) -> str:
    return code_of(int.from_bytes(_keyed(f"form {batch} {serial}")[:8], "big"), LENGTH)


def _receipt(batch: str, serial: int) -> str:
    return receipt_code(f"form {batch} {serial}")


def _keyed(message: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), hashlib.sha256).digest()
