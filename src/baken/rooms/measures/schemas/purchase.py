"""A small purchase over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.measures.models import Purchase, PurchaseQuote
from baken.rooms.measures.queries.purchase_days import cents_per_class, decision_days, lead_days
from baken.rooms.measures.rules.money import MOST_CENTS, euros_of
from baken.rooms.measures.schemas.measure import Line, Text
from baken.rooms.org.queries import tree

BESIDE = ("serves", "unit", "amount_cents", "total_cents")


class PurchaseBody(Body):
    """Something that is wanted for a risk, an occurrence or a measure, or for a unit and why."""

    serves: str = Field(
        "", max_length=20, description="Reference of the risk, occurrence or measure."
    )
    unit: str = Field("", max_length=40, description="Code of the unit, without `serves`.")
    title: Line
    description: str = Field(min_length=1, max_length=LONGEST_TEXT)
    category: str = Field(max_length=32)
    supplier: str = Field(min_length=1, max_length=200)
    amount_cents: int = Field(ge=0, lt=MOST_CENTS, description="Without VAT, in euro cents.")
    total_cents: int = Field(ge=0, lt=MOST_CENTS, description="With VAT, in euro cents.")
    needed_by: date | None = None
    why_regular_not: str = Field(min_length=1, max_length=LONGEST_TEXT)
    confirmed: list[str] = Field(
        default_factory=list, max_length=50, description="Codes of what is so of the product."
    )
    framework_reason: Text = ""
    no_risk: str = Field("", max_length=24, description="Needed without `serves`.")
    no_risk_reason: Text = ""

    def wanted(self) -> dict[str, Any]:
        """What is wanted, as the action takes it; what was left empty is left out."""
        plain = self.model_dump(mode="json", exclude=set(BESIDE))
        plain |= {"amount": euros_of(self.amount_cents), "total": euros_of(self.total_cents)}
        return {name: value for name, value in plain.items() if value not in (None, "", [])}


class CheckOut(BaseModel):
    """The outcome of an automatic check: pass, advice, or finance when the controller judges."""

    code: str
    outcome: str


class PurchaseOut(BaseModel):
    """A small purchase. Money is in euro cents; a class is null where none is known."""

    id: UUID
    ref: str
    title: str
    description: str
    category: str
    supplier: str
    amount_cents: int = Field(description="Without VAT.")
    total_cents: int = Field(description="With VAT.")
    needed_by: date | None
    why_regular_not: str
    no_risk: str | None
    no_risk_reason: str
    confirmed: list[str]
    framework_reason: str
    risk_class: str | None
    class_after: str | None
    effect: str | None
    unit: str
    owner_unit: str | None
    budget_unit: str = Field(description="The unit whose money it is.")
    budget_year: int
    checks: list[CheckOut]
    needs_finance: bool
    levels_up: int
    splits: bool
    order_number: str
    invoice_number: str
    is_example: bool
    confidentiality: str
    state: str
    asked_at: datetime
    checked_at: datetime | None
    finance_checked_at: datetime | None
    cosigned_at: datetime | None
    decided_at: datetime | None
    ordered_at: datetime | None
    received_at: datetime | None
    in_use_at: datetime | None
    effect_checked_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    due_at: datetime | None = Field(description="When the next step is owed.")
    decision_days: int | None
    lead_days: int | None
    cents_per_step: int | None = Field(description="For a fall of one class: to sort by.")


class PurchasePage(BaseModel):
    """A page of purchases."""

    items: list[PurchaseOut]
    next: str | None


class QuoteBody(Body):
    """What a supplier asks for it."""

    supplier: str = Field(min_length=1, max_length=200)
    cents: int = Field(gt=0, lt=MOST_CENTS, description="Without VAT, in euro cents.")
    file: UUID | None = Field(None, description="A file of the purchase.")


class QuoteOut(BaseModel):
    """A quote."""

    nth: int
    supplier: str
    cents: int
    file: UUID | None
    added_at: datetime


class QuoteList(BaseModel):
    """The quotes of a purchase, the cheapest first."""

    items: list[QuoteOut]
    next: None = None


_EMPTY = ("no_risk", "risk_class", "class_after", "effect")
_RECKONED = ("decision_days", "lead_days", "cents_per_step")
_TURNED = (*_EMPTY, *_RECKONED, "unit", "owner_unit", "budget_unit", "checks", "confidentiality")


def purchase_out(purchase: Purchase) -> PurchaseOut:
    """A purchase as the API shows it."""
    here = tree()
    plain: dict[str, Any] = {
        name: getattr(purchase, name) for name in PurchaseOut.model_fields if name not in _TURNED
    }
    plain |= {name: getattr(purchase, name) or None for name in _EMPTY}
    owner = purchase.owner_unit_id
    return PurchaseOut(
        **plain,
        unit=here.by_id[purchase.unit_id].code,
        owner_unit=here.by_id[owner].code if owner else None,
        budget_unit=here.by_id[purchase.budget_unit_id].code,
        checks=[CheckOut(**one) for one in purchase.checks],
        confidentiality=str(purchase.get_confidentiality_display()),
        decision_days=decision_days(purchase),
        lead_days=lead_days(purchase),
        cents_per_step=cents_per_class(purchase),
    )


def quote_out(quote: PurchaseQuote) -> QuoteOut:
    """A quote as the API shows it."""
    return QuoteOut(**{name: getattr(quote, name) for name in QuoteOut.model_fields})
