"""Possible duplicates: found when an entry is added, and listed as pairs."""
