"""What can go wrong with experiments."""


class ExperimentError(Exception):
    """An experiment cannot be made as asked; the message says why and what to do."""

    exit_code = 1
    """What the command line leaves with."""


class WrongCallError(ExperimentError):
    """What was asked for makes no sense, whatever the runs would give."""

    exit_code = 2


class OtherVersionError(ExperimentError):
    """A store holds runs of another version of the model."""

    exit_code = 5
