"""Policies and shocks, one kind a file: `<kind>.py` is found by its name and needs no list to be edited."""
