"""Unsaved changes of forms in the back office, kept while a person types."""
