"""Finds slugs that are nearly like one that is not there, for it may be a slip of the pen."""

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

MOST_SLIPS = 2  # letters put in, left out or changed
_DIGITS = str.maketrans("", "", "0123456789")


def near_slugs(slug: str, slugs: list[str]) -> list[str]:
    """Give the nearest of the slugs, if it is near. Those that differ in a number alone are others."""
    found = process.extract(
        slug,
        slugs,
        scorer=Levenshtein.distance,
        score_cutoff=MOST_SLIPS if len(slug) > 5 else 1,
        limit=3,
    )
    plain = slug.translate(_DIGITS)
    return [near for near, _distance, _place in found if near.translate(_DIGITS) != plain][:1]
