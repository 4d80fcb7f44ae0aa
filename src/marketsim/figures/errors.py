"""What can go wrong with figures."""


class FigureError(Exception):
    """A figure cannot be drawn from what it was given; the message says why and what to do."""
