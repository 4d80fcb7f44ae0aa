"""The page of the explorer, which Streamlit runs from top to bottom whenever something on the screen is moved.

Words behind the script: the folder of results, that of scenarios, and the number of processes.
"""

import sys


def main(words: list[str]) -> None:
    """Show the page."""
    from pathlib import Path

    from marketsim.app.shell import show

    show(Path(words[0]), Path(words[1]), int(words[2]))


if __name__ == "__main__":  # A process of the pool imports this file under another name, and must not show it.
    main(sys.argv[1:])
