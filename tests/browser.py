"""What the tests of pages need from outside: node, its packages and a browser; without them a test skips.

CI installs them and sets ``ADVOCACY_COACH_NEEDS_BROWSER``, and then what is missing fails the test instead.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

CHECKS = Path(__file__).parent / "page"
"""The programs for node that open and judge pages."""

NO_PACKAGES = 3
"""What those programs exit with when their packages are not installed."""


def without(what: str) -> NoReturn:
    """Skip the test, which needs this; fail it where all of it must be there."""
    if os.environ.get("ADVOCACY_COACH_NEEDS_BROWSER"):
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")


def without_packages() -> NoReturn:
    """Skip the test, or fail it, since the packages for node are missing."""
    without("npm install --prefix tests/page")


def node() -> str:
    """The program that runs the checks."""
    return shutil.which("node") or without("node")


def chromium() -> str:
    """The browser in which pages are opened."""
    return shutil.which("chromium") or shutil.which("google-chrome") or without("chromium")
