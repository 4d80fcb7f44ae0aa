"""What can go wrong with a report."""


class ReportError(Exception):
    """There is nothing that can be reported, or nowhere to; the message says why and what to do."""
