"""Where whoever reviews or signs an assessment may look closer. Pure.

A hint refuses nothing, is not kept, and says nothing of whoever made the assessment.
Source: domain reference, instruments, section 15.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True)
class Limits:
    """From when on a hint is given; percentages are whole numbers, times are in seconds.

    Of fewer lines or pages than ``least_lines``, and of fewer words than ``least_words``, nothing is said. A
    time between two answers that is longer than ``longest_pause_seconds`` counts as that.
    """

    least_lines: int
    same_score_percent: int
    seconds_per_page: int
    longest_pause_seconds: int
    least_words: int
    same_text_percent: int


@dataclass(frozen=True)
class Hint:
    """Something to look at: how many (or how much) ``found``, out of ``of``; 0 where that says nothing."""

    code: str
    found: int = 0
    of: int = 0


@dataclass(frozen=True)
class Made:
    """What of an assessment hints look at.

    ``scores``: how each risk was scored as it is now; ``residual``: its class once measures work.
    ``boundary`` is the highest class that the commander of the unit may accept, empty when that is the
    lowest of all.
    ``moments``: by person when they answered, ``pages`` how many pages have answers. ``findings``: how many
    risks there are; ``expects_findings``: of such a workplace some are expected. ``levels``: of each measure
    whether it leans on people; ``without_budget``: how many measures have none. ``evidence_before``: how many
    photos are older than the assessment. ``headcounts``: of each question for a number of people whether it
    was answered. ``words`` and ``earlier_words``: the texts of the answers, now and in the earlier version.
    """

    scores: Sequence[Hashable] = ()
    residual: Sequence[str] = ()
    boundary: str = ""
    moments: Mapping[Hashable, Collection[datetime]] | None = None
    pages: int = 0
    findings: int = 0
    expects_findings: bool = False
    levels: Sequence[bool] = ()
    without_budget: int = 0
    evidence: int = 0
    evidence_before: int = 0
    headcounts: Sequence[bool] = ()
    words: Sequence[str] = ()
    earlier_words: Sequence[str] = ()


def hints(made: Made, limits: Limits) -> tuple[Hint, ...]:
    """Everything to look closer at, in a fixed order. Source: domain reference, instruments, section 15."""
    found = (
        same_scores(made.scores, limits),
        quickly_filled_in(made.moments or {}, made.pages, limits),
        nothing_found(made.findings, expects=made.expects_findings),
        all_at_boundary(made.residual, made.boundary, limits),
        leaning_on_people(made.levels),
        older_evidence(made.evidence_before, made.evidence),
        Hint("no_budget", made.without_budget, len(made.levels)) if made.without_budget else None,
        without_headcount(made.headcounts),
        same_text(made.words, made.earlier_words, limits),
    )
    return tuple(one for one in found if one is not None)


def same_scores(scores: Sequence[Hashable], limits: Limits) -> Hint | None:
    """More than so many percent of the risks are scored in one and the same way."""
    if len(scores) < limits.least_lines:
        return None
    [(_score, most)] = Counter(scores).most_common(1)
    is_over = 100 * most > limits.same_score_percent * len(scores)
    return Hint("same_scores", most, len(scores)) if is_over else None


def quickly_filled_in(
    moments: Mapping[Hashable, Collection[datetime]], pages: int, limits: Limits
) -> Hint | None:
    """Less time than so many seconds on a page on average, by everybody together; told in seconds.

    What passes between a person's own answers counts. A page begins where the one before it ended: of the
    first nothing is known, so that it does not count.
    """
    if pages < limits.least_lines:
        return None
    seconds = sum(_seconds(one, limits.longest_pause_seconds) for one in moments.values())
    average = seconds / (pages - 1)
    return Hint("quickly", int(average), pages) if average < limits.seconds_per_page else None


def _seconds(moments: Iterable[datetime], longest: int) -> float:
    row = sorted(moments)
    gaps = ((after - before).total_seconds() for before, after in pairwise(row))
    return sum(min(gap, longest) for gap in gaps)


def nothing_found(findings: int, *, expects: bool) -> Hint | None:
    """Not a single finding where some are expected, as in a workshop."""
    return Hint("nothing_found") if expects and not findings else None


def all_at_boundary(residual: Sequence[str], boundary: str, limits: Limits) -> Hint | None:
    """Every residual risk comes out exactly at what the commander of the unit may just accept."""
    enough = boundary and len(residual) >= limits.least_lines
    same = enough and all(one == boundary for one in residual)
    return Hint("at_boundary", len(residual), len(residual)) if same else None


def leaning_on_people(levels: Sequence[bool]) -> Hint | None:
    """Every measure is protective equipment, instruction or the like: none takes the hazard away."""
    return Hint("leans_on_people", len(levels), len(levels)) if levels and all(levels) else None


def older_evidence(before: int, every: int) -> Hint | None:
    """Photos were taken before the assessment began."""
    return Hint("older_evidence", before, every) if before else None


def without_headcount(answered: Sequence[bool]) -> Hint | None:
    """A question for how many people it is about was left open."""
    left = len(answered) - sum(answered)
    return Hint("no_headcount", left, len(answered)) if left else None


def same_text(words: Sequence[str], earlier: Sequence[str], limits: Limits) -> Hint | None:
    """More than so many percent of the words stood in the earlier version; told in percent."""
    if len(words) < limits.least_words or not earlier:
        return None
    shared = (Counter(words) & Counter(earlier)).total()
    share = 200 * shared / (len(words) + len(earlier))
    return Hint("same_text", int(share), 100) if share > limits.same_text_percent else None
