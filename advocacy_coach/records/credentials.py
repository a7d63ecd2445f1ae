"""Where the address, the key and the secret of a learning record store come from.

From the environment, from a file that only its owner can read, or from the keyring of the system; never
from the command line, which other users of a computer can see and a shell remembers. No sentence of this
module repeats a value.
"""

import importlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _
from advocacy_coach.records.lrs import Address, Credentials, address

ADDRESS: Final = "ADVOCACY_COACH_LRS"
KEY: Final = "ADVOCACY_COACH_LRS_KEY"
SECRET: Final = "ADVOCACY_COACH_LRS_SECRET"
SERVICE: Final = "advocacy-coach:{origin}"
"""The name in the keyring; a secret is kept for one scheme, host and port."""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    url: str = ""
    key: str = ""
    secret: str = ""


def find(given: str, environment: Mapping[str, str], file: Path) -> tuple[Address, Credentials]:
    """The address of the LRS, ``given`` or else by environment or file, and what opens it.

    Raises UsageError when something is missing or not safe: a file that others can read, or one whose key
    is for another LRS than the one given.
    """
    kept = _read(file)
    place = _place(given or environment.get(ADDRESS, "") or kept.url, file)
    own = not kept.url or address(kept.url).origin == place.origin
    key = environment.get(KEY, "") or (kept.key if own else "")
    if secret := environment.get(SECRET, ""):
        pass
    elif key == kept.key and own:
        secret = kept.secret
    if not (key and secret):
        key, secret = _from_keyring(place, key)
    if not (key and secret):
        if kept.secret and not own:
            words = _("The key in {path} is for another LRS, so it was not sent to this one.")
            raise UsageError(words.format(path=file), _how(file))
        raise UsageError(_("The key or the secret of the LRS is missing."), _how(file))
    if ":" in key or not (key + secret).isprintable():
        # RFC 7617, section 2: the colon ends the key, and neither may hold control characters
        raise UsageError(_("The key or the secret of the LRS holds a character it cannot hold."), _how(file))
    return place, Credentials(key, secret)


def _place(text: str, file: Path) -> Address:
    if not text:
        raise UsageError(
            _("Where is the LRS?"),
            _("Name it with --lrs URL, in {name}, or in {path}.").format(name=ADDRESS, path=file),
        )
    return address(text)


def _read(file: Path) -> _File:
    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
                words = _("Others can read {path}, so it was not used.").format(path=file)
                raise UsageError(words, _("Run: chmod 600 {path}").format(path=file))
            return msgspec.json.decode(opened.read(), type=_File)
    except FileNotFoundError:
        return _File()
    except OSError as error:
        words = _("{path} cannot be read: {reason}.").format(path=file, reason=error.strerror)
        raise UsageError(words) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        words = _("{path} cannot be read.").format(path=file)
        raise UsageError(
            words, _('It holds JSON: {{"url": "", "key": "", "secret": ""}}.').format()
        ) from None


def _from_keyring(place: Address, key: str) -> tuple[str, str]:
    """Key and secret out of the system's keyring, if the package ``keyring`` is there and finds one."""
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        return key, ""
    service = SERVICE.format(origin=place.origin)
    try:
        found = keyring.get_credential(service, key or None)
    except keyring.errors.KeyringError:  # locked, or none on this system
        return key, ""
    return (found.username, found.password) if found else (key, "")


def _how(file: Path) -> str:
    words = _("Set {key} and {secret}, or write them into {path}; docs/sync.md says how.")
    return words.format(key=KEY, secret=SECRET, path=file)
