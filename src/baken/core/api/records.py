"""The endpoints that every kind of record has: steps, files and thread."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from baken.core.access import Actor, may
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.schemas import (
    AvailableStep,
    AvailableSteps,
    Choice,
    FileList,
    FileOut,
    HistoryPage,
    HistoryStep,
    StepBody,
    StepFieldOut,
    Thread,
    ThreadNodeOut,
)
from baken.core.api.threads import thread_out
from baken.core.files.content import MOST_BYTES, clean_upload
from baken.core.files.store import files_of
from baken.core.lists import read_cursor, write_cursor
from baken.core.questions import ThreadNode, thread_nodes
from baken.core.threads import whole_thread
from baken.core.trail.registry import chain_of
from baken.core.trail.signature import signed_by
from baken.core.workflow.available import StepChoice, available_steps
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.registry import binding_of
from baken.core.workflow.table import Step, StepField
from baken.core.workflow.unread import SEEN, how_to_tell

WHO = ("name", "post", "person", "lead")
TAKING = "Take a step. 403: not yours; 409: not possible now, with reasons; 400: wrong fields."
MOST_SERIAL = 2**31
FILE_ADDRESS = "/api/v1/files/{id}"


@dataclass(frozen=True, kw_only=True)
class StepsKind:
    """What a room tells about a root so that its steps can be shown.

    ``choices_of`` gives the entries of a code list, ``title_of`` what a trail code is called;
    ``hidden`` names the facts of a step that an actor may not see of a record.
    """

    root: type[Any]
    choices_of: Callable[[str], Mapping[str, Any]]
    title_of: Callable[[str], str]
    hidden: Callable[[Actor, Any], frozenset[str]] = field(
        default=lambda actor, record: frozenset()
    )


@dataclass(frozen=True, kw_only=True)
class RecordKind(StepsKind):
    """What a room tells about a root so that its records get their common endpoints.

    ``permit`` opens the record in full; ``read`` shows at least that it is there (403 instead of
    404). ``about_steps`` is what programs must know before they take one; ``before_step`` refuses
    what a program, or a session that was not confirmed, may not take.
    """

    name: str
    collection: str
    permit: str
    answer: Callable[[HttpRequest, Any], Any]
    answer_schema: Any
    take_step: Callable[..., Any]
    add_file: Callable[..., Any]
    read: str = ""
    about_steps: str = ""
    before_step: Callable[[HttpRequest, Any, str], None] = lambda request, record, step: None


def add_record_endpoints(router: Router, kind: RecordKind) -> None:
    """Give a collection its steps, files and thread."""
    _add_steps(router, kind)
    _add_files(router, kind)
    _add_thread(router, kind)


def _add_steps(router: Router, kind: RecordKind) -> None:
    guard = endpoint(permit=kind.permit, root=kind.root, read=kind.read)
    place = f"/{kind.collection}/{{ref}}"

    @router.get(f"{place}/steps", response=HistoryPage, operation_id=f"{kind.name}_history")
    @guard
    def history(request: HttpRequest, record: Any, asked: Query[ListQuery]) -> HistoryPage:
        """The history: every step and event, oldest first."""
        return history_page(kind, request.actor, record, asked)  # type: ignore[attr-defined]

    @router.get(
        f"{place}/available-steps",
        response=AvailableSteps,
        operation_id=f"{kind.name}_available_steps",
    )
    @guard
    def available(request: HttpRequest, record: Any) -> AvailableSteps:
        """What can happen now: each step with its fields, allowed or with the reasons why not."""
        return steps_now(kind, request, record)

    @router.post(
        f"{place}/steps",
        response=kind.answer_schema,
        operation_id=f"{kind.name}_take_step",
        description=f"{TAKING} {kind.about_steps}".strip(),
    )
    @guard
    def take(request: HttpRequest, record: Any, payload: StepBody) -> Any:
        kind.before_step(request, record, payload.step)
        told = told_in(kind.root, payload)
        fresh = kind.take_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=payload.step,
            at=request.at,  # type: ignore[attr-defined]
            note=payload.note,
            **told,
        )
        return kind.answer(request, fresh)


def _add_files(router: Router, kind: RecordKind) -> None:
    guard = endpoint(permit=kind.permit, root=kind.root, read=kind.read)
    place = f"/{kind.collection}/{{ref}}/files"

    @router.get(place, response=FileList, operation_id=f"{kind.name}_files")
    @guard
    def files(request: HttpRequest, record: Any) -> FileList:
        """The files of the record."""
        return FileList(items=[file_out(stored) for stored in files_of(record)])

    @router.post(place, response={201: FileOut}, operation_id=f"{kind.name}_add_file")
    @guard
    def add(
        request: HttpRequest,
        response: HttpResponse,
        record: Any,
        file: UploadedFile = File(...),  # type: ignore[type-arg]  # noqa: B008
    ) -> Any:
        """Add a JPEG, PNG or WebP picture or a PDF of at most 50 MiB; metadata is removed."""
        if file.size is None or file.size > MOST_BYTES:
            raise ApiProblem(413, "The file is larger than 50 MiB. Send a smaller one.")
        clean = clean_upload(name=file.name or "", data=file.read())
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        stored = file_out(kind.add_file(actor=actor, record=record, file=clean, at=at))
        response["Location"] = stored.url
        return Status(201, stored)


def _add_thread(router: Router, kind: RecordKind) -> None:
    @router.get(
        f"/{kind.collection}/{{ref}}/thread", response=Thread, operation_id=f"{kind.name}_thread"
    )
    @endpoint(permit=kind.permit, root=kind.root, also=(kind.read,) if kind.read else ())
    def thread(request: HttpRequest, record: Any) -> Thread:
        """Where the record came from, what it became, and its steps; without persons no steps."""
        actor = request.actor  # type: ignore[attr-defined]
        in_full = may(actor, kind.permit, record)
        nodes = thread_nodes.ask(actor, record) if in_full else []
        return thread_out([node_out(node) for node in nodes], whole_thread(actor, record))


def file_out(stored: Any) -> FileOut:
    """A file as the API shows it."""
    return FileOut(
        id=stored.id,
        name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        added_on=stored.on,
        url=FILE_ADDRESS.format(id=stored.id),
    )


def steps_now(kind: StepsKind, request: HttpRequest, record: Any) -> AvailableSteps:
    """What can happen with a record now, as far as the caller may see it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    choices = available_steps(record=record, actor=actor, at=at)
    return AvailableSteps(items=[_available(kind, choice) for choice in choices])


