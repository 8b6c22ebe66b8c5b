"""What the library holds over HTTP: every published version, and its file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import NamedQuery
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.contents import contents, name_words
from baken.rooms.library.queries.files import in_force, publications, source_of
from baken.rooms.library.schemas.texts import VersionOut, version_out

router = Router()


class ContentOut(VersionOut):
    """A published version, with its subject and how people know it."""

    subject: str = Field(description="`scoring`, `mandate`, `measures`, `lists` or `duties`.")
    title: str
    in_force: bool = Field(description="The newest version of its name.")


class ContentList(BaseModel):
    """Every published version, by subject."""

    items: list[ContentOut]
    next: None = None


class SourceQuery(NamedQuery):
    """Which file is asked for."""

    file: str = Field(max_length=100, description="`file` of a published version.")


@router.get("/library", response=ContentList, operation_id="library")
@endpoint(permit=READ_LIBRARY)
def library(request: HttpRequest) -> ContentList:
    """Every published version of what decisions rely on, older ones too."""
    newest = in_force()
    return ContentList(
        items=[
            ContentOut(
                **version_out(one).model_dump(),
                subject=code,
                title=name_words(one.name),
                in_force=one is newest[one.name],
            )
            for code, _title, held in contents()
            for name in [one.name for one in held]
            for one in publications().values()
            if one.name == name
        ]
    )


@router.get(
    "/library/source",
    response={200: str},
    operation_id="library_source",
    openapi_extra={"responses": {200: {"content": {"application/yaml": {}}}}},
)
@endpoint(permit=READ_LIBRARY)
def source(request: HttpRequest, asked: Query[SourceQuery]) -> HttpResponse:
    """A published version as its file holds it."""
    one = publications().get(asked.file)
    if one is None:
        raise Http404
    return HttpResponse(source_of(one), content_type="application/yaml; charset=utf-8")
