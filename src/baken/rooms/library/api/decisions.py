"""Who may accept what, over HTTP, with everything beside it that decides on a risk."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import NamedQuery
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import (
    acceptance_terms,
    advice_roles,
    domain_authorities,
    escalation_table,
    mandate_table,
    risk_appetite,
    stacking_rules,
)
from baken.rooms.library.queries.files import publication
from baken.rooms.library.schemas.decisions import (
    AcceptanceOut,
    AdviceRulesOut,
    AdviceRoleOut,
    AppetiteOut,
    DomainAuthorityOut,
    CategoryOut,
    CombinationOut,
    CountOut,
    DecisionTermsOut,
    EscalationTermsOut,
    MandateOut,
    MandateRowOut,
    SituationOut,
    StackingOut,
)
from baken.rooms.library.schemas.texts import version_out

router = Router()


class MandateQuery(NamedQuery):
    """Which version is asked for."""

    version: int | None = Field(
        None, ge=1, le=100_000, description="The one a decision names; empty is the newest."
    )


@router.get("/mandate", response=MandateOut, operation_id="mandate")
@endpoint(permit=READ_LIBRARY)
def mandate(request: HttpRequest, asked: Query[MandateQuery]) -> MandateOut:
    """Who may accept which risk."""
    try:
        published = publication("mandate/mandate", asked.version)
    except LookupError:
        raise Http404 from None
    table = mandate_table(published.version)
    return MandateOut(
        published=version_out(published),
        rows=[MandateRowOut.model_validate(row) for row in table.rows.values()],
        **{name: getattr(table, name) for name in MandateOut.PLAIN},
    )


@router.get("/mandate/advice", response=AdviceRulesOut, operation_id="mandate_advice")
@endpoint(permit=READ_LIBRARY)
def advice(request: HttpRequest) -> AdviceRulesOut:
    """Who gives which advice, and which authorities nobody overrules."""
    return AdviceRulesOut(
        published=[
            version_out(publication("mandate/advice_roles")),
            version_out(publication("mandate/authorities")),
        ],
        kinds=[AdviceRoleOut.model_validate(one) for one in advice_roles().values()],
        authorities=[
            DomainAuthorityOut.model_validate(one) for one in domain_authorities().values()
        ],
    )


@router.get("/mandate/escalation", response=EscalationTermsOut, operation_id="mandate_escalation")
@endpoint(permit=READ_LIBRARY)
def escalation(request: HttpRequest) -> EscalationTermsOut:
    """How long a decision may take, and who comes next."""
    table = escalation_table()
    return EscalationTermsOut(
        published=version_out(publication("mandate/escalation")),
        decisions=[DecisionTermsOut.model_validate(one) for one in table.decisions.values()],
        situations=[SituationOut.model_validate(one) for one in table.situations.values()],
        **{name: getattr(table, name) for name in EscalationTermsOut.PLAIN},
    )


@router.get("/mandate/stacking", response=StackingOut, operation_id="mandate_stacking")
@endpoint(permit=READ_LIBRARY)
def stacking(request: HttpRequest) -> StackingOut:
    """What risks that meet do to the level that decides."""
    rules = stacking_rules()
    return StackingOut(
        published=version_out(publication("mandate/stacking_v1")),
        counts=[CountOut.model_validate(one) for one in rules.counts],
        combinations=[CombinationOut.model_validate(one) for one in rules.combinations],
        **{name: getattr(rules, name) for name in StackingOut.PLAIN},
    )


@router.get("/mandate/appetite", response=AppetiteOut, operation_id="mandate_appetite")
@endpoint(permit=READ_LIBRARY)
def appetite(request: HttpRequest) -> AppetiteOut:
    """How much risk is carried, by category and context."""
    found = risk_appetite()
    return AppetiteOut(
        published=version_out(publication("mandate/appetite")),
        review_months=found.review_months,
        categories=[CategoryOut.model_validate(one) for one in found.categories.values()],
    )


@router.get("/mandate/acceptance", response=AcceptanceOut, operation_id="mandate_acceptance")
@endpoint(permit=READ_LIBRARY)
def acceptance(request: HttpRequest) -> AcceptanceOut:
    """What an acceptance must say, and what ends it."""
    terms = acceptance_terms()
    return AcceptanceOut(
        published=version_out(publication("mandate/acceptance")),
        **{name: getattr(terms, name) for name in AcceptanceOut.PLAIN},
    )
