"""What the caller prefers about the product itself."""

from __future__ import annotations

from typing import Literal, cast

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from baken.core.accounts.models import Account
from baken.core.accounts.preferences import language_of, prefer
from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import Body

router = Router()


class Preferences(Body):
    """The language, and whether single keys are shortcuts."""

    language: Literal["nl", "en"] = Field(description="Of mails to you.")
    single_key_shortcuts: bool = Field(
        description="Whether letters without Ctrl are commands on the pages (WCAG 2.2, 2.1.4)."
    )


@router.get("/me/preferences", response=Preferences, operation_id="own_preferences")
@endpoint()
def preferences(request: HttpRequest) -> Preferences:
    """What you prefer."""
    account = cast(Account, request.user)
    return Preferences(
        language=language_of(account),  # type: ignore[arg-type]
        single_key_shortcuts=account.single_keys,
    )


@router.put("/me/preferences", response=Preferences, operation_id="choose_own_preferences")
@endpoint()
def choose_preferences(request: HttpRequest, body: Preferences) -> Preferences:
    """Choose what you prefer."""
    account = cast(Account, request.user)
    prefer(account=account, language=body.language, single_keys=body.single_key_shortcuts)
    return body
