"""The notices that the site itself gives."""

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.queries import declare_notice

TOKEN_MADE = declare_notice(
    "site.token_made", _("A token was made that gives programs access with your account.")
)
