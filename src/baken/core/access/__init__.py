"""Who may see and do what: one layer, used by list, page, file, count, search, export and button."""

from baken.core.access.actor import NOBODY, Actor, Duty, Grant, nobody, system_actor
from baken.core.access.decisions import explain, may, refuse_unless, signing, visible
from baken.core.access.errors import AccessDenied, UnguardedRead
from baken.core.access.permits import Permit, permit_named, register_permits
from baken.core.access.reach import Confidentiality, PathRange, Reach, below

__all__ = [
    "NOBODY",
    "AccessDenied",
    "Actor",
    "Confidentiality",
    "Duty",
    "Grant",
    "PathRange",
    "Permit",
    "Reach",
    "UnguardedRead",
    "below",
    "explain",
    "may",
    "nobody",
    "permit_named",
    "refuse_unless",
    "register_permits",
    "signing",
    "system_actor",
    "visible",
]
