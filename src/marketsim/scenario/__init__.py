"""Scenarios: YAML files become frozen objects, or a list of every fault with its place.

`loading.load` reads a file, `scenario.Scenario` is what it makes, `faults.ScenarioError` is the only error.
"""
