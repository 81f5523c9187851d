"""The history of entries: who changed what and when, with their rows and links, kept by django-reversion."""
