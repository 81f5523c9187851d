"""What ends the reading of a file at once."""


class Refusal(Exception):
    """The file cannot be read at all; the message says why, and what to do."""
