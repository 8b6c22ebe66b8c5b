"""Stores what came in, by whichever door: once, whole, and without a trace of who stays anonymous."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.access.roots import ordered_uuid
from baken.core.api.idempotency import (
    KeyReused,
    body_digest,
    earlier_record,
    remember,
    sender_digest,
)
from baken.core.files.content import CleanFile
from baken.core.files.store import new_file, write_file
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.core.records.references import anonymous_reference, next_reference_beside_pool
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.core.workflow.parts import file_parts
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import living, why_gone
from baken.rooms.reports.actions.alarm import raise_alarm
from baken.rooms.reports.actions.route import Sent, follow_route, route_received
from baken.rooms.reports.models import Arrival, Draft, Identity, Report
from baken.rooms.reports.queries.calendars import timetable_of
from baken.rooms.reports.queries.classified import site_named
from baken.rooms.reports.queries.naming import persons_in
from baken.rooms.reports.queries.parts import arrival_part, identity_part
from baken.rooms.reports.receipts import digest_of_code
from baken.rooms.reports.rules import ANYWHERE, Arrived, Intake, intake_problems, triage_due
from baken.rooms.reports.rules.naming import ANSWERS, NAMES_NOBODY, UNANSWERED
from baken.rooms.reports.texts import INTAKE_PROBLEMS

SEALED = ("story", "place", "immediate_action")


@dataclass(frozen=True)
class Submitted:
    """The stored report; ``receipt`` is the code to come back with, empty for one's own account.

    ``repeated`` tells that an earlier sending had already made the report.
    """

    report: Report
    receipt: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class Sending:
    """Everything about one sending, whoever sent it.

    ``sender`` is whose report it is, ``signer`` who stands in the history: the same without a name,
    or who entered it; ``asked_by`` is who filled it in. ``sent_by`` keeps the keys of senders apart.
    ``receipt_digest`` is that of a code that was given before; else it follows from ``receipt``.
    ``reserve`` locks what can be used once, and ``claim`` takes it for the report, in the same
    transaction.
    """

    intake: Intake
    sender: Actor
    signer: Actor
    asked_by: Actor
    sent_by: str
    key: str
    at: datetime
    receipt: str = ""
    receipt_digest: str = ""
    report_id: uuid.UUID | None = None
    files: Sequence[CleanFile] = ()
    arrived: Arrived = ANYWHERE
    entered_by: Actor | None = None
    form: str = ""
    draft_of: int | None = None
    reserve: Callable[[], None] = field(default=lambda: None)
    claim: Callable[[Report], None] = field(default=lambda report: None)

    @property
    def body(self) -> str:
        """A digest of what was sent: the same key with another body is another report."""
        content = {**_as_sent(self.intake), "files": [_digest(file) for file in self.files]}
        if self.entered_by is not None:
            content |= {"reporter": self.sender.own_key, "form": self.form}
        return body_digest(content)


def check_intake(intake: Intake, at: datetime) -> None:
    """Raise FieldsRefused with a sentence per field that is not right."""
    problems = intake_problems(intake, now=at, longest=LONGEST_TEXT)
    if intake.unit_code and tree().find(intake.unit_code) is None:
        problems["unit"] = "no_unit"
    if problems:
        raise FieldsRefused({name: str(INTAKE_PROBLEMS[code]) for name, code in problems.items()})


def take_in(sending: Sending) -> Submitted:
    """Store a report; the same key with the same content gives the same report and answer.

    Raises KeyReused when the key was used for something else, FieldsRefused for a unit that is no more.
    """
    digest, body = sender_digest(sending.sent_by, sending.key), sending.body
    try:
        with transaction.atomic():
            earlier = earlier_record(digest=digest, body=body, root=Report)
            if earlier is not None:
                return Submitted(earlier, sending.receipt, repeated=True)
            _refuse_dissolved(sending.intake)
            sending.reserve()
            report = _new_report(sending)
            sent = route_received(report, sending.at)
            report.owner_unit_id = sent.owner_id
            _store(report, sending, sent)
            follow_route(report, sent, sending.at)
            sending.claim(report)
            remember(digest=digest, body=body, record=report, at=sending.at)
            _forget_draft(sending.draft_of)
            if sending.intake.still_dangerous:
                raise_alarm(report=report, at=sending.at)
    except IntegrityError:
        # The same thing sent at the same moment: the other one was first.
        earlier = earlier_record(digest=digest, body=body, root=Report)
        if earlier is None:
            raise KeyReused from None
        return Submitted(earlier, sending.receipt, repeated=True)
    return Submitted(report, sending.receipt)


def _as_sent(intake: Intake) -> dict[str, object]:
    """What makes two sendings the same; what was not asked yet in an older version is left out."""
    sent = asdict(intake)
    return sent if intake.naming in ANSWERS else {k: v for k, v in sent.items() if k != "naming"}


def _forget_draft(account: int | None) -> None:
    """Also when the report is anonymous: a draft left behind would tell whose story it is."""
    if account is not None:
        Draft.objects.filter(account=account).delete()


def _refuse_dissolved(intake: Intake) -> None:
    """Only what is new is refused: a repeat gets the answer that its first try got."""
    named = tree().find(intake.unit_code) if intake.unit_code else None
    gone = why_gone(named) if named else ""
    if gone:
        raise FieldsRefused({"unit": gone})


def _new_report(sending: Sending) -> Report:
    sender, intake, at = sending.sender, sending.intake, sending.at
    day = clock.local_date(at)
    hidden = sender.is_nobody
    received = sender.moment(at)
    digest = digest_of_code(sending.receipt) if sending.receipt else sending.receipt_digest
    unit, site = _unit_of(sender, intake), sending.arrived.site_id or site_named(intake.place)
    due_at = triage_due(
        received_at=received,
        still_dangerous=intake.still_dangerous,
        timetable=timetable_of(unit=unit, site=site),
        whole_day=hidden,
    )
    return Report(
        number=anonymous_row_number(day) if hidden else row_number(at),
        id=sending.report_id or (uuid.uuid4() if hidden else ordered_uuid()),
        ref=(anonymous_reference if hidden else next_reference_beside_pool)("M", day),
        unit_id=unit,
        story=intake.story.strip(),
        place=intake.place.strip(),
        site_id=site,
        happened_at=received if intake.just_now else intake.happened_at,
        still_dangerous=intake.still_dangerous,
        immediate_action=intake.immediate_action.strip(),
        identity=intake.identity,
        channel=intake.channel,
        received_at=received,
        touched_at=received,
        due_at=due_at,
        stalls_at=due_at,
        reporter_key=sender.own_key or None,
        receipt_digest=digest or None,
        names_person=_names_person(sending.asked_by, intake),
    )


def _names_person(actor: Actor, intake: Intake) -> str:
    """What the reporter said that it is about, or that nobody said so yet; nothing without a name."""
    if intake.naming in ANSWERS:
        return intake.naming
    if intake.naming == NAMES_NOBODY:
        return ""
    named = persons_in(actor, (intake.story, intake.immediate_action))
    return UNANSWERED if named else ""


def _store(report: Report, sending: Sending, sent: Sent) -> None:
    """Write the report with its files, who reported, and the first row of its history over all."""
    intake, signer, at = sending.intake, sending.signer, sending.at
    distinct = {_digest(file): file for file in sending.files}.values()
    kept = [(new_file(record=report, file=f, actor=signer, at=at), f) for f in distinct]
    identity, arrival = _identity(report, sending), _arrival(report, sending)
    facts: dict[str, object] = {"identity": intake.identity, "channel": intake.channel}
    facts |= {"still_dangerous": True} if intake.still_dangerous else {}
    facts |= {"naming": report.names_person} if report.names_person else {}
    facts |= sent.facts
    parts = {
        **identity_part(identity),
        **arrival_part(arrival),
        **file_parts(stored for stored, _ in kept),
    }
    change = Change(facts=facts, seal=SEALED, parts=parts)
    begin(
        record=report,
        code="reports.report.received",
        actor=signer,
        at=at,
        change=change,
        notice="handlers",
    )
    for stored, file in kept:
        write_file(stored=stored, file=file, at=at)
    for row in (identity, arrival):
        if row is not None:
            row.save(force_insert=True)


def _identity(report: Report, sending: Sending) -> Identity | None:
    intake, sender = sending.intake, sending.sender
    if intake.identity == "anonymous" or not (sender.person or intake.contact):
        return None
    confidential = intake.identity == "confidential"
    level = Confidentiality.SENSITIVE if confidential else Confidentiality.NORMAL
    return Identity(
        record=report,
        person=sender.person,
        contact=intake.contact.strip()[:200],
        confidentiality=level,
    )


def _arrival(report: Report, sending: Sending) -> Arrival | None:
    """What the door adds; nothing of the ordinary form."""
    arrived, entered_by = sending.arrived, sending.entered_by
    if arrived == ANYWHERE and entered_by is None:
        return None
    return Arrival(
        record=report,
        place_code=arrived.place_code,
        equipment_id=arrived.equipment_id,
        kiosk=arrived.kiosk,
        form=sending.form or None,
        entered_by=entered_by.person if entered_by else None,
        entered_post=entered_by.post[:200] if entered_by else "",
    )


def _unit_of(sender: Actor, intake: Intake) -> int:
    """The unit named; else the reporter's own, or what took over from it; else the top, where the
    central office looks.
    """
    here = tree()
    if intake.unit_code:
        named = here.find(intake.unit_code)
        if named is not None:
            return named.id
    return living(here.by_id[sender.home_unit]).id if sender.home_unit else here.roots[0].id


def _digest(file: CleanFile) -> str:
    return hashlib.sha256(file.data).hexdigest()
