"""Proposed versions: changes of published entries that wait until a publisher publishes them."""
