"""Will it work? What can be known before a workshop: plan, terminal, disk and network, in sentences.

Every check is a function of what it is told, so that it can be tried with any computer; ``run`` looks at this
one.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from advocacy_coach import paths
from advocacy_coach.course.stage import STAGE_LINES
from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.workshop import address as addresses
from advocacy_coach.workshop import extra
from advocacy_coach.workshop.address import Address, PortState
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.opening import PORT, TRIES
from advocacy_coach.workshop.trial import WAIT, try_phone

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.workshop.deck import Deck

Level = Literal["ok", "warn", "bad"]

COLUMNS, ROWS = 64, STAGE_LINES + 4
"""What every plan fits on: the stage adds a line of title, one of progress and two of keys."""

MOST_ROWS: Final = 24
"""With more rows than that letters are too small for the back of a room."""

SPARE_FILES: Final = 64
"""File handles beside the two of each phone."""

_SBIN: Final = ("/usr/sbin", "/sbin", "/usr/local/sbin")
"""Where firewalls live, which is not on every user's path."""

Say = Callable[[str], None]
Find = Callable[[str], bool]


class Finding(Struct, frozen=True):
    """What a check found, and what to do about it where something can be done."""

    level: Level
    what: str
    do: str = ""


def packages(missing: Sequence[str]) -> Finding:
    """The packages that phones need."""
    if not missing:
        return Finding("ok", _("The packages for voting by phone are installed."))
    error = extra.needed(missing[0])
    return Finding("bad", error.message, error.hint)


def network(address: Address, found: Sequence[Address]) -> Finding:
    """The address phones are told, and which others there are."""
    words = _("Phones are told the address {ip} ({interface}).")
    what = words.format(ip=address.ip, interface=address.interface)
    others = ", ".join(f"{each.interface} ({each.ip})" for each in found if _is_another(each, address))
    other = _("Or choose another one with --interface: {names}.").format(names=others) if others else ""
    if told := addresses.warning(address):
        level: Level = "bad" if address.kind == "loopback" else "warn"
        return Finding(level, f"{what} {told}", other)
    return Finding("ok", what, other)


def _is_another(one: Address, address: Address) -> bool:
    return one.ip != address.ip and one.kind != "loopback" and not one.virtual


def port_free(port: int, state: PortState, asked: bool, system: str) -> Finding:
    """Whether the server can listen. A port that nobody ``asked`` for may be taken: others are tried."""
    match state:
        case "free":
            return Finding("ok", _("Port {port} is free.").format(port=port))
        case "taken":
            what = _("Port {port} is taken by another program.").format(port=port)
            who = _("See which one with “{command}”, or choose another port with --port.")
            commands = {"win32": f"netstat -ano | findstr :{port}", "darwin": f"lsof -nP -iTCP:{port}"}
            command = commands.get(system, f"ss -ltnp 'sport = :{port}'")
            return Finding("bad" if asked else "warn", what, who.format(command=command))
        case "gone":
            return Finding("bad", _("This computer does not have that address any more. Is it still online?"))
    what = _("The system does not let us listen on port {port}.").format(port=port)
    return Finding("bad", what, _("Choose one above 1023 with --port."))


def firewall(port: int, system: str, find: Find) -> Finding:
    """What may keep phones out on this system, and the command that lets them in."""
    if system == "win32":
        what = _("Windows asks once whether Python may be reached from networks.")
        return Finding("warn", what, _("Allow it for private networks, and set this Wi-Fi to “private”."))
    if system == "darwin":
        what = _("macOS may ask whether Python may accept connections.")
        return Finding("warn", what, _("Allow it (System Settings, Network, Firewall)."))
    known = {"ufw": f"sudo ufw allow {port}/tcp", "firewall-cmd": f"sudo firewall-cmd --add-port={port}/tcp"}
    for program, command in known.items():
        if find(program):
            what = _("This computer has a firewall ({program}).").format(program=program)
            return Finding("warn", what, _("If phones cannot come in: {command}").format(command=command))
    return Finding("ok", _("No firewall program was found on this computer."))


def files(room: int, most: int | None) -> Finding:
    """Whether so many connections may be open; ``most`` is this system's limit, None where it has none."""
    wanted = 2 * room + SPARE_FILES
    words = ngettext(
        "Enough files may be open for {n} person.", "Enough files may be open for {n} people.", room
    )
    if most is None or most >= wanted:
        return Finding("ok", words.format(n=room))
    what = _("Only {most} files may be open at once, and phones of {n} people need {wanted}.")
    do = _("Raise the limit (“ulimit -Hn {wanted}”, as administrator), or count some of the room by hands.")
    return Finding("warn", what.format(most=most, n=room, wanted=wanted), do.format(wanted=wanted))


def screen(size: tuple[int, int] | None) -> Finding:
    """Whether the stage fits, and whether it can be read from the back; ``size`` is columns and rows."""
    if size is None:
        return Finding("warn", _("This is no terminal, so its size is not known."))
    columns, rows = size
    what = _("This terminal has {columns} columns and {rows} rows.").format(columns=columns, rows=rows)
    if columns < COLUMNS or rows < ROWS:
        do = _("The stage is made for {columns} by {rows}: zoom out (Ctrl and minus), or make it larger.")
        return Finding("bad", what, do.format(columns=COLUMNS, rows=ROWS))
    if rows > MOST_ROWS:
        do = _("On the projector zoom in (Ctrl and plus) until {least} to {most} rows are left.")
        return Finding("warn", what, do.format(least=ROWS, most=MOST_ROWS))
    return Finding("ok", what)


