"""Settings of Baken: all from the environment, listed in docs/settings.md."""

from __future__ import annotations

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from baken.core.records.mail_addresses import is_mail_address

PACKAGE = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """A setting as text; with ``_FILE`` added, the name of a file that holds it."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {problem.strerror}."
            ) from None
    return os.environ.get(name, default)


def yes(name: str, default: bool = False) -> bool:
    """A setting as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in ("yes", "no", "true", "false", "1", "0"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in ("yes", "true", "1")


def number(name: str, default: int) -> int:
    """A setting as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def minutes(name: str, default: int, fewest: int, most: int) -> int:
    """A setting as a number of minutes between two bounds."""
    value = number(name, default)
    if not fewest <= value <= most:
        raise ImproperlyConfigured(f"{name} must lie between {fewest} and {most}, not {value}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A setting as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """A setting that is one of a few words; the first is the default."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def secret(home: Path, demo: bool) -> str:
    """The secret key: given, or in the demo made once and kept in the data folder."""
    given = text("BAKEN_SECRET_KEY")
    if given:
        return given
    if not demo:
        raise ImproperlyConfigured(
            "BAKEN_SECRET_KEY is missing. Make one with `openssl rand -hex 32` and give it as"
            " BAKEN_SECRET_KEY or put it in a file named by BAKEN_SECRET_KEY_FILE."
        )
    kept = home / "demo-secret"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def mail_must_be_whole(host: str, sender: str, address: str) -> None:
    """Stop the start when mails would lack a sender, or lead to an address that is none."""
    if host and not is_mail_address(parseaddr(sender)[1]):
        raise ImproperlyConfigured("BAKEN_MAIL_HOST is set: give the sender as BAKEN_MAIL_FROM.")
    if (host or address) and not address.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            "Give the whole address that mails and posters lead to as BAKEN_PUBLIC_URL, such as"
            " https://baken.example.org."
        )


HOME = Path(text("BAKEN_HOME", "var")).resolve()
DEMO = yes("BAKEN_DEMO")
DEBUG = False
SECRET_KEY = secret(HOME, DEMO)
ALLOWED_HOSTS = words("BAKEN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("BAKEN_ORIGINS")
HTTPS = yes("BAKEN_HTTPS", default=not DEMO)
ADDRESS = text("BAKEN_ADDRESS", "127.0.0.1")
PORT = number("BAKEN_PORT", 8000)
CONTACT_EMAIL = text("BAKEN_CONTACT_EMAIL")
INTEGRITY_URL = text("BAKEN_INTEGRITY_URL")
CLOCK_SHIFT_HOURS = number("BAKEN_CLOCK_SHIFT_HOURS", 0)
FILES_ROOT = Path(text("BAKEN_FILES", str(HOME / "files")))
ROLES_FILE = Path(text("BAKEN_ROLES", str(PACKAGE / "site" / "roles.yaml")))
DUTIES_FILE = text("BAKEN_DUTIES")
ROUTES_FILE = Path(
    text(
        "BAKEN_ROUTES",
        str(PACKAGE / "rooms" / "library" / "data" / "routing" / "default.yaml"),
    )
)
LAYOUTS_FOLDER = Path(text("BAKEN_LAYOUTS", str(HOME / "layouts")))
UNIT_MODEL = "org.Unit"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "baken.core.records",
    "baken.core.trail",
    "baken.core.events",
    "baken.core.links",
    "baken.core.files",
    "baken.core.search",
    "baken.core.lists",
    "baken.core.rollups",
    "baken.core.export",
    "baken.core.api",
    "baken.core.accounts",
    "baken.core.page",
    "baken.core.papers",
    "baken.rooms.org",
    "baken.rooms.library",
    "baken.rooms.notices",
    "baken.rooms.consultation",
    "baken.rooms.sheets",
    "baken.rooms.assessments",
    "baken.rooms.measures",
    "baken.rooms.register",
    "baken.rooms.reports",
    "baken.rooms.insight",
    "baken.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "baken.site.middleware.SafetyHeaders",
    "baken.core.api.middleware.ApiAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "baken.core.accounts.backend.SessionAccount",
    "django.contrib.messages.middleware.MessageMiddleware",
    "baken.core.accounts.middleware.SessionWatch",
    "baken.site.middleware.ActorOfRequest",
    "baken.site.middleware.PlainAddresses",
]

