"""What notices and wishes look like over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from baken.core.api.queries import ListQuery
from baken.core.api.schemas import Body
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import group_of, text_of, url_of
from baken.rooms.notices.rules import GROUPS, Wishes

Group = Literal["urgent", "own", "handling", "terms", "posts"]
Way = Literal["at_once", "digest", "off"]
TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class NoticesQuery(ListQuery):
    """Which of your notices."""

    unread: bool = Field(False, description="Only those that you have not read.")
    group: Group | None = Field(None, description="Only those of a group.")


class NoticeOut(BaseModel):
    """A notice; its text holds a reference and never a story."""

    id: str
    text: str
    ref: str
    url: str = Field(description="Empty when it leads nowhere, or to what you may no longer open.")
    group: Group
    at: datetime
    urgent: bool
    read_on: date | None


class NoticePage(BaseModel):
    """Notices, newest first."""

    items: list[NoticeOut]
    next: str | None


class ReadIn(Body):
    """Which notices: one, a group, or without either all of them."""

    id: str = Field("", max_length=20, pattern=r"^\d*$", description="One notice.")
    group: Group | None = Field(None, description="All of a group.")


class Marked(BaseModel):
    """How many notices were unread until now."""

    marked: int


class Ways(Body):
    """Which way each group goes, beside the app, where every notice is shown."""

    urgent: Way
    own: Way
    handling: Way
    terms: Way
    posts: Way


class WishesIn(Body):
    """How you want to be told."""

    ways: Ways
    rhythm: Literal["daily", "weekly"] = Field(
        description="Of the digest: every working day or once a week."
    )
    digest_at: str = Field(pattern=TIME, description="Such as `07:30`, in your time zone.")
    weekday: int = Field(ge=0, le=6, description="Of a weekly digest; 0 is Monday.")
    quiet_from: str | None = Field(
        None, pattern=TIME, description="From then on no mail that is not urgent."
    )
    quiet_until: str | None = Field(None, pattern=TIME)
    zone: str = Field(max_length=40, description="A time zone of the list of this installation.")
    address: str = Field(
        "",
        max_length=254,
        description="Where mail goes when not to the address your organisation knows.",
    )

    def form_data(self) -> dict[str, Any]:
        """The same as the page's form takes it, so that both refuse alike."""
        ways = {f"way_{group}": getattr(self.ways, group) for group in GROUPS}
        plain = self.model_dump(exclude={"ways"})
        return ways | {name: "" if value is None else value for name, value in plain.items()}


class WishesOut(WishesIn):
    """How you are told."""

    locked: list[Group] = Field(description="Groups that your post cannot switch off.")
    known_address: str = Field(description="The address that your organisation knows.")
    mail_is_on: bool = Field(description="Whether this installation sends mail.")


def notice_out(notice: Notice, opens: bool) -> NoticeOut:
    """A notice as the API gives it."""
    return NoticeOut(
        id=str(notice.number),
        text=text_of(notice),
        ref=notice.ref,
        url=url_of(notice) if opens else "",
        group=group_of(notice),  # type: ignore[arg-type]
        at=notice.at,
        urgent=notice.urgent,
        read_on=notice.read_on,
    )


def wishes_out(
    wishes: Wishes, address: str, *, locked: bool, known_address: str, mail_is_on: bool
) -> WishesOut:
    """Wishes as the API gives them."""
    ways = {**wishes.ways, **({"urgent": "at_once"} if locked else {})}
    quiet = wishes.quiet_from, wishes.quiet_until
    began, ends = (None if one is None else f"{one:%H:%M}" for one in quiet)
    return WishesOut(
        ways=Ways(**{group: ways[group] for group in GROUPS}),  # type: ignore[arg-type]
        rhythm=wishes.rhythm,  # type: ignore[arg-type]
        digest_at=f"{wishes.digest_at:%H:%M}",
        weekday=wishes.weekday,
        quiet_from=began,
        quiet_until=ends,
        zone=wishes.zone.key,
        address=address,
        locked=["urgent"] if locked else [],
        known_address=known_address,
        mail_is_on=mail_is_on,
    )
