"""The portal's settings. Values that differ between installations are environment variables."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from smartbalkans import environment

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = environment.folder("STATE_DIR", default=BASE_DIR / "var")

DEBUG = environment.flag("DEBUG")
PUBLIC_HOSTS = environment.hosts()
ALLOWED_HOSTS = [*PUBLIC_HOSTS, "localhost", "127.0.0.1", "[::1]"]
SECRET_KEY = environment.secret_key(required=bool(PUBLIC_HOSTS))
# Former keys: what they signed (sessions, preview links) stays valid while the key is replaced.
SECRET_KEY_FALLBACKS = environment.names("SECRET_KEY_FALLBACKS")

INSTALLED_APPS = [
    "smartbalkans.apps.SmartBalkansConfig",
    "smartbalkans.apps.BackOfficeConfig",
    "smartbalkans.accounts",
    "smartbalkans.contact",
    "catalogue",
    "organisations",
    "projects",
    "trainings",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "import_export",
    "reversion",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

# The number of proxies that state the client's address and scheme (docs/decisions/0014).
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES")

MIDDLEWARE = [
    "smartbalkans.forwarded.forwarded_middleware",
    "smartbalkans.permissions_policy.permissions_policy_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "smartbalkans.accounts.middleware.back_office_middleware",
    "smartbalkans.edit_links.edit_link_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "smartbalkans.first_view.FirstViewMiddleware",
    "smartbalkans.page_cache.middleware.database_error_middleware",
]

ROOT_URLCONF = "smartbalkans.urls"
WSGI_APPLICATION = "smartbalkans.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates of the project

DATABASES = {"default": environment.database(STATE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "smartbalkans.accounts.passwords.SimilarToNameValidator"},
    {"NAME": "smartbalkans.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "smartbalkans.accounts.passwords.KnownPasswordValidator"},
    {"NAME": "smartbalkans.accounts.passwords.DigitsValidator"},
    {"NAME": "smartbalkans.accounts.passwords.GuessableWordsValidator"},
    {"NAME": "smartbalkans.accounts.passwords.RepeatedCharactersValidator"},
]

# Failed logins are counted where all workers and machines share them (docs/decisions/0014).
CACHE_URL = environment.text("CACHE_URL")
CACHES = {
    "default": environment.cache(CACHE_URL),
    # Cards and texts of entries in the memory of each process, a kilobyte each at the mean.
    "entries": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "entries",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADDRESS = "/admin/account/"
ACCOUNT_ADAPTER = "smartbalkans.accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "smartbalkans.accounts.forms.StaffLoginForm",
    "reauthenticate": "smartbalkans.accounts.forms.StaffConfirmationForm",
    "change_password": "smartbalkans.accounts.forms.StaffChangePasswordForm",
    "reset_password": "smartbalkans.accounts.forms.StaffResetPasswordForm",
    "reset_password_from_key": "smartbalkans.accounts.forms.StaffResetPasswordKeyForm",
}
# Failures per address, and per account from any address (docs/decisions/0014).
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,60/h/ip,5/5m/key",
    "login": "30/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "10/m/ip,5/h/key",
    "reset_password_from_key": "10/m/ip",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # only staff get mail

# Without it, a password alone gives access to the back office.
MFA_REQUIRED = environment.flag("MFA_REQUIRED", default=True)
MFA_ADAPTER = "smartbalkans.accounts.adapters.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "SMART Balkans"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_FORMS = {
    "authenticate": "smartbalkans.accounts.forms.StaffAuthenticateForm",
    "reauthenticate": "smartbalkans.accounts.forms.StaffReauthenticateForm",
    "activate_totp": "smartbalkans.accounts.forms.StaffActivateTOTPForm",
    "authenticate_webauthn": "smartbalkans.accounts.forms.StaffAuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "smartbalkans.accounts.forms.StaffReauthenticateWebAuthnForm",
    "add_webauthn": "smartbalkans.accounts.forms.StaffAddWebAuthnForm",
}

# Public pages that each process keeps (docs/decisions/0028): bytes, for how long the version of the data that
# was read is trusted, and how old a page may be while the database is away.
PAGE_CACHE_BYTES = environment.number("PAGE_CACHE_BYTES", default=0 if DEBUG else 64 * 1024 * 1024)
PAGE_CACHE_LEASE = environment.seconds("PAGE_CACHE_LEASE")
PAGE_CACHE_STALE = environment.seconds("PAGE_CACHE_STALE", default=600)

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["smartbalkans.formats"]
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/Sarajevo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = environment.path("STATIC_DIR", default=STATE_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_STORAGE = environment.text("MEDIA_STORAGE")  # an object store instead of the folder
MEDIA_ROOT = STATE_DIR / "media"
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # a web server reads them, which may not read the database
STORAGES = {
    "default": environment.media_storage(MEDIA_STORAGE),
    "staticfiles": {"BACKEND": "smartbalkans.static_files.JoiningStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# The limits of an imported file.
IMPORT_MOST_BYTES = 20_000_000
IMPORT_MOST_ENTRIES = 20_000
IMPORT_MOST_ROWS = 200_000  # in all of its sheets

# The programme's identifiers in feeds, calendars and the standard formats (docs/decisions/0009, 0019).
IDENTIFIER_PREFIX = environment.identifier_prefix()
THREESIXTYGIVING_PREFIX = environment.threesixtygiving_prefix()
IATI_ORGANISATION_REF = environment.iati_organisation_reference()

# Pages load only from the portal itself, without inline scripts. Only the first page of a visit has inline
# styles, and their hash in its own header (docs/decisions/0004).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# A project may have MAX_ROWS rows of four kinds, "Add from text" several fields for each of forty pages.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# A session expires a working day after the last activity, and is written at most every five minutes.
SESSION_COOKIE_AGE = 9 * 3600
SESSION_RENEWED_EVERY = 5 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "smartbalkans.accounts.unsaved_form.csrf_failure"

SECURE_REDIRECT_EXEMPT = [r"^(healthz|livez|readyz|metrics)$"]
HTTPS = environment.flag("HTTPS", default=bool(PUBLIC_HOSTS))
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Whether all subdomains have certificates, and whether browsers list the domain, its owner decides.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Mail (docs/decisions/0030). Without a server the portal sends none, and prints that of errors.
mail_server = environment.mail_server()
SENDS_MAIL = mail_server is not None
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if mail_server:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server
EMAIL_TIMEOUT = 5
EMAIL_SUBJECT_PREFIX = "[SMART Balkans portal] "

# Errors are mailed to these addresses, and reported to Sentry (smartbalkans/monitoring).
ADMINS = environment.admins()
PUBLIC_HOST = PUBLIC_HOSTS[0].lstrip(".") if PUBLIC_HOSTS else "localhost"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mail_sender(
    default=ADMINS[0][1] if ADMINS else f"portal@{PUBLIC_HOST}"
)
# What links in mail begin with. `manage.py demo` sets DEMO_PORT.
LOCAL_HOST = f"localhost:{environment.number('DEMO_PORT', default=8000)}"
PORTAL_ADDRESS = f"{'https' if HTTPS else 'http'}://{PUBLIC_HOST if PUBLIC_HOSTS else LOCAL_HOST}"
SENTRY_DSN = environment.text("SENTRY_DSN")
METRICS_TOKEN = environment.metrics_token()

LOG_FORMAT = environment.choice("LOG_FORMAT", "text", "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "smartbalkans.monitoring.logs.JSONFormatter"},
    },
    "filters": {
        "one_line": {"()": "smartbalkans.database_errors.OneLineFilter"},
        "new": {"()": "smartbalkans.monitoring.mail.NewErrorFilter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["one_line"]},
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["new"],
            "reporter_class": "smartbalkans.monitoring.mail.TracebackReporter",
        },
    },
    # The console's filter shortens records, so mail comes first.
    "root": {"handlers": ["mail", "console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["mail", "console"], "level": "INFO", "propagate": False},
        "smartbalkans.login": {"level": "INFO"},
        "smartbalkans.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
