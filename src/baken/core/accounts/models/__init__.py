"""The tables of core.accounts."""

from baken.core.accounts.models.account import Account, AccountManager, ApiToken, LoginFailure
from baken.core.accounts.models.administration import Administration
from baken.core.accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode
from baken.core.accounts.models.outside import OutsideIdentity
from baken.core.accounts.models.session import Session

__all__ = [
    "Account",
    "AccountManager",
    "Administration",
    "ApiToken",
    "AuthenticatorApp",
    "LoginFailure",
    "OutsideIdentity",
    "Passkey",
    "RecoveryCode",
    "Session",
]