def told_in(root: type[Any], payload: StepBody) -> dict[str, Any]:
    """The fields of a step that was sent, and what was seen; of one taken on sight among its fields.

    Raises FieldsRefused when what was seen is no serial.
    """
    row, fields = binding_of(root).workflow.step(payload.step), dict(payload.fields)
    seen = payload.seen
    if row is not None and row.on_sight and SEEN in fields:
        seen = fields.pop(SEEN)
        if isinstance(seen, bool) or not isinstance(seen, int) or not 0 <= seen < MOST_SERIAL:
            raise FieldsRefused({SEEN: how_to_tell()})
    return {"fields": fields, "seen": seen}


def history_page(kind: StepsKind, actor: Actor, record: Any, asked: ListQuery) -> HistoryPage:
    """A page of the steps of a record that the caller has read through its guard."""
    after = read_cursor(asked.cursor) or 0
    rows = chain_of(kind.root).objects.of(record).filter(serial__gt=min(after, 2**31 - 1))
    found = list(rows.order_by("serial")[: asked.limit + 1])
    shown, more = found[: asked.limit], len(found) > asked.limit
    hidden = kind.hidden(actor, record)
    return HistoryPage(
        items=[_step(kind, row, hidden) for row in shown],
        next=write_cursor(shown[-1].serial) if more else None,
    )


def _step(kind: StepsKind, row: Any, hidden: frozenset[str]) -> HistoryStep:
    table = binding_of(kind.root).workflow
    step = next((one for one in table.steps if one.trail == row.code), None)
    return HistoryStep(
        serial=row.serial,
        step=step.name if step else None,
        code=row.code,
        label=str(step.label) if step else kind.title_of(row.code),
        from_state=row.from_state,
        to_state=row.to_state,
        at=row.at,
        whole_day=row.actor is None and not row.words.get("post"),
        **signed_by(row),
        note=row.words.get("note", ""),
        texts={k: v for k, v in row.words.items() if k not in (*WHO, "note", *hidden)},
        facts={k: v for k, v in row.facts.items() if k not in hidden},
    )


def _available(kind: StepsKind, choice: StepChoice) -> AvailableStep:
    return AvailableStep(
        name=choice.name,
        label=choice.label,
        allowed=choice.allowed,
        refusals=[{"code": one.code, "text": str(one)} for one in choice.refusals],  # type: ignore[misc]
        fields=[*(_field(kind, one) for one in choice.step.fields), *_seen(choice.step)],
    )


def _seen(step: Step) -> Iterator[StepFieldOut]:
    """What a step that is taken on sight asks beside its own fields."""
    if step.on_sight:
        yield StepFieldOut(
            name=SEEN,
            label=_("Up to which step you have seen the record"),
            kind="integer",
            required=True,
            help=how_to_tell(),
            choices=None,
        )


def _field(kind: StepsKind, asked: StepField) -> StepFieldOut:
    choices = None
    if asked.choices:
        listed = kind.choices_of(asked.choices).values()
        choices = [Choice(code=item.code, label=item.label) for item in listed]
    return StepFieldOut(
        name=asked.name,
        label=str(asked.label),
        kind=asked.kind,
        required=asked.required,
        help=str(asked.help),
        choices=choices,
    )


def node_out(node: ThreadNode) -> ThreadNodeOut:
    """A point on a thread as the API shows it."""
    names = ThreadNodeOut.model_fields
    return ThreadNodeOut(**{name: getattr(node, name) for name in names})
