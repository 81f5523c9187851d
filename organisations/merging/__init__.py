"""Merging two entries for one organisation, with everything that refers to them."""
