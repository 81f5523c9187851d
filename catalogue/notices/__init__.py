"""Notices to staff: on the first page of the back office, and by mail where that is possible."""
