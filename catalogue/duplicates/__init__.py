"""Entries that may be the same one, entered twice: found when one is added, and in a report."""
