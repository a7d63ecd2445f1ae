"""Writing a file whole or not at all, and names that cannot leave their folder."""

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write beside ``path``, sync, and rename, so a reader sees the old file or the new one, never half.

    Raises OSError when the folder is missing, read-only or full; the old file then stands untouched.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101 - the name is a str from mkstemp
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def safe_name(text: str, fallback: str = "summary") -> str:
    """A file name made of ``text``: letters, digits and hyphens, at most 60, never a reserved device name."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:60].strip("-")
    return fallback if not name or _RESERVED.match(name) else name


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """A path in a folder that nothing has yet: by the name, with a number where that one is taken."""
    path, number = folder / f"{name}{suffix}", 2
    while os.path.lexists(path):
        path, number = folder / f"{name}-{number}{suffix}", number + 1
    return path
