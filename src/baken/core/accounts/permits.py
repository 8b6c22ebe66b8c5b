"""What a role can be allowed in core.accounts."""

from baken.core.access.permits import Permit

MANAGE_SERVICES = "accounts.service.manage"

PERMITS = (
    Permit(
        MANAGE_SERVICES,
        "accounts voor andere programma's maken, met hun tokens",
        "make accounts for other programs, with their tokens",
    ),
)
