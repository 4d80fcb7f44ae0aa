"""Results that were saved in a folder of their own, moved to where the reference keeps them."""

from pathlib import Path


def move_up(saved: Path) -> None:
    """Move the files of a folder to the one that holds it, and remove it."""
    for file in saved.iterdir():
        file.rename(saved.parent / file.name)
    saved.rmdir()
