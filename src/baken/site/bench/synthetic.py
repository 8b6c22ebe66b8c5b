"""Synthetic reports with their occurrences, stored through the path that imports use."""

from __future__ import annotations

import itertools
import random
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from baken.core import clock
from baken.core.access.roots import ordered_uuid
from baken.core.records.numbers import free_row_numbers
from baken.core.records.references import reserve
from baken.core.workflow.advance import begin_many
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.reports.models import LegacySystem, Occurrence, OccurrenceCode, Report
from baken.site.bench.organisation import BENCH

BATCH = 1_000
YEARS = timedelta(days=5 * 365)
# Two older systems told of what happened before our own began, each of about half of it.
OLDER, OWN_SINCE = ("Oud een", "Oud twee"), timedelta(days=2 * 365)
OTHER_OWNER = 0.08
SAME_OCCURRENCE = 0.08
# Shares of the texts that hold a word: common, middling, rare.
COMMON, MIDDLING, RARE = "gevarenzone", "veiligheidsgordel", "stikstoflek"
WORDS = {COMMON: 0.2, MIDDLING: 0.005, RARE: 0.0002}
REPORT_STATES = {
    "received": 10,
    "acknowledged": 10,
    "in_handling": 40,
    "answered": 10,
    "closed": 910,
    "out_of_scope": 19,
    "redirected_integrity": 1,
}
OPEN_STATES = {"triaged": 5, "handling": 20, "under_investigation": 5, "measures_running": 19}
UNTRIAGED = ("received", "acknowledged", "out_of_scope", "redirected_integrity")
OPEN = ("received", "acknowledged", "in_handling")
TALK = """de het een van en in op te dat is was met voor door aan bij niet maar ook nog tijdens
oefening voertuig lading kazerne sergeant chauffeur melding gevaar letsel schade rijden remmen hek
poort nacht regen munitie schietbaan helm radio mast dek ladder touw motor olie lek vuur rook alarm
hand vinger knie rug trap vloer loods vliegtuig rotor onderhoud controle groep peloton terrein bos
boot duiker pomp kraan hijsen ketting stroom kabel accu arts maatregel lamp"""


@dataclass
class Batch:
    """What one transaction stores."""

    reports: list[Report] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    codes: list[OccurrenceCode] = field(default_factory=list)


