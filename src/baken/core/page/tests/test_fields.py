"""A field ties label, help, error and control together, whatever its widget."""

from typing import Any

from django import forms
from django.template import Context, Template
from django.utils import translation


class ReportForm(forms.Form):
    """One field of every shape."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    story = forms.CharField(
        label="What happened?",
        help_text="In your own words",
        widget=forms.Textarea(attrs={"class": "own"}),
    )
    place = forms.CharField(label="Place", required=False)
    identity = forms.ChoiceField(
        label="How",
        choices=[("", "-"), ("named", "By name"), ("anonymous", "Anonymous")],
        widget=forms.RadioSelect,
    )
    subjects = forms.MultipleChoiceField(
        choices=[("a", "Axles")], required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(choices=[("a", "A")])
    photo = forms.FileField(required=False)
    copy = forms.BooleanField(label="Keep me posted", required=False)


ReportForm.base_fields["identity"].choice_help = {"anonymous": "You get a code"}  # type: ignore[attr-defined]


def draw(
    name: str, form: forms.Form | None = None, tag: str = "field form_field", **extra: Any
) -> str:
    """Renders one field of the form in English, with runs of white space made one."""
    form = form or ReportForm()
    context = Context({"form": form, "form_field": form[name]} | extra)
    with translation.override("en"):
        return " ".join(Template("{% load components %}{% " + tag + " %}").render(context).split())


def test_field_of_text_is_described_by_help_and_description() -> None:
    html = draw("story", tag='field form_field description="No names"')
    assert 'aria-describedby="id_story_help id_story_description"' in html
    assert 'class="utrecht-textarea utrecht-textarea--html-textarea own"' in html


def test_field_with_error_is_invalid_and_described_by_it() -> None:
    form = ReportForm({"story": ""})
    html = draw("story", form)
    assert 'aria-describedby="id_story_help id_story_error" aria-invalid="true"' in html
    assert '<div class="baken-field__error" id="id_story_error">' in html


def test_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in draw("place")


def test_field_of_choices_is_a_group_of_tiles_without_the_empty_one() -> None:
    html = draw("identity")
    assert 'role="radiogroup"' in html
    assert html.count('<label class="baken-tile">') == 2
    assert '<span class="baken-tile__help">You get a code</span>' in html


def test_field_of_choices_with_error_marks_every_tile() -> None:
    assert draw("identity", ReportForm({})).count('aria-invalid="true"') == 3


def test_field_of_each_other_widget_has_its_own_shape() -> None:
    shapes = {
        "key": '<input type="hidden"',
        "subjects": 'id="id_subjects_0" class="utrecht-checkbox',
        "kind": 'class="utrecht-select',
        "photo": 'data-preview="id_photo_preview"',
        "copy": "baken-tile--single",
    }
    assert {name: shape in draw(name) for name, shape in shapes.items()} == dict.fromkeys(
        shapes, True
    )


def test_error_summary_links_each_error_to_its_field() -> None:
    form = ReportForm({"kind": "a", "identity": ""})
    form.add_error(None, "Already sent")
    html = draw("story", form, tag="error_summary form")
    assert "3 things need your attention" in html
    assert '<a href="#id_story">What happened? This field is required.</a>' in html
    assert '<a href="#id_identity_0">How: This field is required.</a>' in html
    assert "<li>Already sent</li>" in html


def test_error_summary_of_a_good_form_is_empty() -> None:
    assert draw("story", tag="error_summary form") == ""


def test_filter_bar_draws_every_field_and_a_way_back() -> None:
    html = draw("place", tag='filter_bar form clear_url="/all"')
    assert ('name="place"' in html, 'href="/all"' in html) == (True, True)


def test_field_with_a_choice_made_beforehand_is_not_called_optional() -> None:
    class DangerForm(forms.Form):
        danger = forms.ChoiceField(
            choices=[("no", "No"), ("yes", "Yes")],
            initial="no",
            required=False,
            widget=forms.RadioSelect,
        )

    html = draw("danger", DangerForm())
    assert ("(optional)" in html, "baken-tiles--few" in html) == (False, True)


def test_field_that_must_be_filled_in_is_not_called_optional() -> None:
    assert "(optional)" not in draw("place", tag="field form_field must=True")


def test_field_of_many_choices_as_chips_has_a_box_to_find_one() -> None:
    class ManyForm(forms.Form):
        few = forms.MultipleChoiceField(
            choices=[("a", "A")], required=False, widget=forms.CheckboxSelectMultiple
        )
        many = forms.MultipleChoiceField(
            choices=[(str(n), f"Number {n}") for n in range(30)],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    boxes = {
        name: 'data-find="id_' in draw(name, ManyForm(), tag="field form_field chips=True")
        for name in ("few", "many")
    }
    assert boxes == {"few": False, "many": True}


def test_filter_bar_opens_its_fold_when_something_in_it_is_set() -> None:
    folded = draw("place", tag="filter_bar form")
    opened = draw("place", ReportForm({"copy": "on"}), tag="filter_bar form")
    assert ("baken-filters__more" in folded, "<details" in folded) == (True, True)
    assert ('baken-filters__more" open>' in folded, 'baken-filters__more" open>' in opened) == (
        False,
        True,
    )