ROOT_URLCONF = "baken.site.urls"
WSGI_APPLICATION = "baken.site.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["baken.core.accounts.backend.SessionBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "site:home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "baken.site.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "baken.core.page.renderer.FormRenderer"


def database(url: str = "") -> dict[str, Any]:
    """The database of an address, else of DATABASE_URL, else an embedded one in the data folder."""
    url = url or text("DATABASE_URL") or f"sqlite:///{HOME / 'baken.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # A connection plans by what was known of the content when it was opened: see learn_content.
        found["CONN_MAX_AGE"] = 3600
        found["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
            ),
        }
    else:
        # Many short questions: starting helpers or a compiler costs more than it brings. Measured
        # in docs/decisions/2026-11-23-unit-and-owner-unit.md.
        quick = "-c max_parallel_workers_per_gather=0 -c jit=off"
        found["OPTIONS"] = {"options": quick, **found.get("OPTIONS", {})}
    return found


DATABASES = {"default": database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = text("BAKEN_TIME_ZONE", "Europe/Amsterdam")
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "baken_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAIL_HOST = text("BAKEN_MAIL_HOST")
MAIL_PORT = number("BAKEN_MAIL_PORT", 587)
MAIL_TLS = one_of("BAKEN_MAIL_TLS", ("starttls", "tls", "none"))
MAIL_USER = text("BAKEN_MAIL_USER")
MAIL_PASSWORD = text("BAKEN_MAIL_PASSWORD")
MAIL_FROM = text("BAKEN_MAIL_FROM")
MAIL_DOMAINS = words("BAKEN_MAIL_DOMAINS")
PUBLIC_URL = text("BAKEN_PUBLIC_URL")
mail_must_be_whole(MAIL_HOST, MAIL_FROM, PUBLIC_URL)

MOST_UPLOAD_BYTES = 50 * 1024 * 1024

SESSION_ENGINE = "baken.core.accounts.sessions"
SESSION_IDLE_MINUTES = number("BAKEN_SESSION_IDLE_MINUTES", 120)
CONFIRM_MINUTES = number("BAKEN_CONFIRM_MINUTES", 5)
KIOSK_SECONDS = max(20, number("BAKEN_KIOSK_SECONDS", 60))
ADMINISTRATION_MINUTES = minutes("BAKEN_ADMINISTRATION_MINUTES", 60, 5, 720)
SECOND_FACTOR = one_of(
    "BAKEN_SECOND_FACTOR",
    ("never", "own", "required") if DEMO else ("own", "required", "never"),
)
PASSKEY_DOMAIN = text("BAKEN_PASSKEY_DOMAIN")
OIDC_ISSUER = text("BAKEN_OIDC_ISSUER")
OIDC_CLIENT_ID = text("BAKEN_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = text("BAKEN_OIDC_CLIENT_SECRET")
OIDC_CLAIM = text("BAKEN_OIDC_CLAIM", "preferred_username")
OIDC_SCOPES = text("BAKEN_OIDC_SCOPES", "openid profile")
OIDC_NAME = text("BAKEN_OIDC_NAME", "Single sign-on")
SESSION_COOKIE_NAME = "baken_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "baken_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "baken.site.views.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if yes("BAKEN_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"refusals": {"()": "baken.site.logs.RefusalsInOneLine"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["stderr"], "level": text("BAKEN_LOG_LEVEL", "WARNING")},
}
