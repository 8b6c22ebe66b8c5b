"""Files of somebody who stays anonymous: pictures only, under a name that tells nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from baken.core.files.content import IMAGES, CleanFile, safe_name
from baken.core.workflow.errors import FieldsRefused

PLAIN = "photo"


def nameless(files: Iterable[CleanFile]) -> list[CleanFile]:
    """The files under neutral names; a picture was made anew and holds nothing but what it shows.

    Raises FieldsRefused for any other file: a document may tell who wrote it.
    """
    kept = list(files)
    if any(file.content_type not in IMAGES for file in kept):
        text = _("A document may tell who made it. Stay anonymous with pictures only.")
        raise FieldsRefused({"files": text})
    return [replace(file, name=safe_name(PLAIN, file.content_type)) for file in kept]
