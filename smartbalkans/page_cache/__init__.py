"""Public pages that a process keeps in front of Django, as long as they are right (docs/decisions/0028).

`wrapper` is the WSGI application, and `requests` decides what it may keep. `versions` reads before every
answer what has changed, `store` keeps the pages in bounded memory, and `pages` sends them.
"""

from smartbalkans.page_cache.counts import counters

__all__ = ["counters"]
