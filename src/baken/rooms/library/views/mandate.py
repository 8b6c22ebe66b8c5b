"""Who may accept what, who advises, and which authorities nobody overrules: in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import (
    advice_roles,
    code_list,
    domain_authorities,
    labels_of,
    mandate_table,
)
from baken.rooms.library.rules.mandate import MandateRow, MandateTable
from baken.rooms.library.rules.mandate_roles import VETO
from baken.rooms.library.texts import said
from baken.rooms.library.texts.mandate import level_words, told_words, validity_words, words
from baken.rooms.library.texts.words import GOES_TO, LINES
from baken.rooms.library.views.pages import Section, class_html, column, list_html, show_tables


@page(permit=READ_LIBRARY)
def mandate(request: HttpRequest) -> HttpResponse:
    """The mandate table: an overview of classes against contexts, and every row in full."""
    table = mandate_table()
    return show_tables(
        request,
        title=_("Who may accept what"),
        lead=_(
            "A risk that remains is accepted by a commander at or above the level named here, in the"
            " line that decides. Risks that meet can raise that level; nothing lowers it."
        ),
        sections=[_overview(table), *_by_context(table), _general(table)],
        names=["mandate/mandate"],
    )


@page(permit=READ_LIBRARY)
def advice(request: HttpRequest) -> HttpResponse:
    """The kinds of advice, and the authorities over a subject."""
    return show_tables(
        request,
        title=_("Advice and authorities"),
        lead=_(
            "Who gives the advice that the mandate table asks for, and on which subjects an authority"
            " has the last word, whoever commands."
        ),
        sections=[_advice(), _authorities()],
        names=["mandate/advice_roles", "mandate/authorities"],
    )


def _overview(table: MandateTable) -> Section:
    contexts = code_list("contexts").values()
    columns = [
        column("class", _("Class that remains"), head=True),
        *(column(one.code, one.label) for one in contexts),
    ]
    rows = [
        {"class": _class_and_time(table, risk_class, days)}
        | {one.code: list_html(_deciders(table, one.code, risk_class, days)) for one in contexts}
        for risk_class, days in _kinds(table)
    ]
    return Section(_("At a glance"), columns, rows)


def _kinds(table: MandateTable) -> list[tuple[str, int | None]]:
    """Class and bound of every kind of row, from the least bad and shortest on."""
    found = {(row.risk_class, row.up_to_days) for row in table.rows.values()}
    return sorted(found, key=lambda one: (CLASSES.index(one[0]), one[1] is None, one[1] or 0))


def _class_and_time(table: MandateTable, risk_class: str, days: int | None) -> Any:
    """The class, and for how long when another row holds for a shorter or longer time."""
    bounds = [one for kind, one in _kinds(table) if kind == risk_class and one is not None]
    if days is not None:
        told = _("up to %(days)s days") % {"days": days}
    elif bounds:
        told = _("longer than %(days)s days") % {"days": max(bounds)}
    else:
        return class_html(risk_class)
    return format_html("{} {}", class_html(risk_class), told)


def _deciders(
    table: MandateTable, context: str, risk_class: str, days: int | None
) -> Iterator[str]:
    """Who decides at least; more than once when it differs by line."""
    for row in table.rows.values():
        fits = row.risk_class == risk_class and row.up_to_days == days
        if fits and (not row.contexts or context in row.contexts):
            yield _decider(table, row)


def _decider(table: MandateTable, row: MandateRow) -> str:
    if row.posts:
        told = ", ".join(said(table.posts[post]) for post in row.posts)
        return _("only %(posts)s") % {"posts": told}
    return _("%(level)s or higher") % {"level": level_words(row.min_level)}


def _by_context(table: MandateTable) -> Iterator[Section]:
    columns = [
        column("class", _("Class that remains"), head=True),
        column("who", _("Who may accept it")),
        column("advice", _("Advice needed"), blank=True),
        column("validity", _("How long")),
        column("further", _("What else"), blank=True),
        column("told", _("Who is told"), blank=True),
    ]
    for context in code_list("contexts").values():
        rows = [
            row for row in table.rows.values() if context.code in (row.contexts or [context.code])
        ]
        yield Section(context.label, columns, [_row(table, row) for row in rows])


def _row(table: MandateTable, row: MandateRow) -> Mapping[str, Any]:
    return {
        "class": _class_and_time(table, row.risk_class, row.up_to_days),
        "who": _decider(table, row),
        "advice": list_html(_advice_words(row)),
        "validity": validity_words(row.validity),
        "further": list_html(_further(table, row)),
        "told": list_html(told_words(table.informed, one) for one in row.report_to),
    }


def _advice_words(row: MandateRow) -> Iterator[str]:
    kinds = advice_roles()
    for group in row.advice:
        yield _(" or ").join(said(kinds[one].text).lower() for one in group)


def _further(table: MandateTable, row: MandateRow) -> Iterator[str]:
    """What a row asks besides its level and advice."""
    if row.lines:
        yield _("In %(lines)s.") % {"lines": _(" or ").join(words(LINES, one) for one in row.lines)}
    if row.proposal_level:
        level = level_words(row.proposal_level)
        yield _("A written proposal of %(level)s comes first.") % {"level": level}
    if row.written_alternatives:
        yield _("Alternatives in writing.")
    if row.activity_bound:
        yield _("Only for one activity of which the end is known.")
    if row.second_signature:
        roles = ", ".join(role_label(one) for one in row.second_signature)
        yield _("Signed as well by: %(roles)s.") % {"roles": roles}
    yield from _delegation(table, row)


def _delegation(table: MandateTable, row: MandateRow) -> Iterator[str]:
    if row.delegable_to is None:
        return
    if row.delegable_to:
        posts = ", ".join(said(table.posts[one]) for one in row.delegable_to)
        yield _("May be delegated to: %(posts)s.") % {"posts": posts}
    else:
        yield _("May not be delegated.")


def _general(table: MandateTable) -> Section:
    columns = [
        column("what", _("Rule"), head=True),
        column("how", _("How it is")),
    ]
    raised = "; ".join(
        f"{code_list('contexts')[context].label}: {level_words(level)}"
        for context, level in table.highest_level.items()
    )
    escalate = {
        "role": words(GOES_TO, table.escalate_role),
        "level": level_words(table.escalate_level),
    }
    told = [
        (_("Highest level to which risks that meet raise a decision"), raised),
        (
            _("Who decides at least when a legal limit is deviated from, with a legal basis"),
            level_words(table.exempt_level),
        ),
        (
            _("Most days between two acceptances of one risk that are counted together"),
            str(table.gap_days),
        ),
        (
            _("When no row fits or no post decides"),
            _("It is refused and goes to: %(role)s, %(level)s.") % escalate,
        ),
    ]
    return Section(_("For every row"), columns, [{"what": a, "how": b} for a, b in told])


def _advice() -> Section:
    columns = [
        column("kind", _("Kind of advice"), head=True),
        column("roles", _("Given by")),
        column("qualifications", _("Who has one of"), blank=True),
        column("also", _("Also met by"), blank=True),
    ]
    kinds = advice_roles()
    rows = [
        {
            "kind": said(one.text),
            "roles": ", ".join(map(role_label, one.roles))
            or _("Somebody without a role here; it is written down for them."),
            "qualifications": ", ".join(labels_of("qualifications", one.qualifications)),
            "also": ", ".join(said(kinds[code].text) for code in one.also),
        }
        for one in kinds.values()
    ]
    return Section(_("Kinds of advice"), columns, rows)


def _authorities() -> Section:
    columns = [
        column("subject", _("Subject"), head=True),
        column("authority", _("Authority")),
        column("power", _("What it may")),
        column("domains", _("Asked when this is in play")),
    ]
    rows = [
        {
            "subject": said(one.text),
            "authority": said(one.authority),
            "power": _("Veto: its no stops the decision.")
            if one.power == VETO
            else _("Consent: nothing is decided without its yes."),
            "domains": ", ".join(labels_of("domains", one.domains)),
        }
        for one in domain_authorities().values()
    ]
    return Section(_("Authorities that nobody overrules"), columns, rows)
