"""May this person sign this decision, here and now; and if not, why not and who can.

Source: domain reference, irm, sections 3, 5 (steps 5 to 7), 8 (rule 7) and 17 (3, 4, 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from baken.rooms.library.rules.mandate import HIGHEST_LEVEL
from baken.rooms.library.rules.mandate_roles import CONSENT, AdviceRole
from baken.rooms.register.rules.posts import DELEGATE, Demand, Post, furthest, problem_of_post
from baken.rooms.register.rules.resolution import ACCEPT, EXEMPT, NO_RULE, Resolution

STOP, MITIGATE, AVOID, TRANSFER, ESCALATE = "stop", "mitigate", "avoid", "transfer", "escalate"
USUAL = (MITIGATE, AVOID, TRANSFER, ACCEPT, ESCALATE)
ON_BREACH = (STOP, EXEMPT, MITIGATE)
FREE = (STOP, AVOID, ESCALATE)
# By these a risk is carried on as it is, on nothing but what holds it back already.
CARRIES_ON = (ACCEPT, EXEMPT)
# What a post may lack for a decision that takes no mandate.
BEYOND_MANDATE = (
    "delegation_not_for_this",
    "level_too_low",
    "other_post",
    "not_delegable",
    "no_rule",
)
POSITIVE, NEGATIVE = "positive", "negative"


@dataclass(frozen=True)
class Advice:
    """Advice that was given: of which kind (or by which authority), by whom, what it says, and when.

    Of what ``person`` wrote down for somebody else, ``whose`` it is and the ``document`` it stands in.
    """

    kind: str
    person: str
    outcome: str
    given_at: datetime
    whose: str = ""
    document: str = ""


@dataclass(frozen=True)
class Paper:
    """What lies before the signer: the case as it stands now.

    ``changed_at`` is the last change of the risk. ``authors`` wrote the assessment. ``limit_breached``:
    a legal limit applies and is broken, or something is prohibited. ``interim_until`` is the last day of
    the interim control. ``reason`` is why one decides against advice; ``proposals`` are the levels that
    proposed this in writing. ``scorers_needed`` is how many people must have scored it as it is now.
    ``took_limit_away``: the signer is who took away that a limit of law is broken. ``failing`` names the
    barriers in red that a high or extreme risk leans on, as the signer may hear of them.
    """

    changed_at: datetime
    authors: frozenset[str] = frozenset()
    scorers_needed: int = 0
    advice: tuple[Advice, ...] = ()
    limit_breached: bool = False
    legal_basis: str = ""
    interim_control: str = ""
    interim_until: date | None = None
    stack_seen: bool = False
    reason: str = ""
    alternatives: str = ""
    proposals: frozenset[int] = frozenset()
    took_limit_away: bool = False
    failing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why somebody does not sign: a code, and values for the sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may sign, and by which post; else every reason why not, and who can sign now.

    ``tell`` is who must know of the decision.
    """

    post: Post | None = None
    refusals: tuple[Refusal, ...] = ()
    can_sign: tuple[Post, ...] = ()
    tell: tuple[str, ...] = ()

    @property
    def may_sign(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals


def offered(paper: Paper) -> tuple[str, ...]:
    """The decisions that can be taken: of a broken legal limit acceptance is none of them.

    Source: domain reference, irm, sections 3 and 17.5.
    """
    return ON_BREACH if paper.limit_breached else USUAL


def may_sign(
    person: str,
    held: tuple[Post, ...],
    resolution: Resolution,
    paper: Paper,
    advice_roles: Mapping[str, AdviceRole],
) -> Verdict:
    """Whether a person signs the decision of a resolution; ``held`` are their posts, in any line.

    A post in another line, an expired or too wide delegation never signs. To stop, avoid or hand up
    takes any commander in the line; everything that lets the risk go on takes the mandate.
    """
    post, problem = _by_post(person, held, resolution)
    found = [*problem, *_of_law(resolution, paper)]
    if not _is_free(resolution):
        found += _of_case(person, resolution, paper, advice_roles)
    if found:
        return Verdict(refusals=tuple(found), can_sign=resolution.can_sign)
    above = _one_up(post) if _against(person, resolution, paper) else ()
    tell = tuple(dict.fromkeys((*resolution.tell, *above)))
    return Verdict(post, (), resolution.can_sign, tell)


def _by_post(
    person: str, held: tuple[Post, ...], resolution: Resolution
) -> tuple[Post | None, list[Refusal]]:
    """The post by which a person signs, their own before one that was delegated; or why none does."""
    demand = resolution.demand
    if resolution.refusal == NO_RULE and not _is_free(resolution):
        return None, [Refusal(NO_RULE, {"escalate_to": resolution.escalate_to})]
    looked = [(post, _problem(post, demand, resolution)) for post in held if post.person == person]
    able = [post for post, problem in looked if not problem]
    if able:
        return max(able, key=lambda post: (post.kind != DELEGATE, post.level)), []
    code = furthest([problem for _post, problem in looked])
    closest = next((post for post, problem in looked if problem == code), None)
    return None, [Refusal(code, _about(closest, demand))]


def _problem(post: Post, demand: Demand, resolution: Resolution) -> str:
    """Why a post does not sign; to stop, avoid or hand up no level, post or class is asked."""
    problem = problem_of_post(post, demand)
    return "" if _is_free(resolution) and problem in BEYOND_MANDATE else problem


def _is_free(resolution: Resolution) -> bool:
    """Whether what is decided takes no mandate: it lets no risk go on, or hands it up."""
    return resolution.question.decision in FREE


def _about(post: Post | None, demand: Demand) -> dict[str, Any]:
    values: dict[str, Any] = {"min_level": demand.min_level}
    if post is not None:
        values |= {"unit": post.unit, "level": post.level, "until": post.until}
    return values


def _of_law(resolution: Resolution, paper: Paper) -> Iterator[Refusal]:
    """What the law does not let be decided so, whoever decides."""
    decision = resolution.question.decision
    if decision not in offered(paper):
        yield Refusal("not_offered", {"decision": decision, "offered": offered(paper)})
    if decision == EXEMPT and not paper.legal_basis.strip():
        yield Refusal("legal_basis_missing")
    if decision == MITIGATE and paper.limit_breached:
        if not paper.interim_control.strip():
            yield Refusal("interim_control_missing")
        if paper.interim_until is None:
            yield Refusal("interim_term_missing")
        elif paper.interim_until < resolution.question.day:
            yield Refusal("interim_term_over", {"until": paper.interim_until})


def _of_case(
    person: str, resolution: Resolution, paper: Paper, advice_roles: Mapping[str, AdviceRole]
) -> Iterator[Refusal]:
    """What must be there before a risk is let go on.

    Source: domain reference, irm, section 9 (a red barrier reopens the acceptance).
    """
    if paper.took_limit_away:
        yield Refusal("took_limit_away")
    if paper.failing and resolution.question.decision in CARRIES_ON:
        yield Refusal("barrier_fails", {"barriers": paper.failing})
    if len(paper.authors) < paper.scorers_needed:
        yield Refusal("scorers_missing", {"needed": paper.scorers_needed})
    elif paper.authors == {person}:
        yield Refusal("only_author")
    if resolution.question.stack.needs_sight and not paper.stack_seen:
        risks = tuple(one.risk for one in resolution.question.stack.members)
        yield Refusal("stack_not_seen", {"risks": risks})
    yield from _of_row(resolution, paper)
    yield from _of_advice(person, resolution, paper, advice_roles)
    yield from _of_authorities(person, resolution, paper)
    if _against(person, resolution, paper) and not paper.reason.strip():
        yield Refusal("reason_missing")


def _of_row(resolution: Resolution, paper: Paper) -> Iterator[Refusal]:
    row, question = resolution.row, resolution.question
    if row is None:
        return
    if row.written_alternatives and not paper.alternatives.strip():
        yield Refusal("alternatives_missing")
    if row.proposal_level is not None and not any(
        level >= row.proposal_level for level in paper.proposals
    ):
        yield Refusal("proposal_missing", {"level": row.proposal_level})
    if row.activity_bound and question.activity_ends_on is None:
        yield Refusal("activity_end_missing")
    if resolution.latest_end is not None and question.period.ends_on > resolution.latest_end:
        yield Refusal("too_long", {"latest_end": resolution.latest_end})


def _of_advice(
    person: str, resolution: Resolution, paper: Paper, advice_roles: Mapping[str, AdviceRole]
) -> Iterator[Refusal]:
    """Advice that is needed and not there; the signer's own does not count."""
    others = [one for one in paper.advice if one.person != person]
    for group in resolution.advice:
        met = [
            one for one in others if any(advice_roles[kind].is_met_by(one.kind) for kind in group)
        ]
        if not met:
            yield Refusal("advice_missing", {"one_of": group})
        elif all(one.given_at <= paper.changed_at for one in met):
            yield Refusal("advice_older_than_change", {"one_of": group})


def _of_authorities(person: str, resolution: Resolution, paper: Paper) -> Iterator[Refusal]:
    """Nobody overrules an authority: without consent, or against its last no, nothing is decided.

    A no holds until the authority says otherwise; a yes only until the risk changes. Of a no that was
    said, a yes that only one person wrote down is not yet another word.
    """
    for authority in resolution.authorities:
        told = [one for one in paper.advice if one.kind == authority.code and one.person != person]
        told.sort(key=_given_at)
        against = [nth for nth, one in enumerate(told, start=1) if one.outcome == NEGATIVE]
        since = told[against[-1] :] if against else told
        if against and not since:
            yield Refusal("authority_against", {"subject": authority.code})
        elif against and not _is_confirmed(since):
            yield Refusal("authority_unconfirmed", {"subject": authority.code})
        elif authority.power == CONSENT and (not since or since[-1].given_at <= paper.changed_at):
            yield Refusal("consent_missing", {"subject": authority.code})


def _is_confirmed(words: list[Advice]) -> bool:
    """Whether two people wrote down the same document: no authority speaks here in its own name."""
    writers: dict[str, set[str]] = {}
    for one in words:
        writers.setdefault(one.document.casefold().strip(), set()).add(one.person)
    return any(len(them) > 1 for them in writers.values())


def _against(person: str, resolution: Resolution, paper: Paper) -> bool:
    """Whether somebody decides although the last word of an adviser on the risk as it is, is no."""
    last = {(one.kind, one.person, one.whose): one for one in sorted(paper.advice, key=_given_at)}
    return not _is_free(resolution) and any(
        one.outcome == NEGATIVE and one.given_at > paper.changed_at
        for one in last.values()
        if one.person != person
    )


def _given_at(advice: Advice) -> datetime:
    return advice.given_at


def _one_up(post: Post | None) -> tuple[str, ...]:
    if post is None or post.level >= HIGHEST_LEVEL:
        return ()
    return (f"level_{post.level + 1}",)
