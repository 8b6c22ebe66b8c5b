"""What the field component needs to know about a bound form field: its shape and its wiring for
screen readers.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

CONTROL_CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "tiles": "utrecht-radio-button utrecht-radio-button--html-input",
    "boxes": "utrecht-checkbox utrecht-checkbox--html-input",
    "file": "baken-file",
    "hidden": "",
    "text": "utrecht-textbox utrecht-textbox--html-input",
}


MOST_FEW = 5
MOST_SIGNS = 8
MANY = 24


@dataclass(frozen=True)
class Tile:
    """One choice of a radio or checkbox group: its control, its label and an optional line of
    help.
    """

    control: SafeString
    label: str
    help: str


@dataclass(frozen=True)
class FieldView:
    """A bound field ready for the template; `kind` is one of the keys of CONTROL_CLASSES."""

    bound: BoundField
    kind: str
    label: str
    optional: bool
    help: str
    description: str
    errors: list[str]
    described_by: str
    control: SafeString | str = ""
    tiles: list[Tile] = field(default_factory=list)

    @property
    def is_few(self) -> bool:
        """A handful of short choices, which fit beside each other on a phone."""
        short = (len(tile.label) <= MOST_SIGNS and not tile.help for tile in self.tiles)
        return self.kind == "tiles" and len(self.tiles) <= MOST_FEW and all(short)

    @property
    def is_many(self) -> bool:
        """More choices than one sees at a glance: a box to find one helps."""
        return len(self.tiles) > MANY


def kind_of(widget: forms.Widget) -> str:
    """The shape of the control a widget asks for; anything unknown is a text box."""
    shapes: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "boxes"),
        (forms.RadioSelect, "tiles"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    if widget.is_hidden:
        return "hidden"
    return next((kind for shape, kind in shapes if isinstance(widget, shape)), "text")


def field_view(bound: BoundField, label: str = "", description: str = "") -> FieldView:
    """Everything the field template shows of `bound`.

    `label` replaces the field's own; `description` is a second line of explanation below the help
    text. A choice field may carry `choice_help`, a mapping from value to one line shown in its
    tile.
    """
    kind = kind_of(bound.field.widget)
    help_text, errors = str(bound.help_text), [str(error) for error in bound.errors]
    parts = (("_help", help_text), ("_description", description), ("_error", errors))
    described_by = " ".join(f"{bound.auto_id}{end}" for end, there in parts if there)
    grouped = kind in ("tiles", "boxes")
    attrs = {"class": CONTROL_CLASSES[kind]} | (
        {} if grouped else wiring_of(bound, described_by, kind)
    )
    preset = kind == "tiles" and bound.value() not in (None, "")
    return FieldView(
        bound=bound,
        kind=kind,
        label=label or str(bound.label),
        optional=not bound.field.required and kind != "checkbox" and not preset,
        help=help_text,
        description=description,
        errors=errors,
        described_by=described_by,
        control="" if grouped else bound.as_widget(attrs=merged(bound, attrs)),
        tiles=tiles_of(bound, attrs) if grouped else [],
    )


def wiring_of(bound: BoundField, described_by: str, kind: str) -> dict[str, Any]:
    """The attributes that tie a single control to its help and error, and a file control to its
    preview.
    """
    attrs: dict[str, Any] = {"aria-describedby": described_by} if described_by else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind == "file":
        attrs["data-preview"] = f"{bound.auto_id}_preview"
    return attrs


def merged(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    """`attrs` with the classes that the form's author gave the widget kept behind ours."""
    own = str(bound.field.widget.attrs.get("class", ""))
    return attrs | {"class": f"{attrs['class']} {own}".strip() or None}


def tiles_of(bound: BoundField, attrs: dict[str, Any]) -> list[Tile]:
    """The choices of a radio or checkbox group, the empty choice left out."""
    helps = getattr(bound.field, "choice_help", {})
    classes = {"class": attrs["class"]} | ({"aria-invalid": "true"} if bound.errors else {})
    tiles = []
    for choice in bound.subwidgets:
        value = choice.data["value"]
        if value in ("", None):
            continue
        data = choice.data | {"attrs": choice.data["attrs"] | classes}
        control = BoundWidget(choice.parent_widget, data, choice.renderer).tag()
        tiles.append(
            Tile(
                control, str(choice.choice_label), str(helps.get(str(value), helps.get(value, "")))
            )
        )
    return tiles


def first_control_id(bound: BoundField) -> str:
    """The id of the control an error should lead to: of a group its first choice."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def named_error(bound: BoundField, error: object) -> str:
    """An error with the label of its field before it, for a list away from the field."""
    label = str(bound.label)
    return f"{label}{' ' if label[-1:] in '?!.:' else ': '}{error}"
