"""Figures, one a file. They are drawn from tables and know nothing of runs."""
