"""Roles over HTTP: what each may do, how far and how deep, and which roles it gives to others."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router
from pydantic import BaseModel, Field

from baken.core.access.permits import permit_named
from baken.core.access.roles import Role, RoleGrant, load_roles
from baken.core.api.endpoints import endpoint
from baken.rooms.org.permits import READ_UNIT

router = Router()


class RightOut(BaseModel):
    """A permit, and what it means in a few words."""

    permit: str
    meaning: str
    kind: str = Field(
        description="`read`, `act`, `guarded`, or `administer`: within an administration session."
    )


class GrantOut(BaseModel):
    """What a role may do within one reach."""

    reach: str = Field(description="`none`, `own`, `case`, `unit`, `above`, `part` or `all`.")
    confidentiality: str = Field(description="Up to `normal`, `sensitive` or `restricted`.")
    opens_restricted: bool = Field(description="Closed units too.")
    rights: list[RightOut]


class GiftOut(BaseModel):
    """Roles that a role gives to others, how far, and from which level of unit."""

    roles: list[str]
    reach: str = Field(description="`unit`, `below` or `all`.")
    from_level: int


class RoleOut(BaseModel):
    """A role with everything it carries."""

    role: str
    label: str
    line: str = Field(
        description="Line of defence: `first`, `second`, `third` or `fourth`; empty for none. Who "
        "stands in the fourth stands in no other."
    )
    for_services: bool = Field(description="A service account may be given it.")
    grants: list[GrantOut]
    gives: list[GiftOut]


class RoleList(BaseModel):
    """Every role, in the order of the role file."""

    items: list[RoleOut]
    next: None = None


@router.get("/roles", response=RoleList, operation_id="roles")
@endpoint(permit=READ_UNIT)
def roles(request: HttpRequest) -> RoleList:
    """The matrix of roles and rights."""
    known = load_roles(settings.ROLES_FILE).values()
    return RoleList(items=[_role(role, get_language() or "nl") for role in known])


def _role(role: Role, language: str) -> RoleOut:
    return RoleOut(
        role=role.code,
        label=role.label(language),
        line=role.line,
        for_services=role.for_services,
        grants=[_grant(line) for line in role.grants],
        gives=[
            GiftOut(roles=list(gift.roles), reach=gift.reach, from_level=gift.from_level)
            for gift in role.gives
        ],
    )


def _grant(line: RoleGrant) -> GrantOut:
    permits = [permit_named(name) for name in line.permits]
    return GrantOut(
        reach=line.reach,
        confidentiality=line.confidentiality.name.lower(),
        opens_restricted=line.opens_restricted,
        rights=[RightOut(permit=one.name, meaning=one.meaning, kind=one.kind) for one in permits],
    )
