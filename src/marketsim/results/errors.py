"""What can go wrong with results."""


class ResultError(Exception):
    """A result cannot be written or read; the message says why and what to do."""
