"""What can go wrong with experiments."""


class ExperimentError(Exception):
    """An experiment cannot be made as asked; the message says why and what to do."""
