"""Projects and core grants as activities of the IATI standard 2.03 (iatistandard.org, activity standard).

An activity needs a start date. Nothing is invented, so a project or core grant without one is not in the
file: `missing_facts` names what it lacks. What else is unknown, and how the file states it, is in
docs/decisions/0009-standard-formats.md.
"""

from projects.iati.activities import keys, missing_facts
from projects.iati.files import pieces

__all__ = ["keys", "missing_facts", "pieces"]
