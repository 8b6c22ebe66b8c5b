"""Terms and escalation, risks that meet, the appetite, and what an acceptance must say: in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.instruments.scoring import CLASSES
from baken.core.page.levels import level_of
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import (
    acceptance_terms,
    code_list,
    escalation_table,
    label_of,
    labels_of,
    mandate_table,
    risk_appetite,
    stacking_rules,
)
from baken.rooms.library.queries.measure_terms import measure_terms
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.rules.appetite import NOTHING, Appetite
from baken.rooms.library.rules.escalation import DecisionTerm, EscalationTable, Wait
from baken.rooms.library.rules.stacking_rules import Combination, StackingRules
from baken.rooms.library.texts import said
from baken.rooms.library.texts.mandate import level_words, wait_words, when_words, word_list, words
from baken.rooms.library.texts.words import ANSWERS, FIELDS, GOES_TO, STANCES
from baken.rooms.library.views.pages import Section, class_html, column, list_html, show_tables


@page(permit=READ_LIBRARY)
def escalation(request: HttpRequest) -> HttpResponse:
    """How long a decision may take, who comes next, and what goes up by itself."""
    table = escalation_table()
    return show_tables(
        request,
        title=_("Terms and escalation"),
        lead=_(
            "How long a decision may take and who comes next when it is not taken. Handing a risk up"
            " never ends the duty to take an interim measure."
        ),
        sections=[
            _terms(table),
            _situations(table),
            _handing_up(table),
            _of_measures(),
            _of_recommendations(),
        ],
        names=["mandate/escalation", "measures/terms", "measures/recommending"],
    )


@page(permit=READ_LIBRARY)
def stacking(request: HttpRequest) -> HttpResponse:
    """What risks that meet do to the level that decides."""
    rules = stacking_rules()
    named = {"hours": rules.longest_hours, "level": level_words(rules.whole_unit_from_level)}
    return show_tables(
        request,
        title=_("Risks that meet"),
        lead=_(
            "Risks that meet the same people at the same task or place, for at most %(hours)s hours and"
            " never those of a whole unit of %(level)s or higher. They raise the level that decides, and"
            " never the class of a risk."
        )
        % named,
        sections=[_counts(rules), _combinations(rules)],
        names=["mandate/stacking_v1"],
    )


@page(permit=READ_LIBRARY)
def appetite(request: HttpRequest) -> HttpResponse:
    """How much risk is carried, by category and context."""
    found = risk_appetite()
    return show_tables(
        request,
        title=_("Risk appetite"),
        lead=_(
            "The highest class that is carried. What lies above it goes to the safety committee. Looked"
            " at again every %(months)s months."
        )
        % {"months": found.review_months},
        sections=[_appetite(one) for one in found.categories.values()],
        names=["mandate/appetite"],
    )


@page(permit=READ_LIBRARY)
def acceptance(request: HttpRequest) -> HttpResponse:
    """What an acceptance must say, and when it ends."""
    return show_tables(
        request,
        title=_("What an acceptance must say"),
        lead=_("What must be written down before a risk is accepted, and what ends an acceptance."),
        sections=[_required(), _ends()],
        names=["mandate/acceptance"],
    )


def _terms(table: EscalationTable) -> Section:
    columns = [
        column("what", _("Decision on"), head=True),
        column("class", _("Class")),
        column("term", _("Within")),
        column("then", _("Then it goes to")),
    ]
    rows = [
        {
            "what": said(one.text),
            "class": class_html(one.risk_class, _urgent_word(one)),
            "term": _with_interim(one),
            "then": list_html(_rungs(one)),
        }
        for one in table.decisions.values()
    ]
    share = number_format(round(table.unanswered_share * 100))
    about = _(
        "When a higher level has not answered within %(share)s %% of the term, it goes to the level above."
    )
    return Section(_("How long a decision may take"), columns, rows, about % {"share": share})


def _urgent_word(one: DecisionTerm) -> str:
    word = level_of(one.risk_class, "class").word
    return _("%(class)s, urgent") % {"class": word} if one.urgent else ""


def _with_interim(one: DecisionTerm) -> str:
    term = wait_words(one.wait)
    if not one.interim_measure:
        return term
    return _("%(term)s, with an interim measure or a stop at once") % {"term": term}


def _rungs(one: DecisionTerm) -> Iterator[str]:
    for rung in one.rungs:
        to = words(GOES_TO, rung.to)
        if rung.wait is None:
            yield to
        else:
            yield _("%(to)s, after %(wait)s") % {"to": to, "wait": wait_words(rung.wait)}


def _situations(table: EscalationTable) -> Section:
    columns = [
        column("what", _("Situation"), head=True),
        column("when", _("When")),
        column("to", _("Goes to")),
    ]
    rows = [
        {"what": said(one.text), "when": when_words(one), "to": word_list(GOES_TO, one.to)}
        for one in table.situations.values()
    ]
    return Section(_("What goes up by itself"), columns, rows)


def _handing_up(table: EscalationTable) -> Section:
    days = ", ".join(map(str, table.reminders_days))
    told = [
        (_("Handing up says"), word_list(FIELDS, table.hand_up_fields)),
        (_("The higher level answers"), word_list(ANSWERS, table.answers)),
        (_("Means are"), word_list(FIELDS, table.means)),
        (_("Reminders before an acceptance ends"), _("%(days)s days ahead") % {"days": days}),
    ]
    return Section(_("Handing up and reminding"), _rule_columns(), _rules(told))


def _of_measures() -> Section:
    terms = measure_terms()
    days = {
        _("Decided on"): terms.decide_days,
        _("Answered, by a unit that is asked"): terms.answer_days,
        _("Verified"): terms.verify_days,
        _("Shown a level up, when overdue and of no class above"): terms.overdue_days,
    }
    told = [(what, wait_words(Wait(working_days=count))) for what, count in days.items()]
    return Section(_("Terms of measures"), _rule_columns(), _rules(told))


def _of_recommendations() -> Section:
    terms = recommending()
    told = [
        (_("Answered, after it was offered"), _weeks(terms.answer_weeks)),
        (_("A plan, after it was accepted"), _weeks(terms.plan_weeks)),
        (_("Effect looked at, after it was done"), _("%(n)s months") % {"n": terms.effect_months}),
        (_("Recommended before"), _("%(n)s years back") % {"n": terms.repeat_years}),
        (_("Rejected by a post of"), level_words(terms.reject_level)),
    ]
    return Section(_("Terms of recommendations"), _rule_columns(), _rules(told))


def _weeks(count: int) -> str:
    return _("%(n)s weeks") % {"n": count}


def _counts(rules: StackingRules) -> Section:
    columns = [
        column("what", _("Together"), head=True),
        column("raises", _("Raises the level by"), numeric=True),
    ]
    rows = [{"what": said(one.text), "raises": str(one.raises)} for one in rules.counts]
    about = _(
        "Of these the one that raises most counts. All rules together raise by at most %(most)s."
    )
    return Section(_("By number"), columns, rows, about % {"most": rules.most})


def _combinations(rules: StackingRules) -> Section:
    columns = [
        column("what", _("Combination"), head=True),
        column("one", _("One of these")),
        column("with", _("Together with")),
    ]
    rows = [
        {
            "what": said(one.text),
            "one": _factors(rules, one.one_of),
            "with": list_html(_partners(rules, one)),
        }
        for one in rules.combinations
    ]
    about = _("Combinations together raise the level by %(raises)s, whatever the classes are.")
    return Section(
        _("Named combinations"), columns, rows, about % {"raises": rules.combination_raises}
    )


def _factors(rules: StackingRules, codes: frozenset[str]) -> str:
    return ", ".join(said(text).lower() for code, text in rules.factors.items() if code in codes)


def _partners(rules: StackingRules, one: Combination) -> Iterator[str]:
    if one.with_one_of:
        yield _("one of: %(factors)s") % {"factors": _factors(rules, one.with_one_of)}
    if one.with_all_of:
        yield _("all of: %(factors)s") % {"factors": _factors(rules, one.with_all_of)}
    if one.with_class:
        word = level_of(one.with_class, "class").word
        yield _("a risk of class %(class)s or worse") % {"class": str(word).lower()}
    if one.with_another_risk:
        yield _("any other risk")


def _appetite(one: Appetite) -> Section:
    columns = [
        column("context", _("Context"), head=True),
        column("stance", _("Stance")),
        column("ceiling", _("Highest class that is carried")),
        column("above", _("Above it may only"), blank=True),
    ]
    posts = mandate_table().posts
    rows = [
        {
            "context": context.label,
            "stance": words(STANCES, one.stance[context.code]),
            "ceiling": _ceiling(one.ceiling[context.code]),
            "above": said(posts[one.post_above[context.code]])
            if context.code in one.post_above
            else "",
        }
        for context in code_list("contexts").values()
    ]
    about = _("%(statement)s Watched by: %(metric)s.") % {
        "statement": said(one.statement),
        "metric": said(one.metric).lower(),
    }
    return Section(said(one.text), columns, rows, about)


def _ceiling(code: str) -> Any:
    return _("nothing is accepted") if code == NOTHING else class_html(code)


def _required() -> Section:
    columns = [
        column("class", _("Class that remains"), head=True),
        column("fields", _("What must be there")),
    ]
    required = acceptance_terms().required
    rows = [
        {"class": class_html(one), "fields": word_list(FIELDS, required[one])} for one in CLASSES
    ]
    return Section(_("By class"), columns, rows)


def _ends() -> Section:
    terms = acceptance_terms()
    classes = ", ".join(str(level_of(one, "class").word).lower() for one in terms.alarp_classes)
    handed = "; ".join(
        _("%(context)s: %(days)s days") % {"context": label_of("contexts", context), "days": days}
        for context, days in terms.handover_days.items()
    )
    severe = _("A new report or occurrence in scope with potential severity %(severity)s or worse")
    told = [
        (
            _("Why no further measures, for %(classes)s") % {"classes": classes},
            _("At each level of control (%(levels)s): %(fields)s")
            % {
                "levels": ", ".join(labels_of("control_levels", terms.control_levels)).lower(),
                "fields": word_list(FIELDS, terms.considered_fields),
            },
        ),
        (severe % {"severity": terms.severe_from}, _("The acceptance ends.")),
        (_("How a condition stands is noted at least once in"), _by_class(terms.noted_within_days)),
        (
            _("Whether what was avoided or stopped is gone is looked at within"),
            _by_class(terms.look_again_days),
        ),
        (_("To be taken over again after a handover of command, within"), handed),
        (
            _("Absence of the commander that is no handover"),
            _("at most %(days)s days") % {"days": terms.short_absence_days},
        ),
        (_("A renewal compares"), word_list(FIELDS, terms.comparison_fields)),
    ]
    return Section(_("What was considered, and what ends it"), _rule_columns(), _rules(told))


def _by_class(days: Mapping[str, int]) -> str:
    told = [
        _("%(class)s: %(days)s days")
        % {"class": str(level_of(code, "class").word).lower(), "days": count}
        for code, count in days.items()
    ]
    return "; ".join(told)


def _rule_columns() -> list[Any]:
    return [column("what", _("Rule"), head=True), column("how", _("How it is"))]


def _rules(told: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"what": what, "how": how} for what, how in told]