def letters(encoding: str, environ: Mapping[str, str], system: str) -> Finding:
    """Whether this terminal can show our characters and colours, as far as it says so itself."""
    if encoding.lower().replace("-", "").replace("_", "") not in ("utf8", "cp65001"):
        what = _("This terminal writes {encoding}, not UTF-8: bars and codes cannot be drawn.")
        return Finding(
            "bad", what.format(encoding=encoding or "?"), _("Set LANG to one that ends in “.UTF-8”.")
        )
    term = environ.get("TERM", "")
    if system != "win32" and term in ("", "dumb"):
        return Finding("bad", _("TERM is not set, or is “dumb”."), _("Start it in a terminal window."))
    if "NO_COLOR" in environ:
        what = _("Colours are off (NO_COLOR). Bars can still be told apart by letter and pattern.")
        return Finding("ok", what)
    rich = system == "win32" or "COLORTERM" in environ or "256color" in term or "kitty" in term
    if not rich:
        return Finding("warn", _("This terminal says it has few colours; the stage may look coarse."))
    return Finding("ok", _("This terminal writes UTF-8 and has colours."))


def folder(path: Path) -> Finding:
    """Whether sessions can be kept there. Nothing is made."""
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Finding("ok", _("Sessions are kept in {path}.").format(path=path))
    what = _("Nothing can be written to {path}.").format(path=path)
    return Finding("bad", what, _("A session would go on in memory and be lost with the program."))


def plan(opened: "Callable[[], Deck]") -> tuple[Finding, "Deck | None"]:
    """Whether the plan can be played; and its deck, if so."""
    try:
        deck = opened()
    except CoachError as error:
        return Finding("bad", error.message, error.hint), None
    words = ngettext(
        "The plan “{title}” is ready: {n} step.", "The plan “{title}” is ready: {n} steps.", len(deck.items)
    )
    return Finding("ok", words.format(title=deck.title, n=len(deck.items))), deck


def told(finding: Finding) -> str:
    """A finding as lines: a mark that is not only a colour, what was found, and below it what to do."""
    mark = {"ok": _("ok"), "warn": _("note"), "bad": _("BAD")}[finding.level]
    lines = [f"{mark:<5} {finding.what}", *([f"      {finding.do}"] if finding.do else [])]
    return "\n".join(lines)


def run(
    library: "Library",
    plan_id: str,
    *,
    room: int = 0,
    interface: str | None = None,
    port: int | None = None,
    say: Say,
    write: Say,
    wait: float = WAIT,
) -> int:
    """Look at this computer, say what was found, and let a phone try it; 0 when nothing is bad, else 1.

    ``wait`` is how many seconds a phone has to come.
    """
    ready, deck = plan(lambda: build(library.workshop(plan_id), library))
    people = room or (deck.room[1] if deck else 0)
    findings = [ready, *_computer(people)]
    _tell(findings, write)
    net, address, number = _network(interface, port)
    _tell(net, write)
    findings += net
    if address is not None and not any(finding.level == "bad" for finding in net):
        tried = try_phone(address, number, say=say, write=write, paint=sys.stdout.isatty(), wait=wait)
        findings.append(Finding(*tried))
        _tell(findings[-1:], write)
    return 1 if any(finding.level == "bad" for finding in findings) else 0


def _tell(findings: Iterable[Finding], write: Say) -> None:
    for finding in findings:
        write(told(finding))


def _computer(people: int) -> Iterator[Finding]:
    size = os.get_terminal_size(sys.stdout.fileno()) if sys.stdout.isatty() else None
    yield screen((size.columns, size.lines) if size else None)
    yield letters(sys.stdout.encoding or "", os.environ, sys.platform)
    yield folder(paths.workshops_dir())
    yield files(people, _most_files())


def _network(interface: str | None, port: int | None) -> tuple[list[Finding], Address | None, int]:
    """What is to be said of packages and network; and where to listen, unless that cannot be told."""
    asked = port is not None
    number = PORT if port is None else port
    findings = [packages(extra.missing())]
    if findings[0].level == "bad":
        return findings, None, number
    try:
        address = addresses.pick(interface)
    except CoachError as error:
        return [*findings, Finding("bad", error.message, error.hint)], None, number
    findings.append(network(address, addresses.addresses()))
    state = addresses.port_state(address, number)
    findings.append(port_free(number, state, asked, sys.platform))
    if state == "taken" and not asked:
        tries = range(PORT + 1, PORT + TRIES)
        number = next((each for each in tries if addresses.port_state(address, each) == "free"), number)
    findings.append(firewall(number, sys.platform, _is_installed))
    return findings, address, number


def _is_installed(program: str) -> bool:
    places = os.pathsep.join((os.environ.get("PATH", ""), *_SBIN))
    return shutil.which(program, path=places) is not None


def _most_files() -> int | None:
    """The hard limit: the server raises its own as far as that goes."""
    if sys.platform == "win32":
        return None
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return None if hard == resource.RLIM_INFINITY else hard
