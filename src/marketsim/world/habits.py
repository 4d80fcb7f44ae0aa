"""How far somebody's use has gone, told from the days with use: for those who begin again after abstinence."""

REGULAR_FROM = 60
"""Days with use from which somebody who begins again is a regular user (assumed: a year of weekly use)."""