class Writer:
    """Makes reports up: oldest first, units by a Pareto law, most of them long closed."""

    def __init__(self, rnd: random.Random, until: datetime, total: int) -> None:
        self.rnd, self.until, self.total = rnd, until, total
        self.units = tree().units
        self.by_path = tree().by_path
        weights = (min(rnd.paretovariate(1.1), 400) for _ in self.units)
        self.busy = list(itertools.accumulate(weights))
        words = TALK.split()
        zipf = [1 / (place + 3) for place in range(len(words))]
        self.sentences = [" ".join(rnd.choices(words, zipf, k=13)) for _ in range(5_000)]
        self.keys = [f"{rnd.getrandbits(256):064x}" for _ in range(20_000)]
        self.kinds = list(code_list("kinds"))
        self.subjects = list(code_list("subjects"))

    def batches(self) -> Iterator[Batch]:
        """All reports in batches, each with the occurrences it brings."""
        for first in range(0, self.total, BATCH):
            places = range(first, min(first + BATCH, self.total))
            moments = [self.until - YEARS * (1 - place / self.total) for place in places]
            yield self._batch(moments)

    def _batch(self, moments: Sequence[datetime]) -> Batch:
        made = Batch()
        numbers, refs = free_row_numbers(Report, moments), references("M", moments)
        for at, number in zip(moments, numbers, strict=True):
            report = self._report(at, number, next(refs))
            if report.state not in UNTRIAGED:
                if not made.occurrences or self.rnd.random() >= SAME_OCCURRENCE:
                    self._add_occurrence(report, made)
                report.occurrence_id = made.occurrences[-1].number
            made.reports.append(report)
        for one, ref in zip(
            made.occurrences,
            references("V", [x.triaged_at for x in made.occurrences]),
            strict=True,
        ):
            one.ref = ref
        return made

    def _report(self, at: datetime, number: int, ref: str) -> Report:
        state = self._weighed(REPORT_STATES)
        anonymous = self.rnd.random() < 0.1
        unit, owner = self._units()
        return Report(
            number=number,
            id=uuid.uuid4() if anonymous else ordered_uuid(),
            ref=ref,
            unit_id=unit,
            owner_unit_id=owner,
            confidentiality=self.rnd.choices((0, 1, 2), (84, 14, 2))[0],
            state=state,
            story=self._story(),
            place=f"Gebouw {self.rnd.randint(1, 400)}",
            happened_at=at - timedelta(hours=2),
            still_dangerous=state in UNTRIAGED and self.rnd.random() < 0.05,
            identity="anonymous" if anonymous else "named",
            reporter_key=None if anonymous else self.rnd.choice(self.keys),
            received_at=at,
            touched_at=at,
            answered_at=at + timedelta(days=9) if state in ("answered", "closed") else None,
            closed_at=at + timedelta(days=20) if state == "closed" else None,
            due_at=at + timedelta(days=self.rnd.randint(1, 30)) if state in OPEN else None,
        )

    def _add_occurrence(self, report: Report, made: Batch) -> None:
        over = report.state == "closed"
        at = report.received_at
        worst = self.rnd.choices(range(6), (20, 30, 25, 15, 8, 2))[0]
        one = Occurrence(
            number=report.number,
            unit_id=report.unit_id,
            owner_unit_id=report.owner_unit_id,
            confidentiality=report.confidentiality,
            state="closed" if over else self._weighed(OPEN_STATES),
            title=" ".join(report.story.split()[:7]),
            summary=report.story[:150],
            kind=self.rnd.choice(self.kinds),
            category=self.rnd.randint(0, 4),
            actual_severity=self.rnd.randint(0, worst),
            potential_severity=worst,
            investigation_level=worst // 2,
            happened_at=report.happened_at,
            triaged_at=at,
            touched_at=at,
            closed_at=report.closed_at,
            due_at=None if over else at + timedelta(days=60),
            systems=OLDER[report.number % 2] if at < self.until - OWN_SINCE else None,
        )
        subject = self.rnd.choice(self.subjects)
        made.occurrences.append(one)
        made.codes.append(OccurrenceCode(record_id=one.number, scheme="subject", code=subject))

    def _units(self) -> tuple[int, int | None]:
        """The unit where it happened, and now and then another one that must act."""
        unit = self._busy_unit()
        if self.rnd.random() >= OTHER_OWNER:
            return unit.id, None
        owner = self._busy_unit()
        depth = len(unit.path) // 4
        if self.rnd.random() < 0.5 and depth > 2:
            owner = self.by_path[unit.path[: 4 * self.rnd.randint(2, depth - 1)]]
        return unit.id, None if owner.id == unit.id else owner.id

    def _busy_unit(self) -> UnitView:
        return self.rnd.choices(self.units, cum_weights=self.busy)[0]

    def _story(self) -> str:
        told = self.rnd.choices(self.sentences, k=5)
        for word, share in WORDS.items():
            if self.rnd.random() < share:
                told.insert(self.rnd.randint(0, 5), word)
        return " ".join(told)

    def _weighed(self, shares: dict[str, int]) -> str:
        return self.rnd.choices(list(shares), list(shares.values()))[0]


def store(batch: Batch, at: datetime) -> None:
    """One batch in one transaction, in the states that its records have reached."""
    with transaction.atomic():
        for records, kind, seal in (
            (batch.occurrences, "occurrence", ("title", "summary")),
            (batch.reports, "report", ("story", "place")),
        ):
            begin_many(
                records=records,
                code=f"reports.{kind}.imported",
                actor=BENCH,
                at=at,
                seal=seal,
                states=[record.state for record in records],
            )
        OccurrenceCode.objects.bulk_create(batch.codes)


def keep_systems(until: datetime) -> None:
    """The older systems themselves, with the days on which they were in use."""
    first, last = (clock.local_date(until - ago) for ago in (YEARS, OWN_SINCE))
    LegacySystem.objects.bulk_create(
        LegacySystem(name=name, in_use_from=first, in_use_until=last) for name in OLDER
    )


def reports_below(counts: Counter[int]) -> Counter[int]:
    """Reports per unit and all below it, from reports per unit."""
    here, totals = tree(), Counter[int]()
    for unit, found in counts.items():
        for above in here.line_up(here.by_id[unit]):
            totals[above.id] += found
    return totals


def references(prefix: str, moments: Sequence[datetime]) -> Iterator[str]:
    """A reference for each of the moments, which are in order."""
    for year, group in itertools.groupby(at.year for at in moments):
        with transaction.atomic():
            refs = reserve(prefix, year, sum(1 for _ in group))
        yield from refs
