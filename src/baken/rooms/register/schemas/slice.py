"""Slices of exposure as the API takes them in and gives them out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from baken.core.api.schemas import Body
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Slice
from baken.rooms.register.queries.slice_picture import (
    Part,
    Picture,
    Raised,
    Seen,
    StackSeen,
)
from baken.rooms.register.rules.quantities import Quantity, Total


class SliceListed(BaseModel):
    """A slice in a list."""

    id: UUID
    ref: str
    unit: str
    group: str
    people: int | None
    task: str
    place: str
    site: str | None
    from_at: datetime
    to_at: datetime
    circumstances: list[str] = Field(description="Factors of the stacking rules.")
    state: str = Field(description="`open` or `ended`.")
    made_at: datetime
    ended_at: datetime | None


class QuantityOut(BaseModel):
    """What a risk brings of a physical kind."""

    kind: str
    name: str
    value: float
    unit: str
    limit: float | None
    source: str


class MemberOut(BaseModel):
    """A risk in a slice; `risk` is null when you may not read it: it counts all the same."""

    risk: str | None
    title: str
    risk_class: str
    left_out: str = Field(
        description="`gone` or `not_scored` when it does not count; `kept_back` when it does and its"
        " class is kept from you, who are to score it first; else empty."
    )
    factors: list[str]
    quantities: list[QuantityOut]


class SliceReasonOut(BaseModel):
    """A rule that raises, with the risks that meet it."""

    code: str
    rule: str
    risks: list[str] = Field(description="References, or words for one you may not read.")


class WithoutOut(BaseModel):
    """What is left to ask when a risk is taken out; `level` is null when nothing is left."""

    risk: str
    raises: int
    level: int | None


class PartOut(BaseModel):
    """A part of a sum, and which risk brings it."""

    risk: str
    value: float
    limit: float | None
    unit: str


class TotalOut(BaseModel):
    """Quantities of one kind together, each kind by its own law of physics."""

    kind: str
    value: float
    limit: float | None
    share: float | None = Field(description="How much of the limit is used up; 1 is all of it.")
    alarm: int = Field(description="Percent of the limit that was reached: 50, 80, 100, or 0.")
    parts: list[PartOut]


class SliceOut(SliceListed):
    """A slice with its risks and what they ask together. No class is ever computed."""

    members: list[MemberOut]
    raises: int | None = Field(
        description="By how many levels the stack raises who decides; null, as the levels are, while"
        " the class of one of its risks is kept from you."
    )
    level_alone: int | None = Field(description="The level that decides without the stack.")
    level: int | None = Field(description="The level that decides with the stack.")
    reasons: list[SliceReasonOut]
    without: list[WithoutOut]
    totals: list[TotalOut]


class SlicePage(BaseModel):
    """Slices, newest first."""

    items: list[SliceListed]
    next: str | None


class StackOut(BaseModel):
    """A stack that a risk is in; `others` holds null for a risk that you may not read."""

    slice: str
    group: str
    from_at: datetime
    to_at: datetime
    raises: int | None
    reasons: list[SliceReasonOut]
    others: list[str | None]


class StackList(BaseModel):
    """The stacks of the open slices of a risk, the one that raises most in front."""

    items: list[StackOut]
    next: None = None
    shown: str = Field(
        description="What tells these stacks from others: send it back as the field `stack_shown` of"
        " a deciding step, beside `stack_seen`. Empty when there are none."
    )


class SliceBody(Body):
    """A slice to make: the same people at the same task or place, for at most a shift."""

    unit: str = Field(max_length=40, description="Code of the unit that manages these risks.")
    group: str = Field(max_length=200)
    people: int | None = None
    task: str = Field("", max_length=200)
    place: str = Field("", max_length=200)
    site: str = Field("", max_length=200, description="Code or name of a site.")
    from_at: AwareDatetime
    to_at: AwareDatetime
    circumstances: list[str] = Field([], max_length=50)
    risk: str = Field("", max_length=40, description="Reference of a risk to put in at once.")

    def fields(self) -> dict[str, Any]:
        """What describes the slice, as the action wants it."""
        told = self.model_dump(exclude={"unit", "risk"})
        return told | {"from_at": self.from_at.isoformat(), "to_at": self.to_at.isoformat()}


def slice_listed(one: Slice) -> SliceListed:
    """A slice as it stands in a list."""
    return SliceListed(**_plain(one))


def slice_out(one: Slice, seen: Picture) -> SliceOut:
    """A slice as the caller may see it."""
    return SliceOut(
        **_plain(one),
        members=[_member(each) for each in seen.members],
        raises=seen.raises,
        level_alone=seen.alone,
        level=seen.level,
        reasons=_reasons(seen.reasons),
        without=[WithoutOut(**vars(each)) for each in seen.without],
        totals=[_total(total, parts) for total, parts in seen.totals],
    )


def stack_list(found: Sequence[StackSeen], shown: str) -> StackList:
    """The stacks of a risk as the caller may see them; ``shown`` is their mark."""
    return StackList(items=stacks_out(found), shown=shown)


def stacks_out(found: Sequence[StackSeen]) -> list[StackOut]:
    """Stacks as somebody may see them."""
    return [
        StackOut(
            slice=one.slice.ref,
            group=one.slice.group,
            from_at=one.slice.from_at,
            to_at=one.slice.to_at,
            raises=one.raises,
            reasons=_reasons(one.reasons),
            others=[other.ref if other else None for other in one.others],
        )
        for one in found
    ]


def _plain(one: Slice) -> dict[str, Any]:
    here = tree()
    names = ("id", "ref", "group", "people", "task", "place", "from_at", "to_at")
    more = ("circumstances", "state", "made_at", "ended_at")
    told = {name: getattr(one, name) for name in (*names, *more)}
    site = here.sites[one.site_id].code if one.site_id else None
    return told | {"unit": here.by_id[one.unit_id].code, "site": site}


def _member(one: Seen) -> MemberOut:
    return MemberOut(
        risk=one.risk.ref if one.risk else None,
        title=one.risk.title if one.risk else "",
        risk_class=one.risk_class,
        left_out=one.left_out,
        factors=list(one.factors),
        quantities=[_quantity(each) for each in one.quantities],
    )


def _quantity(one: Quantity) -> QuantityOut:
    return QuantityOut(**vars(one))


def _reasons(found: Sequence[Raised]) -> list[SliceReasonOut]:
    return [SliceReasonOut(code=one.code, rule=one.rule, risks=list(one.risks)) for one in found]


def _total(total: Total, parts: Sequence[Part]) -> TotalOut:
    told = [
        PartOut(
            risk=one.risk,
            value=one.quantity.value,
            limit=one.quantity.limit,
            unit=one.quantity.unit,
        )
        for one in parts
    ]
    names = ("kind", "value", "limit", "share", "alarm")
    return TotalOut(**{name: getattr(total, name) for name in names}, parts=told)
