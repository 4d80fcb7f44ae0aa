"""Versions: of the package, and of the model that it holds."""

__version__ = "0.1.0"
"""Version of the package."""

MODEL_VERSION = "5"
"""Declared version of the model: it changes exactly when the golden run changes, as different figures come out."""
