"""``--write-pictures`` draws the pictures anew; look at each before you commit it."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our one option."""
    parser.addoption("--write-pictures", action="store_true", help="draw the pictures in docs/pictures anew")
