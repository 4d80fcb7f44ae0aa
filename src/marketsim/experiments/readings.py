"""The two readings of the rise in detentions from 2021 to 2023 under which every policy is ranked."""

SHARE = "parameters.attribution.threshold_share"
READINGS = {"all capacity": 0.0, "all threshold": 1.0}
BOTH = "both readings"
DRAWN = "as drawn"
"""Between both readings in a straight line, at the share of the threshold that each draw of a calibration has."""
LESS = "threshold less capacity"
"""Name of the difference between the two, seed by seed."""
