"""What can go wrong with figures."""


class FigureError(Exception):
    """A figure cannot be drawn from what it was given; the message says why and what to do."""


class UnknownChoiceError(FigureError):
    """An outcome, measure, domain or year was asked for that there is not."""

    exit_code = 2
