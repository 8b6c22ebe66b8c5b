"""The forms of logging in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ONE_TIME = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}


class LoginForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(attrs={**ONE_TIME, "autofocus": True}),
    )


class AppForm(forms.Form):
    """The first code of a new app, with the secret it was shown, enciphered."""

    sealed = forms.CharField(max_length=400, widget=forms.HiddenInput())
    code = forms.CharField(
        label=_("Code from the app"),
        help_text=_("Six digits. They change every half minute."),
        max_length=20,
        widget=forms.TextInput(attrs={**ONE_TIME, "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """A name for a new passkey, and what the device answered."""

    label = forms.CharField(
        label=_("Name"),
        help_text=_("So that you recognise it later, such as: my phone."),
        max_length=60,
    )
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput())


class PreferencesForm(forms.Form):
    """The language, and whether letters alone are commands."""

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of the pages, and of mails to you."),
        choices=lambda: settings.LANGUAGES,
    )
    single_keys = forms.BooleanField(
        label=_("Single keys are shortcuts, such as / and n"),
        help_text=_(
            "Switch this off when you speak to your device, or press keys by accident. The keys with"
            " Ctrl keep working."
        ),
        required=False,
    )


class PasswordForm(forms.Form):
    """The present password and the new one, twice."""

    present = forms.CharField(
        label=_("Your present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    fresh = forms.CharField(
        label=_("New password"),
        help_text=_("At least twelve signs. A few words in a row are easy to remember."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_fresh(self) -> str:
        """A password that is long enough and not known to everybody."""
        fresh: str = self.cleaned_data["fresh"]
        validate_password(fresh, self.account)
        return fresh

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        given: dict[str, Any] = super().clean() or {}
        if "fresh" in given and "again" in given and given["fresh"] != given["again"]:
            self.add_error("again", ValidationError(_("This is not the same as above.")))
        return given
