"""A summary as an Open Badge 3.0 (1EdTech), signed with a key of the organisation, and the check of a badge.

A badge is a verifiable credential secured as a JWT (section 8.2, VC-JWT), and its file is that compact JWS
alone (section 5.1). The package openbadgeslib builds, signs and checks it. It is there only where somebody
installed it, and only here it is asked for. No key comes with the program, and nothing is fetched or sent.
"""

import base64
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta, Struct

from advocacy_coach.course.characters import FORBIDDEN, cleaned
from advocacy_coach.errors import CoachError, UsageError
from advocacy_coach.i18n import _
from advocacy_coach.reports.document import CourseFacts, Result
from advocacy_coach.session.scoring import reaches

if TYPE_CHECKING:
    from openbadgeslib.ob3 import IdentityObject, OpenBadgeCredential

NAMESPACE: Final = UUID("6c1f4f0e-0b7b-4f5c-9d0a-6a1f0c1d7e52")
"""What the ids of badges and subjects are derived from; another value would double them in every wallet."""

MOST_BYTES: Final = 16 * 1024 * 1024
"""Bytes of a file that is read here; a summary with everything in it stays far below."""

WEAKEST_RSA: Final = 2048
"""Bits; what RS256 asks of an RSA key (RFC 7518, section 3.3)."""

_ROUNDED: Final = 0.005
"""Points in a summary are rounded to two decimals, so they may be so much less than what was judged."""

Text = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]
Prose = Annotated[str, Meta(min_length=1, max_length=5000, pattern=r"\S")]
Link = Annotated[str, Meta(max_length=1000, pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][!-~]*)?\Z")]
Id = Annotated[str, Meta(max_length=1000, pattern=r"^(https://[A-Za-z0-9.-]+|did:[a-z0-9]+:)[!-~]*\Z")]
Mail = Annotated[str, Meta(max_length=320, pattern=r"^[^@\s]+@[^@\s]+\Z")]


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """Who awards the badge. ``id`` is ``url`` where it is not given."""

    name: Text
    url: Link
    id: Id | None = None
    email: Mail | None = None


class Award(Struct, frozen=True, forbid_unknown_fields=True):
    """What the badge is for, in the organisation's words. ``image`` is the address of a picture."""

    id: Link
    name: Text
    description: Prose
    criteria: Prose
    image: Link | None = None
    tags: tuple[Text, ...] = ()


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """The file the organisation writes: itself, the achievement, the id of the course it is given for.

    A badge is good for ``valid_days``, or without an end.
    """

    course: Text
    issuer: Profile
    achievement: Award
    valid_days: Annotated[int, Meta(ge=1, le=36_500)] | None = None


class Passed(Struct, frozen=True):
    """What a badge takes from a summary; nothing else in the file is looked at.

    ``learner`` is the random id by which summaries of one person can be known; ``digest`` the SHA-256 of the
    file.
    """

    schema: Literal["advocacy-coach/summary"]
    schema_version: Literal[1]
    course: CourseFacts
    result: Result
    who: str | None = None
    learner: str | None = None
    digest: str = ""

    @property
    def pseudonym(self) -> str:
        """What ids are derived from: the same for a person where the summary tells, else for the file."""
        return self.learner or self.digest


class _Header(Struct, frozen=True):
    """Of the header of a JWS (RFC 7515) what has to fit the key before anything else is believed."""

    alg: str


class Verified(Struct, frozen=True):
    """A badge whose signature fits: what it says, for a person to read, and the whole credential."""

    text: str
    credential: dict[str, Any]


def read_terms(path: Path) -> Terms:
    """The organisation's file (JSON). Raises CoachError when it cannot be used."""
    try:
        terms = msgspec.json.decode(_read(path).removeprefix(b"\xef\xbb\xbf"), type=Terms)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        message = _("{path} cannot be used: {reason}.").format(path=path, reason=cleaned(str(error)))
        raise CoachError(message, _("The chapter on badges in the documents shows one to copy.")) from error
    if any(FORBIDDEN.search(text) for text in _texts(msgspec.to_builtins(terms))):
        raise CoachError(_("{path} contains characters that cannot be shown.").format(path=path))
    return terms


