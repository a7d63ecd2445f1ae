"""A real learning record store for a test, where one is installed."""

import base64
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from msgspec import Struct

HERE = Path(__file__).parent
KEY, SECRET = "coach", "s3cret&?"

PYTHON = Path(os.environ.get("ADVOCACY_COACH_TEST_LRS") or HERE.parents[1] / ".lrs" / "bin" / "python")
"""The Python of Ralph's own environment; ``.ci/run`` makes it."""


class Ralph(Struct, frozen=True):
    """A running store."""

    url: str

    def get(self, **query: str) -> list[dict[str, Any]]:
        """The statements it has, without what it added itself, from all its pages."""
        token = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"}
        url, found = f"{self.url}/statements?{urlencode(query)}", []
        while url:
            request = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(request, timeout=30) as response:
                page = json.load(response)
            found += page["statements"]
            more = page.get("more") or ""
            url = f"{self.url.removesuffix('/xAPI')}{more}" if more else ""
        return [
            {name: value for name, value in one.items() if name not in ("stored", "authority", "version")}
            for one in found
        ]


@contextmanager
def running(folder: Path) -> Iterator[Ralph]:
    """Ralph with an empty store in ``folder``; skips where it is not installed."""
    if not PYTHON.exists():
        pytest.skip("needs Ralph: python -m venv .lrs && .lrs/bin/pip install -r tests/lrs/requirements.txt")
    command = [str(PYTHON), str(HERE / "serve_ralph.py"), str(folder / "ralph"), KEY, SECRET]
    with (folder / "ralph.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, (folder / "ralph.log").read_text()
        yield Ralph(f"http://127.0.0.1:{port}/xAPI")
    finally:
        process.terminate()
        process.communicate(timeout=30)
