"""A signed time stamp, by which a form without a cookie proves that it came from this portal, and when.

It changes once an hour, so that the page with the form can be kept and compared like any other.
"""

import time

from django.core.signing import BadSignature, TimestampSigner, b62_encode

CHANGES_EVERY = 3600  # seconds
VALID_FOR = 24 * 3600
PURPOSE = "report"


class HourSigner(TimestampSigner):
    def timestamp(self):
        return b62_encode(int(time.time()) // CHANGES_EVERY * CHANGES_EVERY)


signer = HourSigner(salt="smartbalkans.contact")


def make_stamp() -> str:
    return signer.sign(PURPOSE)


def is_valid_stamp(stamp: str) -> bool:
    """Return whether the portal made the stamp, and less than a day ago."""
    try:
        return signer.unsign(stamp, max_age=VALID_FOR) == PURPOSE
    except BadSignature:
        return False