def read_summary(path: Path, course: str, *, name: bool = True) -> Passed:
    """A summary (JSON) of this course that is complete and passed, without its name unless ``name``.

    Raises CoachError for any other file.
    """
    data = _read(path)
    try:
        summary = msgspec.json.decode(data, type=Passed)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CoachError(
            _("{path} is no summary of this program as JSON.").format(path=path),
            _("It is made with “advocacy-coach summary --format json”."),
        ) from error
    if FORBIDDEN.search(f"{summary.who or ''}{summary.course.title}{summary.course.version}"):
        raise CoachError(_("{path} contains characters that cannot be shown.").format(path=path))
    result, pass_mark = summary.result, summary.course.pass_mark
    if summary.course.id != course:
        words = _("{path} is about the course “{course}”, and the badge is for “{wanted}”.")
        raise CoachError(words.format(path=path, course=cleaned(summary.course.id), wanted=course))
    if not result.complete:
        raise CoachError(_("No badge: the course in {path} is not complete.").format(path=path))
    if not result.passed:
        raise CoachError(_("No badge: the course in {path} is complete, but not passed.").format(path=path))
    if result.score and not reaches(result.score.points + _ROUNDED, result.score.of, pass_mark):
        raise CoachError(_("No badge: {path} says passed, but its score is too low.").format(path=path))
    who = summary.who if name else None
    return msgspec.structs.replace(summary, who=who, digest=hashlib.sha256(data).hexdigest())


def credential(summary: Passed, terms: Terms, recipient: str, now: datetime) -> "OpenBadgeCredential":
    """The badge before it is signed. Pure: the same values give the same badge.

    ``recipient`` is an e-mail address or another id, of which only a salted hash goes in, or empty. The name
    goes in when the summary has one. Raises UsageError when the recipient cannot be used, CoachError without
    the package openbadgeslib.
    """
    with _package():
        from openbadgeslib import ob3
    issuer, award = terms.issuer, terms.achievement
    issuer_id = issuer.id or issuer.url
    scale = ob3.ResultDescription(
        id=_urn("result", award.id, summary.course.id, summary.course.version, str(summary.course.pass_mark)),
        name=f"{summary.course.title} ({summary.course.version})",
        result_type="Percent",
        required_value=str(summary.course.pass_mark),
        value_min="0",
        value_max="100",
    )
    score = summary.result.score
    issued = now.replace(microsecond=0)
    return ob3.OpenBadgeCredential(
        id=_urn("badge", issuer_id, award.id, summary.pseudonym),
        issuer=ob3.Issuer(issuer_id, issuer.name, issuer.url, issuer.email),
        recipient_id=_urn("subject", issuer_id, summary.pseudonym),
        achievement=ob3.Achievement(
            id=award.id,
            name=award.name,
            description=award.description,
            criteria_narrative=award.criteria,
            image_url=award.image,
            tags=list(award.tags),
            achievement_type="Course",
            result_descriptions=[scale] if score else [],
        ),
        issuance_date=issued,
        expiration_date=issued + timedelta(days=terms.valid_days) if terms.valid_days else None,
        identifiers=list(_identities(summary, recipient)),
        results=[ob3.Result(value=str(score.per_cent), result_description=scale.id)] if score else [],
    )


def preview(made: "OpenBadgeCredential") -> bytes:
    """What will be signed, as JSON to read. It is no badge."""
    return _indented(made.to_jwt_payload())


def contents(summary: Passed, recipient: str) -> str:
    """What the badge says about the person, to be read before it leaves the program."""
    parts = [_("that the course was completed and passed")]
    if summary.result.score:
        parts.append(_("the score"))
    if summary.who:
        parts.append(_("the name in the summary"))
    parts.append(_("a pseudonym"))
    if recipient:
        parts.append(_("a salted hash of the recipient"))
    return _("It contains: {parts}.").format(parts=", ".join(parts))


