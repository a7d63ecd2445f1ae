"""Ralph, a real learning record store, on loopback with files: ``python serve_ralph.py FOLDER KEY SECRET``.

Run by the Python of an environment with ``requirements.txt`` in it. The port is chosen by the system and
written to stdout in a line. Two gaps of Ralph 5.1 in its ``fs`` backend are bridged from outside, its own
files untouched: it answers 500 to every statement after the first request, since it may only create its file
and not append to it; and its filters by verb and activity compare text with an object.
"""

import json
import os
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def main(folder: Path, key: str, secret: str) -> None:
    """Serve until the process is ended."""
    store, users = folder / "store", folder / "auth.json"
    store.mkdir(parents=True)
    os.environ |= {
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(users),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(store),
    }
    users.write_text(json.dumps([_user(key, secret)]))

    # Not by import statements: the types of an environment that is not ours are not to be checked.
    uvicorn: Any = import_module("uvicorn")
    backend: Any = import_module("ralph.backends.lrs.fs").FSLRSBackend
    backend.default_operation_type = import_module("ralph.backends.data.base").BaseOperationType.APPEND
    backend._add_filter_by_verb = staticmethod(_as_text(backend._add_filter_by_verb))
    backend._add_filter_by_activity = staticmethod(_as_text(backend._add_filter_by_activity))
    app = import_module("ralph.api").app

    # The port listens before it is told, so whoever reads it can connect at once.
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listening])


def _user(key: str, secret: str) -> dict[str, Any]:
    """A user who may do everything, as Ralph's file of users has it."""
    bcrypt: Any = import_module("bcrypt")
    # The fewest rounds there are: here the secret guards nothing.
    hashed = bcrypt.hashpw(secret.encode(), bcrypt.gensalt(rounds=4)).decode()
    agent = {"mbox": "mailto:lrs@example.org"}
    return {"agent": agent, "scopes": ["all"], "hash": hashed, "username": key}


def _as_text(adding: Callable[..., Any]) -> Callable[..., Any]:
    return lambda filters, value, *more: adding(filters, str(value) if value else None, *more)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
