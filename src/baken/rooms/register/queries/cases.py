"""What lies before whoever decides on a risk: who may sign, the advice, what was decided before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.workflow.table import Refusal as Sentence
from baken.rooms.library.queries import (
    acceptance_terms,
    advice_roles,
    domain_authorities,
    mandate_table,
)
from baken.rooms.library.queries.assessment import scorers_needed
from baken.rooms.library.queries.hazard_domains import authorities_over
from baken.rooms.register.models import (
    Advice,
    Decision,
    LocalRating,
    Risk,
    RiskOption,
    RiskScore,
    RiskStep,
    Slice,
)
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.red_barriers import failing_under
from baken.rooms.register.queries.resolutions import held_by, refused, resolution_of
from baken.rooms.register.queries.scores import counting_of, scores_whole
from baken.rooms.register.queries.stacks import stacks_of, worst_of
from baken.rooms.register.queries.terms import day_at
from baken.rooms.register.rules import signing
from baken.rooms.register.rules.decisions import KINDS, STILL_TO_DECIDE
from baken.rooms.register.rules.interim import LIFTED
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import ACCEPT, Resolution, resolve
from baken.rooms.register.rules.signing import ESCALATE, Paper, Verdict, may_sign
from baken.rooms.register.rules.stacking import Stack
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.texts import HIDDEN_BARRIER, HIDDEN_RISK

# What changes the picture that advice was given on.
_CHANGES = (
    "register.risk.identified",
    "register.risk.described",
    "register.risk.scored",
    "register.risk.options_written",
    "register.risk.severe_occurrence",
    "register.risk.barrier_red",
    "register.risk.reopened",
    "register.risk.stack_changed",
)
# What tells how severe something was that belongs to the risk.
_HAPPENED = ("register.risk.attached", "register.risk.weighed_again")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """For which days something is decided, and when the activity is over.

    ``period`` begins on the day of signing, also when the first day for which it is meant, ``first_on``,
    comes later: whoever signs ahead of time carries the risk no longer than who signs on the day.
    ``interim_until`` is the last day of what protects people meanwhile.
    """

    period: Period
    activity_ends_on: date | None = None
    first_on: date | None = None
    interim_until: date | None = None


@dataclass(frozen=True)
class Case:
    """A risk as it lies before somebody at a moment; everything is read once, when it is asked for.

    ``of`` is a decision that is judged once more as it was signed: it is none of those before it.
    """

    risk: Risk
    actor: Actor
    at: datetime
    of: Decision | None = None

    @cached_property
    def day(self) -> date:
        """The day on which it is decided, where the risk is: terms begin and end by its midnight."""
        return day_at(self.risk, self.at)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision on the risk, the newest first."""
        return list(
            Decision.objects.for_system(reason="advance").filter(risk=self.risk).order_by("-number")
        )

    @property
    def standing(self) -> Decision | None:
        """The decision that holds or is suspended now."""
        return next((one for one in self.decisions if one.state != "ended"), None)

    @cached_property
    def accepted_before(self) -> Decision | None:
        """The last decision by which the risk was carried on, of which the next one is a renewal."""
        return next((one for one in self.decisions if KINDS[one.kind].carries), None)

    @cached_property
    def earlier(self) -> tuple[Period, ...]:
        """The periods for which it was let go on before, by whatever decision: as long as each held.

        Source: domain reference, irm, section 5: consecutive temporary ones add up, also of other kinds.
        """
        others = [one for one in self.decisions if self.of is None or one.pk != self.of.pk]
        return tuple(period_held(one, self.day) for one in others if KINDS[one.kind].lasts)

    @cached_property
    def advice(self) -> list[Advice]:
        """All advice, the first one first."""
        return list(Advice.objects.of(self.risk).order_by("at", "id"))

    @cached_property
    def options(self) -> list[RiskOption]:
        """What can be done, to wait first; nothing when nobody wrote it."""
        return list(RiskOption.objects.of(self.risk).order_by("nth"))

    @cached_property
    def scores(self) -> list[RiskScore]:
        """All scores of every kind that count, in the order in which they were given."""
        rows = sorted(scores_whole(self.risk), key=lambda row: (row.kind, row.turn, row.pk))
        kinds = groupby(rows, key=lambda row: row.kind)
        return [row for _kind, of_kind in kinds for row in counting_of(of_kind)]

    @cached_property
    def local_ratings(self) -> list[LocalRating]:
        """What the units that share it find of it now."""
        rows = LocalRating.objects.of(self.risk).filter(is_newest=True)
        return list(rows.order_by("id"))

    @cached_property
    def authors(self) -> frozenset[str]:
        """Who scored it as it is now, in the newest turn."""
        given = [one for one in self.scores if one.kind == CURRENT]
        return frozenset(str(one.scorer) for one in given if one.turn == given[-1].turn)

    @cached_property
    def changed_at(self) -> datetime:
        """When the risk changed last; advice from before that is about another picture."""
        severe_from = acceptance_terms().severe_from
        severe = Q(code__in=_HAPPENED, facts__potential_severity__gte=severe_from)
        rows = RiskStep.objects.of(self.risk).filter(Q(code__in=_CHANGES) | severe)
        rows = rows.order_by("-serial")
        found: datetime = rows.values_list("at", flat=True).first() or self.risk.identified_at
        return found

    @cached_property
    def stacks(self) -> list[tuple[Slice, Stack]]:
        """The open slices that it is in, each with what the same people meet together there."""
        return stacks_of(self.risk, self.at)

    @cached_property
    def took_limit_away(self) -> bool:
        """Whether the actor is who took away that a limit of law is broken."""
        rows = RiskStep.objects.of(self.risk).filter(facts__limit=LIFTED, actor=self.actor.person)
        return bool(self.actor.person and rows.exists())

    @cached_property
    def failing(self) -> tuple[str, ...]:
        """The barriers in red that a high or extreme risk leans on, as the actor may hear of them."""
        found = failing_under(self.risk)
        if found is None:
            return ()
        record, barriers = found
        if not may(self.actor, READ, record):
            return (str(HIDDEN_BARRIER),)
        return tuple(f"{record.ref}, {one.code}, {one.text}" for one in barriers)

    @property
    def stack(self) -> Stack:
        """What the same people meet together with it: the stack that raises most."""
        return worst_of(self.stacks)

    @cached_property
    def held(self) -> tuple[Post, ...]:
        """The posts of the actor, in any line."""
        return held_by(self.actor.person, self.at) if self.actor.person else ()

    @cached_property
    def today(self) -> Terms:
        """The shortest that anything is decided for: what is refused for it is refused for all."""
        return Terms(Period(self.day, self.day + ONE_DAY))

    @cached_property
    def _first(self) -> Resolution:
        return resolution_of(
            self.risk,
            decision=ACCEPT,
            period=self.today.period,
            at=self.at,
            stack=self.stack,
            earlier=self.earlier,
            subjects=authorities_over(self.risk.hazard, self.risk.domains),
        )

    def resolution(self, kind: str, terms: Terms | None = None) -> Resolution:
        """Who decides on one kind of decision, for some days or for the shortest."""
        terms = terms or self.today
        question = replace(
            self._first.question,
            decision=KINDS[kind].asked,
            period=terms.period,
            activity_ends_on=terms.activity_ends_on,
        )
        return resolve(question, table=mandate_table(), authorities=domain_authorities())

    def paper(self, kind: str, said: Mapping[str, Any] | None = None) -> Paper:
        """The case as it stands, with what the signer says."""
        said = said or {}
        return Paper(
            changed_at=self.changed_at,
            authors=self.authors,
            scorers_needed=scorers_needed(self.risk.current_class),
            advice=tuple(
                signing.Advice(
                    one.kind,
                    str(one.adviser),
                    one.outcome,
                    one.at,
                    whose=one.adviser_name,
                    document=one.document,
                )
                for one in self.advice
            ),
            limit_breached=self.risk.breaches_limit and kind not in STILL_TO_DECIDE,
            legal_basis=said.get("legal_basis") or self.risk.legal_basis,
            interim_control=said.get("interim_control", ""),
            interim_until=said.get("interim_until"),
            stack_seen=bool(said.get("stack_seen")),
            reason=said.get("against_advice", ""),
            alternatives=said.get("alternatives_rejected", ""),
            proposals=self._proposals,
            took_limit_away=self.took_limit_away,
            failing=self.failing,
        )

    @property
    def _proposals(self) -> frozenset[int]:
        """The levels that handed it up since it was asked; what was proposed in an earlier round is past."""
        asked = self.risk.asked_at
        return frozenset(
            one.level
            for one in self.decisions
            if one.kind == ESCALATE and asked is not None and one.signed_at >= asked
        )

    def verdict(
        self, kind: str, said: Mapping[str, Any] | None = None, terms: Terms | None = None
    ) -> tuple[Verdict, Resolution]:
        """Whether the actor signs one kind of decision here and now, and who decides on it."""
        found = self.resolution(kind, terms)
        verdict = may_sign(
            str(self.actor.person), self.held, found, self.paper(kind, said), advice_roles()
        )
        return verdict, found

    def sentences(self, verdict: Verdict, found: Resolution) -> list[Sentence]:
        """The refusals of a verdict as sentences that say who can; risks one may not read unnamed."""
        return refused([self._named(one) for one in verdict.refusals], found)

    def _named(self, refusal: signing.Refusal) -> signing.Refusal:
        if "risks" not in refusal.values:
            return refusal
        names = names_seen(self.actor, refusal.values["risks"])
        risks = tuple(dict.fromkeys(names.values()))
        return replace(refusal, values={**refusal.values, "risks": risks})


def names_seen(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """What risks are called before somebody: their reference, or that they may not read it."""
    wanted = list(refs)
    rows = Risk.objects.visible_to(actor, READ).filter(ref__in=wanted)
    read = set(rows.values_list("ref", flat=True))
    return {ref: ref if ref in read else str(HIDDEN_RISK) for ref in wanted}


def period_held(decision: Decision, day: date) -> Period:
    """For which days a decision really held: one that stands, until today; at least one day.

    One that was signed ahead counts from the day on which it was signed.
    """
    zone, ended_at = ZoneInfo(decision.time_zone), decision.ended_at
    last = ended_at.astimezone(zone).date() if ended_at else day
    planned = decision.ends_on or last
    first = min(decision.starts_on, decision.signed_at.astimezone(zone).date())
    return Period(first, max(min(last, planned), first + ONE_DAY))
