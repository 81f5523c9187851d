"""The history of entries, with their rows and links, kept in django-reversion's tables."""
