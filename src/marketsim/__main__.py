"""`python -m marketsim` is `marketsim`."""

from marketsim.cli.main import app

app()
