"""Addresses of logging in and out, and of one's own account."""

from django.urls import path

from baken.core.accounts.views import (
    apps,
    confirming,
    outside,
    own,
    passkeys,
    password,
    preferences,
    second_step,
    sessions,
    straight,
    tokens,
)

app_name = "accounts"
urlpatterns = [
    path("inloggen", straight.log_in, name="login"),
    path("inloggen/tweede-stap", second_step.second_step, name="second-step"),
    path("inloggen/passkey", passkeys.log_in, name="passkey-login"),
    path("inloggen/passkey/vraag", passkeys.asked, name="passkey-question"),
    path("inloggen/organisatie", outside.leave, name="outside"),
    path("inloggen/organisatie/terug", outside.back, name="outside-back"),
    path("uitloggen", straight.log_out, name="logout"),
    path("account", own.overview, name="own"),
    path("account/bevestigen", confirming.confirm_page, name="confirm"),
    path("account/bevestigd", confirming.confirmed, name="confirmed"),
    path("account/app", apps.set_up, name="app"),
    path("account/app/verwijderen", apps.remove, name="app-remove"),
    path("account/herstelcodes", apps.recovery_codes, name="recovery"),
    path("account/passkeys/nieuw", passkeys.add, name="passkey-add"),
    path("account/passkeys/nieuw/vraag", passkeys.creation_asked, name="passkey-creation"),
    path("account/passkeys/verwijderen", passkeys.remove, name="passkey-remove"),
    path("account/wachtwoord", password.change, name="password"),
    path("account/voorkeuren", preferences.preferences, name="preferences"),
    path("account/sessies", sessions.listed, name="sessions"),
    path("account/sessies/beeindigen", sessions.end, name="session-end"),
    path("account/tokens", tokens.listed, name="tokens"),
    path("account/tokens/intrekken", tokens.revoke, name="token-revoke"),
]