def sign(made: "OpenBadgeCredential", key: Path, passphrase: Callable[[], str]) -> bytes:
    """The badge, signed with the private key in a PEM file: Ed25519, RSA or ECDSA on P-256.

    ``passphrase`` is asked when the key has one. With Ed25519 and RSA the same badge gives the same bytes.
    Raises CoachError when the key cannot be used.
    """
    with _package():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        from openbadgeslib.errors import LibOpenBadgesException
        from openbadgeslib.ob3 import OB3Signer
    data = _read(key, secret=True)
    try:
        try:
            private = load_pem_private_key(data, None)
        except TypeError:
            private = load_pem_private_key(data, passphrase().encode())
        return OB3Signer(private, _algorithm(private, key)).sign(made).encode("ascii")
    except (ValueError, TypeError, UnsupportedAlgorithm, LibOpenBadgesException) as error:
        words = _("{path} holds no private key in PEM, or the passphrase is another.")
        raise CoachError(words.format(path=key), _("The chapter on badges says how to make one.")) from error


def verify(path: Path, key: Path, recipient: str = "") -> Verified:
    """The badge in a file, when it was signed with this key, is unchanged, valid today and, if so asked, for
    this recipient. Whether its issuer withdrew it is not looked up.

    Raises CoachError that says what is wrong with it.
    """
    with _package():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
        from jwt import ExpiredSignatureError, ImmatureSignatureError, InvalidSignatureError
        from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
    try:
        public = load_pem_public_key(_read(key))
        verifier = OB3Verifier(public)
        algorithm = _algorithm(public, key)
    except (ValueError, TypeError, UnsupportedAlgorithm, OB3VerificationError) as error:
        words = _("{path} holds no public key in PEM.").format(path=key)
        raise CoachError(words, _("Ask the organisation for its public key.")) from error
    token = _token(path, algorithm)
    try:
        found = verifier.verify(token)
    except OB3VerificationError as error:
        match error.__cause__:
            case InvalidSignatureError():
                raise _unfitting(path) from error
            case ExpiredSignatureError():
                reason = _("It has expired.")
            case ImmatureSignatureError():
                reason = _("It is not valid yet.")
            case _other:
                reason = _("It is no Open Badge 3.0 for this key ({reason}).")
                reason = reason.format(reason=_line(str(error)))
        raise _invalid(path, reason) from error
    if recipient and not any(_is_of(identity, _recipient(recipient)) for identity in found.identifiers):
        raise _invalid(path, _("It is signed, but not for {recipient}.").format(recipient=_line(recipient)))
    return Verified(_told(found, recipient), found.raw or {})


def as_json(verified: Verified) -> str:
    """The credential that was verified, indented."""
    return _indented(verified.credential).decode().rstrip("\n")


@contextmanager
def _package() -> Iterator[None]:
    """Raises CoachError when the package that signs and checks is not installed."""
    try:
        yield
    except ImportError:
        message = _("Open Badges need the Python package openbadgeslib.")
        raise CoachError(message, _("Install it with “pip install openbadgeslib”.")) from None


def _algorithm(key: object, path: Path) -> str:
    """The signature a key is for (RFC 7518, RFC 8037). Raises CoachError for a key that is of no use here."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    match key:
        case ed25519.Ed25519PrivateKey() | ed25519.Ed25519PublicKey():
            return "EdDSA"
        case rsa.RSAPrivateKey() | rsa.RSAPublicKey() if key.key_size >= WEAKEST_RSA:
            return "RS256"
        case ec.EllipticCurvePrivateKey() | ec.EllipticCurvePublicKey() if key.curve.name == "secp256r1":
            return "ES256"
    words = _("The key in {path} is of a kind that badges are not signed with.").format(path=path)
    hint = _("Use Ed25519, RSA with at least {bits} bits, or ECDSA on P-256.").format(bits=WEAKEST_RSA)
    raise CoachError(words, hint)


def _read(path: Path, *, secret: bool = False) -> bytes:
    """A file, or a pipe. Raises CoachError when it cannot be read, and for a secret that others may read."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        words = _("{path} cannot be read: {reason}.")
        raise CoachError(words.format(path=path, reason=error.strerror)) from error
    if len(data) > MOST_BYTES:
        raise CoachError(_("{path} is too large.").format(path=path))
    if secret and os.name == "posix" and stat.S_ISREG(status.st_mode) and status.st_mode & 0o077:
        hint = _("Take that away first: chmod 600 {path}").format(path=path)
        raise CoachError(_("Others may read the private key {path}.").format(path=path), hint)
    return data


