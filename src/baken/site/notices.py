"""The notices that the site itself gives: what was done to the account of whoever is told."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.queries import declare_notice as declare_any_notice

declare_notice = partial(declare_any_notice, group="posts")

TOKEN_MADE = declare_notice(
    "site.token_made", _("A token was made that gives programs access with your account.")
)

# What the holder of an account reads, by the act (core.accounts.traces).
OF_ACTS = {
    "token_made": TOKEN_MADE,
    "token_revoked": declare_notice(
        "site.token_revoked", _("A token for programs with your account was withdrawn.")
    ),
    "app_added": declare_notice(
        "site.app_added", _("An app for codes was set up for your account.")
    ),
    "app_removed": declare_notice(
        "site.app_removed", _("The app for codes of your account was removed.")
    ),
    "passkey_added": declare_notice(
        "site.passkey_added", _("A passkey was added to your account.")
    ),
    "passkey_removed": declare_notice(
        "site.passkey_removed", _("A passkey of your account was removed.")
    ),
    "recovery_made": declare_notice(
        "site.recovery_made", _("New recovery codes were made for your account.")
    ),
    "recovery_used": declare_notice(
        "site.recovery_used", _("A recovery code of your account was used.")
    ),
    "second_factor_removed": declare_notice(
        "site.second_factor_removed",
        _("An administrator removed the app and the passkeys of your account."),
    ),
    "password_changed": declare_notice(
        "site.password_changed", _("The password of your account was changed.")
    ),
    "sessions_ended": declare_notice(
        "site.sessions_ended", _("Your account was logged out on another device.")
    ),
    "mail_address_changed": declare_notice(
        "site.mail_address_changed", _("The address to which mails for you go was changed.")
    ),
    "outside_bound": declare_notice(
        "site.outside_bound", _("Your account was tied to the log-in of your organisation.")
    ),
    "service_made": declare_notice(
        "site.service_made", _("A service account was made that you answer for.")
    ),
    "service_closed": declare_notice(
        "site.service_closed", _("A service account that you answer for was closed.")
    ),
    "administration_opened": declare_notice(
        "site.administration_opened",
        _("An administration session was opened with your account or a service you answer for."),
    ),
    "administration_closed": declare_notice(
        "site.administration_closed",
        _("An administration session with your account or a service you answer for was ended."),
    ),
}
