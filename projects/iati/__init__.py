"""Projects and core grants as activities of the IATI standard 2.03 (iatistandard.org, activity standard).

What the standard requires of a grant is in `organisations.standards`. What else is unknown, and how the file
states it, is in docs/decisions/0009-standard-formats.md.
"""

from projects.iati.files import pieces

__all__ = ["pieces"]
