"""What a role can be allowed in core.accounts."""

from baken.core.access.permits import Permit
from baken.core.access.reach import ADMINISTER, READ

MANAGE_SERVICES = "accounts.service.manage"
READ_ADMINISTRATION = "accounts.administration.read"

PERMITS = (
    Permit(
        MANAGE_SERVICES,
        "accounts voor andere programma's maken, met hun tokens",
        "make accounts for other programs, with their tokens",
        ADMINISTER,
    ),
    Permit(
        READ_ADMINISTRATION,
        "nagaan wie wanneer en waarvoor beheerde, en wat daarbij is gedaan",
        "look up who administered when and what for, and what was done",
        READ,
    ),
)
