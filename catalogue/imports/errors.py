"""Errors that end the reading of a file."""


class UnreadableFile(Exception):
    """The file cannot be read at all; the message says why and what to do."""
