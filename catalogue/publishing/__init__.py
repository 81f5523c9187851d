"""The status of entries: the transitions from draft to public and back, previews and redirects."""
