"""An authenticator app for tests: RFC 6238 with its defaults (SHA-1, half a minute, six digits)."""

import base64
import hashlib
import hmac
import secrets
import struct
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator


def code_now(secret: str) -> str:
    """Return the code that the app shows for the secret now."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    value = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{value % 10**6:06}"


def set_up_app(user) -> str:
    """Add an authenticator app and recovery codes to a user and return the secret of the app."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    encrypt = get_adapter().encrypt
    codes = {"seed": encrypt(secrets.token_hex(40)), "used_mask": 0}
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(secret)})
    Authenticator.objects.create(user=user, type="recovery_codes", data=codes)
    return secret


def recovery_codes_of(user) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
