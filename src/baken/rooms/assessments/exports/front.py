"""The first page of a paper, what it rests on, who judged it, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from baken.core.papers.blocks import Block, Heading, Paragraph, Table, known
from baken.rooms.assessments.exports.words import day, day_at, joined, said, warning_of
from baken.rooms.assessments.models import AssessmentReview
from baken.rooms.assessments.queries.choices import basis_name
from baken.rooms.assessments.queries.papers import Asked, Told
from baken.rooms.assessments.texts import (
    CONDITIONS,
    CRITERIA,
    FOLLOW_UPS,
    OUTCOMES,
    STANDINGS,
    VERDICTS,
)
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.consultation.texts import KINDS
from baken.rooms.consultation.texts import OUTCOMES as ANSWERS
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.library.queries import label_of
from baken.rooms.library.queries.instruments import announced_titles
from baken.rooms.org.queries import tree


def front(told: Told) -> Iterator[Block]:
    """Of whom and of what it is, how it stands, who made it and who decided."""
    record = told.record
    warning = warning_of(record)
    if warning:
        yield Paragraph(_holds_not(told, warning), "warning")
    yield known(
        [
            (_("Unit"), tree().by_id[record.unit_id].name),
            (_("What it is about"), record.scope),
            (_("People"), str(record.headcount)),
            (_("Period"), _period(told)),
            (_("Reference"), record.ref),
            (_("Replaces"), told.earlier),
            (_("State"), str(ASSESSMENT.states[record.state])),
            (_("Instrument"), _instrument(told)),
            (_("In force since"), day_at(record.in_force_at)),
            (_("Valid until"), day(record.valid_until)),
            (_("Looked at again on"), day(record.review_on)),
            (_("Why it must be looked at again"), _reason(told)),
        ]
    )
    yield from _who(told)


def _holds_not(told: Told, warning: str) -> str:
    if told.record.state == "superseded":
        return _("%(state)s: read the version that holds now.") % {"state": warning}
    return _("%(state)s: this does not hold.") % {"state": warning}


def _period(told: Told) -> str:
    until = told.record.in_force_at or told.record.ended_at
    begun, ended = day_at(told.record.begun_at), day_at(until) if until else _("now")
    return _("%(begun)s to %(ended)s") % {"begun": begun, "ended": ended}


def _instrument(told: Told) -> str:
    kept = told.content.get("instrument")
    if not kept:
        return f"{told.inside.sheet.instrument} {told.inside.sheet.version}"
    return f"{said(kept['title'], told.language)} {kept['version']} ({kept['code']})"


def _reason(told: Told) -> str:
    record = told.record
    named = label_of("review_reasons", record.reason) if record.reason else ""
    return joined([named, record.reason_text], ": ")


def _who(told: Told) -> Iterator[Block]:
    """Who made it, who judged it, what the council said, and who signed it."""
    record = told.record
    reviewers = [_reviewer(told, one) for one in _newest(told)]
    yield Heading(_("Who made it"))
    yield known(
        [
            (_("Begun by"), told.name(record.begun_by)),
            (_("Filled in and scored by"), ", ".join(_team(told))),
            (_("Reviewed by"), "\n".join(reviewers)),
            (_("Asked for advice or consent"), "\n".join(_asked(one) for one in told.consulted)),
            (_("Signed by"), joined([told.name(record.decided_by), record.decided_post])),
        ]
    )


def _team(told: Told) -> list[str]:
    """Who answered or scored, in the order in which they come on the sheet."""
    rows = list(told.content.get("profile", ()))
    rows += [each for one in told.content.get("sections", ()) for each in one["questions"]]
    rows += [each for one in told.content.get("risks", ()) for each in one["scores"]]
    found = [joined([one.get("by"), one.get("post")]) for one in rows if one.get("by")]
    return list(dict.fromkeys(found))


def _newest(told: Told) -> list[AssessmentReview]:
    """The newest review of each field; those before it were followed by it."""
    return list({one.scope: one for one in told.counting}.values())


def _reviewer(told: Told, one: AssessmentReview) -> str:
    field = label_of("review_scopes", one.scope)
    held = joined([label_of("qualifications", one.certificate_code), one.certificate], " ")
    until = (
        _("valid until %(day)s") % {"day": day(one.certificate_until)}
        if one.certificate_until
        else ""
    )
    person = joined([told.name(one.by), one.post])
    return f"{field}: {joined([person, held, until, OUTCOMES[one.outcome], day(one.reviewed_on)])}"


def _asked(one: Asked) -> str:
    record = one.record
    came = ANSWERS.get(record.outcome) or CONSULTATION.states[record.state]
    return f"{one.body}, {KINDS[record.kind]}: {came}"


def basis(told: Told) -> Iterator[Block]:
    """What it rests on and covers, each with where that is, or why it is left out."""
    rows = tuple(
        (basis_name(one.sort, one.code), str(STANDINGS[one.standing]), one.text)
        for one in told.inside.basis
    )
    columns = (_("What"), _("How"), _("Where, or why not"))
    yield Table("", columns, rows, (4, 3, 5))


def reviews(told: Told) -> Iterator[Block]:
    """What every expert judged, with conditions, and what is still to be judged."""
    missing = sorted(told.needed - {one.scope for one in told.counting})
    if not told.counting and not missing:
        yield Paragraph(_("There is no expert review yet."), "muted")
    for one in told.counting:
        yield from _review(told, one)
    yield from _conditions(told)
    for scope in missing:
        named = {"scope": label_of("review_scopes", scope)}
        yield Paragraph(_("Still needed: %(scope)s.") % named, "warning")


def _review(told: Told, one: AssessmentReview) -> Iterator[Block]:
    yield Heading(f"{label_of('review_scopes', one.scope)}: {OUTCOMES[one.outcome]}", 2)
    yield known(
        [
            (_("Reviewed by"), joined([told.name(one.by), one.post])),
            (_("Field of the certificate"), label_of("qualifications", one.certificate_code)),
            (_("Number of the certificate"), one.certificate),
            (_("Valid until"), day(one.certificate_until)),
            (_("Reviewed on"), day(one.reviewed_on)),
            (_("Conditions"), one.conditions),
            (_("Met by"), day(one.conditions_due_on)),
        ]
    )
    rows = tuple(
        (str(label), str(VERDICTS[kept["verdict"]]), kept["evidence"])
        for code, label in CRITERIA.items()
        if (kept := one.criteria.get(code))
    )
    yield Table(
        _("On what it rests"), (_("Criterion"), _("Verdict"), _("Evidence")), rows, (4, 2, 6)
    )


def _conditions(told: Told) -> Iterator[Block]:
    """The conditions of the reviews, each with who meets it, by when, and how it stands."""
    rows = tuple(
        (
            one.text,
            label_of("review_scopes", one.scope),
            told.name(one.owner) or _("nobody yet"),
            day(one.due_on),
            joined([CONDITIONS[one.standing], one.how], ": "),
        )
        for one in told.inside.conditions
    )
    if rows:
        columns = (_("Condition"), _("Field"), _("Owner"), _("By when"), _("State"))
        yield Table(_("Conditions of the reviews"), columns, rows, (4, 2, 2, 2, 2))


def consultation(told: Told) -> Iterator[Block]:
    """What the employee council and other bodies were asked, and what came of it."""
    if not told.consulted:
        yield Paragraph(_("You read no consultation about this assessment."), "muted")
    for one in told.consulted:
        record = one.record
        yield Heading(f"{one.body}: {record.title}", 2)
        yield known(
            [
                (_("Asked for"), str(KINDS[record.kind])),
                (_("What came of it"), _asked(one)),
                (_("The answer"), record.answer),
                (_("What was done with it"), record.reasons),
            ]
        )


def follow_ups(told: Told) -> Iterator[Block]:
    """The further inventories that answers ask for, with who owns each and by when."""
    if not told.inside.follow_ups:
        yield Paragraph(_("No answer asks for a further inventory."), "muted")
        return
    titles = announced_titles()
    rows = tuple(
        (
            titles.get(one.instrument, one.instrument),
            told.name(one.owner) or _("nobody yet"),
            day(one.due_on),
            str(FOLLOW_UPS[one.standing]),
            one.text,
        )
        for one in told.inside.follow_ups
    )
    columns = (_("Further inventory"), _("Owner"), _("By when"), _("State"), _("What came of it"))
    yield Table("", columns, rows, (3, 3, 2, 2, 2))