def _token(path: Path, algorithm: str) -> str:
    """The compact JWS in a file, with or without space around it, signed in this way.

    A base64 text can end in bits that mean nothing; with those set, a JWS is not the one that was signed.
    """
    try:
        token = _read(path).strip().decode("ascii")
        parts = token.split(".")
        raw = [base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True) for part in parts]
        same = parts == [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in raw]
        header = msgspec.json.decode(raw[0], type=_Header) if same and len(parts) == 3 else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        header = None
    if header is None:
        raise _invalid(path, _("It is no Open Badge signed as a JWT, or it was changed."))
    if header.alg != algorithm:
        raise _unfitting(path)
    return token


def _identities(summary: Passed, recipient: str) -> Iterator["IdentityObject"]:
    from openbadgeslib.ob3 import IdentityObject

    if summary.who:
        yield IdentityObject(summary.who, "name", hashed=False)
    if recipient:
        known = _recipient(recipient)
        # Not by chance, so that the same badge is the same bytes; another summary gives another salt.
        salt = hashlib.sha256(f"salt\n{summary.digest}".encode()).hexdigest()[:32]
        yield IdentityObject.create(known, salt, "emailAddress" if "@" in known else "identifier")


def _is_of(identity: "IdentityObject", recipient: str) -> bool:
    """Whether an identity in a badge is that of a recipient (section 9.3); hashes with SHA-256 alone."""
    from openbadgeslib.ob3 import IdentityObject

    if not identity.hashed:
        return identity.identity_type != "name" and _recipient(identity.identity_hash) == recipient
    return identity.identity_hash == IdentityObject.create(recipient, identity.salt).identity_hash


def _recipient(text: str) -> str:
    """A recipient as it is hashed: an e-mail address in small letters.

    Raises UsageError when it cannot be one.
    """
    known = text.strip()
    if not known or len(known) > 320 or FORBIDDEN.search(known) or not known.isprintable():
        raise UsageError(
            _("The recipient cannot be used."), _("Give an e-mail address or a staff number on one line.")
        )
    return known.lower() if "@" in known else known


def _told(badge: "OpenBadgeCredential", recipient: str) -> str:
    """A verified badge in lines. Its texts are its signer's, so each is shown harmless and on one line."""
    scale = {one.id: one for one in badge.achievement.result_descriptions}
    lines = [
        (_("Badge"), badge.achievement.name),
        (_("Awarded by"), f"{badge.issuer.name} ({badge.issuer.url or badge.issuer.id})"),
        (_("Issued"), f"{badge.issuance_date:%Y-%m-%d}" if badge.issuance_date else ""),
        (_("Valid until"), f"{badge.expiration_date:%Y-%m-%d}" if badge.expiration_date else ""),
        *((_("Name"), one.identity_hash) for one in badge.identifiers if not one.hashed),
        (_("Recipient"), recipient),
    ]
    for result in badge.results:
        about = scale.get(result.result_description or "")
        words = _("{value} % in {course}, {mark} % needed")
        if about and about.result_type == "Percent":
            told = words.format(value=result.value, course=about.name, mark=about.required_value)
            lines.append((_("Result"), told))
    valid = _("The signature fits: this is what the owner of the key signed.")
    facts = [f"{name}: {_line(str(value))}" for name, value in lines if value]
    if badge.credential_status:
        facts.append(_("Whether it was withdrawn is not checked here."))
    return "\n".join([valid, *facts])


def _invalid(path: Path, reason: str) -> CoachError:
    return CoachError(_("The badge {path} is not valid.").format(path=path), reason)


def _unfitting(path: Path) -> CoachError:
    return _invalid(path, _("The signature does not fit: it was changed, or signed with another key."))


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE, "\n".join(parts)).urn


def _line(text: str) -> str:
    return cleaned(" ".join(text.split()))[:300]


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value made of mappings and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _indented(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
