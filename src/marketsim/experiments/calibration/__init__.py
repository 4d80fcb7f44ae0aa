"""Learning parameters from reported figures by approximate Bayesian computation."""
