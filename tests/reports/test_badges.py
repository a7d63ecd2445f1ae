"""Open Badges: who gets one, what is in it, and that nothing passes that was changed."""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pexpect
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from advocacy_coach.cli import commands
from advocacy_coach.errors import CoachError
from advocacy_coach.reports import badges
from advocacy_coach.reports.writers import jsonfile
from tests.reports import made
from tests.reports.made import HOSTILE, MADE

posix = pytest.mark.skipif(sys.platform == "win32", reason="no terminals or modes of this kind")

ISSUER: dict[str, Any] = {
    "course": "small",
    "issuer": {"name": "Spółka Example", "url": "https://example.org/"},
    "achievement": {
        "id": "https://example.org/badges/small",
        "name": "Small, but done",
        "description": "Knows the small course.",
        "criteria": "Every lesson finished.\nThe pass mark reached.",
    },
}

KEYS: dict[str, Callable[[], Any]] = {
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
}


class Office:
    """A folder of an HR team: a key, its file about itself, a summary, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key, self.public = self.make_key("key")
        self.issuer = self.write("issuer.json", ISSUER)
        self.summary = self.write("summary.json", passed())
        self.badge = folder / "badge.jwt"

    def write(self, name: str, value: Any) -> Path:
        path = self.folder / name
        path.write_bytes(value if isinstance(value, bytes) else msgspec.json.encode(value))
        return path

    def make_key(self, name: str, private: Any = None, passphrase: bytes = b"") -> tuple[Path, Path]:
        private = private or ed25519.Ed25519PrivateKey.generate()
        secret = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
        key = self.write(f"{name}.pem", private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
        key.chmod(0o600)
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return key, self.write(f"{name}.pub", public)

    def issue(self, *more: str, key: Path | None = None) -> Result:
        given = {"--summary": self.summary, "--issuer": self.issuer, "--key": key or self.key}
        options = [str(one) for pair in given.items() for one in pair]
        output = () if {"-o", "--preview"} & set(more) else ("-o", str(self.badge))
        return self.call("issue", *options, *output, *more)

    def verify(self, *more: str, key: Path | None = None) -> Result:
        return self.call("verify", str(self.badge), "--issuer-key", str(key or self.public), *more)

    def call(self, *arguments: str) -> Result:
        return CliRunner().invoke(commands, ["badge", *arguments])

    def sign(self, now: datetime, recipient: str = "") -> None:
        """Issue at a time of one's own."""
        terms = badges.read_terms(self.issuer)
        summary = badges.read_summary(self.summary, terms.course)
        badge = badges.credential(summary, terms, recipient, now)
        self.badge.write_bytes(badges.sign(badge, self.key, str))


def passed(who: str | None = None, **result: Any) -> dict[str, Any]:
    """The summary of somebody who passed, as JSON tells it."""
    told: dict[str, Any] = json.loads(jsonfile.write(made.full()))
    score = {"points": 8.8, "of": 10, "per_cent": 88}
    told["result"] |= {"complete": True, "passed": True, "score": score} | result
    told["who"] = who
    return told


def payload(path: Path) -> dict[str, Any]:
    """What a badge says, read without the library that signed it."""
    return _part(path, 1)


def header(path: Path) -> dict[str, Any]:
    """What a badge says about its signature."""
    return _part(path, 0)


def _part(path: Path, number: int) -> dict[str, Any]:
    part = path.read_text("ascii").split(".")[number]
    told: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return told


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize("kind", KEYS)
def test_a_badge_is_signed_and_verified(office: Office, kind: str) -> None:
    key, public = office.make_key("own", KEYS[kind]())
    done = office.issue(key=key)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        "It contains: that the course was completed and passed, the score, a pseudonym.\n"
        f"Written: {office.badge}\n"
    )
    assert office.badge.stat().st_mode & 0o777 == 0o600
    told = office.verify(key=public)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "The signature fits: this is what the owner of the key signed.",
        "Badge: Small, but done",
        "Awarded by: Spółka Example (https://example.org/)",
        f"Issued: {payload(office.badge)['validFrom'][:10]}",
        "Result: 88 % in A small course (1.2.0), 70 % needed",
    ]


def test_what_is_in_it(office: Office) -> None:
    office.sign(MADE)
    told, head = payload(office.badge), header(office.badge)
    # Section 8.2.3: nothing else may stand in the header, and no private key.
    assert head.keys() <= {"alg", "kid", "jwk", "typ"}
    assert "d" not in head["jwk"]
    assert told["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert told["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert told["validFrom"] == "2026-11-24T09:30:15Z"
    subject = told["credentialSubject"]
    assert subject["id"].startswith("urn:uuid:")
    assert "identifier" not in subject
    assert [result["value"] for result in subject["result"]] == ["88"]
    award = ISSUER["achievement"]
    assert subject["achievement"]["criteria"] == {"narrative": award["criteria"]}
    assert [subject["achievement"][key] for key in ("id", "name", "description")] == [
        award[key] for key in ("id", "name", "description")
    ]
    # Section 8.2.6.1: what the claims say is what the credential says.
    assert (told["iss"], told["sub"], told["jti"]) == (told["issuer"]["id"], subject["id"], told["id"])
    assert told["nbf"] == int(MADE.timestamp())


def test_nothing_of_a_summary_goes_in_but_its_result(office: Office) -> None:
    office.sign(MADE)
    words = json.dumps(payload(office.badge), ensure_ascii=False)
    summary = passed()
    assert summary["reflections"][0]["text"] not in words
    assert summary["missed"][0]["prompt"] not in words
    assert summary["card"]["promise"] not in words


def test_a_second_program_finds_the_signature_good(office: Office) -> None:
    if not (openssl := shutil.which("openssl")):
        pytest.skip("there is no openssl here")
    key, public = office.make_key("rsa", KEYS["rsa"]())
    office.issue(key=key)
    head, body, signature = office.badge.read_text("ascii").split(".")
    assert header(office.badge)["alg"] == "RS256"
    signed = office.write("signed", f"{head}.{body}".encode())
    proof = office.write("proof", base64.urlsafe_b64decode(signature + "=="))
    done = subprocess.run(
        [openssl, "dgst", "-sha256", "-verify", public, "-signature", proof, signed],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "Verified OK"


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_the_same_summary_gives_the_same_bytes(office: Office, kind: str) -> None:
    office.key, office.public = office.make_key("own", KEYS[kind]())
    office.sign(MADE, "learner@example.org")
    first = office.badge.read_bytes()
    office.sign(MADE, "learner@example.org")
    assert office.badge.read_bytes() == first


def test_a_person_has_a_pseudonym_of_their_own_with_each_issuer(office: Office) -> None:
    def subject(learner: str | None, minutes: int, url: str) -> str:
        office.write("issuer.json", ISSUER | {"issuer": {"name": "X", "url": url}})
        office.write("summary.json", passed(minutes=minutes) | {"learner": learner})
        office.sign(MADE)
        assert "random-id" not in json.dumps(payload(office.badge))
        id: str = payload(office.badge)["credentialSubject"]["id"]
        return id

    here, there = "https://here.example/", "https://there.example/"
    assert subject("random-id-1", 1, here) == subject("random-id-1", 2, here)
    assert len({subject("random-id-1", 1, there), subject("random-id-2", 1, here)}) == 2
    assert subject("random-id-1", 1, here) != subject("random-id-1", 1, there)
    assert subject(None, 1, here) != subject(None, 2, here)


def test_of_a_recipient_only_a_hash_goes_in(office: Office) -> None:
    done = office.issue("--recipient", "Learner@Example.org")
    assert "a salted hash of the recipient" in done.stderr
    assert "learner@" not in json.dumps(payload(office.badge)).lower()
    (identity,) = payload(office.badge)["credentialSubject"]["identifier"]
    assert (identity["hashed"], identity["identityType"]) == (True, "emailAddress")
    assert len(identity["salt"]) == 32
    assert office.verify("--recipient", "learner@example.org").exit_code == 0
    other = office.verify("--recipient", "other@example.org")
    assert other.exit_code == 1
    assert "not for other@example.org" in other.stderr


def test_a_staff_number_is_a_recipient_too(office: Office) -> None:
    office.issue("--recipient", "K-0815")
    assert payload(office.badge)["credentialSubject"]["identifier"][0]["identityType"] == "identifier"
    assert office.verify("--recipient", "K-0815").exit_code == 0
    assert office.verify("--recipient", "k-0815").exit_code == 1


def test_a_badge_for_nobody_in_particular_is_for_no_recipient(office: Office) -> None:
    office.write("summary.json", passed("K-0815"))
    office.issue()
    assert office.verify("--recipient", "K-0815").exit_code == 1


@pytest.mark.parametrize("recipient", [" ", "a\nb", "\u202ename", "x" * 321])
def test_a_recipient_that_cannot_be_one(office: Office, recipient: str) -> None:
    assert office.issue("--recipient", recipient).exit_code == 2
    assert not office.badge.exists()


def test_a_name_is_in_it_only_when_the_summary_has_one(office: Office) -> None:
    office.write("summary.json", passed("Zażółć Gęślą"))
    done = office.issue()
    assert "the name in the summary" in done.stderr
    assert payload(office.badge)["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Zażółć Gęślą", "identityType": "name"}
    ]
    assert "Name: Zażółć Gęślą" in office.verify().stdout
    assert "the name" not in office.issue("--force", "--no-name").stderr
    assert "identifier" not in payload(office.badge)["credentialSubject"]


def test_a_preview_shows_what_would_be_signed_and_writes_nothing(office: Office) -> None:
    before = sorted(office.folder.iterdir())
    shown = office.call(
        "issue", "--summary", str(office.summary), "--issuer", str(office.issuer), "--preview"
    )
    assert shown.exit_code == 0
    assert "It contains:" in shown.stderr
    office.sign(datetime.fromisoformat(json.loads(shown.stdout)["validFrom"]))
    assert json.loads(shown.stdout) == payload(office.badge)
    office.badge.unlink()
    assert sorted(office.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"complete": False, "passed": False}, "No badge: the course in {} is not complete."),
        ({"complete": False, "passed": True}, "No badge: the course in {} is not complete."),
        ({"passed": False}, "No badge: the course in {} is complete, but not passed."),
        (
            {"score": {"points": 6.9, "of": 10, "per_cent": 69}},
            "No badge: {} says passed, but its score is too low.",
        ),
    ],
)
def test_only_who_passed_gets_one(office: Office, result: dict[str, Any], words: str) -> None:
    office.write("summary.json", passed(**result))
    done = office.issue()
    assert done.exit_code == 1
    assert done.stderr == f"{words.format(office.summary)}\n"
    assert not office.badge.exists()


def test_points_that_were_rounded_down_still_pass(office: Office) -> None:
    office.write("summary.json", passed(score={"points": 2.66, "of": 3, "per_cent": 89}))
    assert office.issue().exit_code == 0
    summary = passed(score={"points": 1.33, "of": 3, "per_cent": 44})
    summary["course"]["pass_mark"] = 44
    office.write("summary.json", summary)
    assert office.issue("--force").exit_code == 0


def test_a_course_without_points_has_no_result(office: Office) -> None:
    office.write("summary.json", passed(score=None))
    assert "the score" not in office.issue().stderr
    assert "result" not in payload(office.badge)["credentialSubject"]


def test_another_course_is_refused(office: Office) -> None:
    office.write("issuer.json", ISSUER | {"course": "large"})
    done = office.issue()
    assert done.exit_code == 1
    assert "is about the course “small”, and the badge is for “large”" in done.stderr


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# A summary",
        b"[]",
        b"{}",
        b"\xff\xfe{\x00}\x00",
        b'{"schema": "advocacy-coach/summary"}',
        b"[" * 100_000,
        msgspec.json.encode(passed() | {"schema": "else"}),
        msgspec.json.encode(passed() | {"schema_version": 99}),
        msgspec.json.encode(passed(complete="yes")),
    ],
)
def test_what_is_no_summary_is_refused(office: Office, data: bytes) -> None:
    office.write("summary.json", data)
    done = office.issue()
    assert done.exit_code == 1
    assert "is no summary of this program as JSON. It is made with" in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": {"name": "X"}},
        {"issuer": {"name": "", "url": "https://example.org/"}},
        {"issuer": {"name": " ", "url": "https://example.org/"}},
        {"issuer": {"name": "X", "url": "http://example.org/"}},
        {"issuer": {"name": "X", "url": "javascript:alert(1)"}},
        {"issuer": {"name": "X", "url": "https://example.org/\n"}},
        {"issuer": {"name": "X", "url": "https://example.org@elsewhere.example/"}},
        {"issuer": {"name": "X", "url": "https://example.org/", "nmae": "typo"}},
        {"issuer": {"name": "X\x1b[2J", "url": "https://example.org/"}},
        {"issuer": {"name": "X\u202e", "url": "https://example.org/"}},
        {"valid_days": 0},
        {"valid_days": 10**9},
        {"course": ""},
        {"achievement": None},
    ],
)
def test_an_issuer_file_that_cannot_be_used(office: Office, change: dict[str, Any]) -> None:
    office.write("issuer.json", ISSUER | change)
    done = office.issue()
    assert done.exit_code == 1
    assert str(office.issuer) in done.stderr
    assert "\x1b" not in done.stderr
    assert not office.badge.exists()


def test_an_issuer_file_may_begin_with_a_byte_order_mark(office: Office) -> None:
    office.write("issuer.json", b"\xef\xbb\xbf" + msgspec.json.encode(ISSUER))
    assert office.issue().exit_code == 0


def test_every_changed_character_is_noticed(office: Office) -> None:
    """Also the last ones of each part, whose lowest bits base64 throws away."""
    office.sign(MADE)
    good = office.badge.read_text("ascii")
    ends = {at for at, c in enumerate(good) if c == "."} | {len(good)}
    places = {0, 1, *range(2, len(good), 37), *ends, *(at - 1 for at in ends)} - {len(good)}
    for at in sorted(places):
        for other in {"A", "B", "Q", "."} - {good[at]}:
            office.badge.write_text(good[:at] + other + good[at + 1 :], "ascii")
            with pytest.raises(CoachError, match="is not valid"):
                badges.verify(office.badge, office.public)
    office.badge.write_text(f"{good}\n", "ascii")
    assert badges.verify(office.badge, office.public).text


@pytest.mark.parametrize("kind", KEYS)
def test_another_key_does_not_fit(office: Office, kind: str) -> None:
    office.issue()
    _key, other = office.make_key("other", KEYS[kind]())
    done = office.verify(key=other)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"The badge {office.badge} is not valid. "
        "The signature does not fit: it was changed, or signed with another key.\n"
    )


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_badge_cannot_choose_how_it_is_checked(office: Office, algorithm: str) -> None:
    import hmac

    office.sign(MADE)
    _head, body, _proof = office.badge.read_text("ascii").split(".")
    head = (
        base64.urlsafe_b64encode(msgspec.json.encode({"alg": algorithm, "typ": "JWT"})).decode().rstrip("=")
    )
    proof = hmac.digest(office.public.read_bytes(), f"{head}.{body}".encode(), "sha256")
    end = "" if algorithm == "none" else base64.urlsafe_b64encode(proof).decode().rstrip("=")
    office.badge.write_text(f"{head}.{body}.{end}", "ascii")
    assert office.verify().exit_code == 1


def test_a_badge_that_has_expired_or_is_not_valid_yet(office: Office) -> None:
    now = datetime.now(UTC)
    office.write("issuer.json", ISSUER | {"valid_days": 30})
    office.sign(now - timedelta(days=31))
    assert office.verify().stderr.endswith("It has expired.\n")
    office.sign(now - timedelta(days=29))
    assert "Valid until: " in office.verify().stdout
    office.sign(now + timedelta(days=2))
    assert office.verify().stderr.endswith("It is not valid yet.\n")


@pytest.mark.parametrize("data", [b"", b"..", b"a.b.c", b"{}", b"\x89PNG\r\n", "ż".encode(), b"W10.W10.W10"])
def test_what_is_no_badge_is_refused(office: Office, data: bytes) -> None:
    office.badge.write_bytes(data)
    done = office.verify()
    assert done.exit_code == 1
    assert "is not valid. It is no Open Badge signed as a JWT" in done.stderr


def test_a_signed_text_that_is_no_badge_is_refused(office: Office) -> None:
    import jwt

    token = jwt.encode({"hello": "\x1b[2J"}, office.key.read_bytes(), algorithm="EdDSA")
    office.badge.write_text(token, "ascii")
    done = office.verify()
    assert done.exit_code == 1
    assert "It is no Open Badge 3.0" in done.stderr
    assert "\x1b" not in done.stderr


def test_the_whole_credential_can_be_read_by_a_program(office: Office) -> None:
    office.issue()
    assert json.loads(office.verify("--json").stdout) == payload(office.badge)


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_come_out_as_they_went_in(office: Office, words: str) -> None:
    award = ISSUER["achievement"] | {"name": words, "description": words, "criteria": words}
    issuer = ISSUER["issuer"] | {"name": words}
    office.write("issuer.json", ISSUER | {"issuer": issuer, "achievement": award})
    summary = passed(words)
    summary["course"] |= {"title": words}
    office.write("summary.json", summary)
    assert office.issue().exit_code == 0
    told = payload(office.badge)
    subject = told["credentialSubject"]
    assert told["issuer"]["name"] == subject["achievement"]["name"] == words
    assert subject["achievement"]["criteria"]["narrative"] == words
    assert subject["identifier"][0]["identityHash"] == words
    shown = office.verify().stdout.splitlines()
    assert shown[1] == f"Badge: {' '.join(words.split())}"
    assert len(shown) == 6


def test_what_a_stranger_signed_cannot_take_over_the_terminal(office: Office) -> None:
    from openbadgeslib.ob3 import Achievement, Issuer, OB3Signer, OpenBadgeCredential

    bad = "x\x1b]0;owned\x07\u202e\nIssued: 1999-01-01"
    stranger = OpenBadgeCredential(
        Issuer("https://example.org/", bad), "urn:x:y", Achievement("https://a.example/", bad, bad, bad)
    )
    signer = OB3Signer(office.key.read_bytes(), "EdDSA")
    office.badge.write_text(signer.sign(stranger), "ascii")
    shown = office.verify().stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert sum(line.startswith("Issued") for line in shown.splitlines()) == 1
    assert not {"\x1b", "\x07"} & set(office.verify("--json").stdout)


@pytest.mark.parametrize("field", ["who", "title", "version"])
def test_a_summary_with_hidden_characters_is_refused(office: Office, field: str) -> None:
    summary = passed()
    (summary if field == "who" else summary["course"])[field] = "a\u202eb"
    office.write("summary.json", summary)
    assert "contains characters that cannot be shown" in office.issue().stderr


def test_a_file_is_replaced_only_by_force(office: Office) -> None:
    office.badge.write_bytes(b"old")
    done = office.issue()
    assert done.exit_code == 1
    assert "exists already" in done.stderr
    assert office.badge.read_bytes() == b"old"
    assert office.issue("--force").exit_code == 0
    assert office.verify().exit_code == 0


def test_a_missing_folder_is_said(office: Office) -> None:
    done = office.issue("-o", str(office.folder / "none" / "badge.jwt"))
    assert done.exit_code == 1
    assert "There is no folder" in done.stderr


def test_a_badge_can_go_down_a_pipe(office: Office) -> None:
    done = office.issue("-o", "-")
    office.badge.write_bytes(done.stdout_bytes)
    assert office.verify().exit_code == 0


def test_a_key_with_a_passphrase_asks_for_it(office: Office) -> None:
    office.key, office.public = office.make_key("locked", passphrase=b"secret")
    done = office.issue()
    assert done.exit_code == 2
    assert "The key has a passphrase, and nobody can be asked" in done.stderr
    badge = badges.credential(
        badges.read_summary(office.summary, "small"), badges.read_terms(office.issuer), "", MADE
    )
    office.badge.write_bytes(badges.sign(badge, office.key, lambda: "secret"))
    assert office.verify().exit_code == 0
    with pytest.raises(CoachError, match="or the passphrase is another"):
        badges.sign(badge, office.key, lambda: "wrong")


@posix
@pytest.mark.parametrize(("typed", "code"), [("secret", 0), ("wrong", 1)])
def test_at_a_terminal_the_passphrase_is_typed_unseen(office: Office, typed: str, code: int) -> None:
    key, _public = office.make_key("locked", passphrase=b"secret")
    given = {"--summary": office.summary, "--issuer": office.issuer, "--key": key, "-o": office.badge}
    options = [str(one) for pair in given.items() for one in pair]
    command = ["-m", "advocacy_coach", "badge", "issue", *options]
    child = pexpect.spawn(sys.executable, command, encoding="utf-8", timeout=20)
    child.expect("Passphrase of the key: ")
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert typed not in str(child.before).split("passphrase")[0]
    assert office.badge.exists() == (code == 0)


@posix
def test_a_key_that_others_may_read_is_not_used(office: Office) -> None:
    office.key.chmod(0o644)
    done = office.issue()
    assert done.exit_code == 1
    assert f"chmod 600 {office.key}" in done.stderr
    assert not office.badge.exists()


@pytest.mark.parametrize(
    "data", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_refused(office: Office, data: bytes) -> None:
    office.issue()
    bad = office.write("bad.pem", data)
    bad.chmod(0o600)
    assert "holds no private key in PEM" in office.issue("--force", key=bad).stderr
    assert "holds no public key in PEM" in office.verify(key=bad).stderr
    assert "holds no private key in PEM" in office.issue("--force", key=swapped(office)).stderr
    assert "holds no public key in PEM" in office.verify(key=office.key).stderr


def swapped(office: Office) -> Path:
    office.public.chmod(0o600)
    return office.public


@pytest.mark.parametrize(
    "private",
    [
        lambda: rsa.generate_private_key(65537, 1024),
        lambda: ec.generate_private_key(ec.SECP384R1()),
    ],
)
def test_a_weak_or_unusual_key_is_refused(office: Office, private: Any) -> None:
    key, public = office.make_key("odd", private())
    done = office.issue(key=key)
    assert done.exit_code == 1
    assert "Use Ed25519, RSA with at least 2048 bits, or ECDSA on P-256." in done.stderr
    office.issue()
    assert "Use Ed25519" in office.verify(key=public).stderr


def test_without_a_key_nothing_is_signed(office: Office) -> None:
    done = office.call("issue", "--summary", str(office.summary), "--issuer", str(office.issuer))
    assert done.exit_code == 2
    assert "--preview" in done.stderr


@pytest.mark.parametrize("module", ["openbadgeslib", "cryptography", "jwt"])
def test_without_the_package_one_line_says_how_to_add_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    office.issue()
    for name in [name for name in sys.modules if name.partition(".")[0] in (module, "openbadgeslib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    for done in (office.issue("--force"), office.verify()):
        assert done.exit_code == 1
        assert done.stderr.splitlines()[-1] == (
            "Open Badges need the Python package openbadgeslib. Install it with “pip install openbadgeslib”."
        )


def test_nothing_is_loaded_before_a_badge_is_asked_for() -> None:
    code = "import sys, advocacy_coach.cli, advocacy_coach.reports.badges; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"openbadgeslib", "cryptography", "jwt"} & set(done.stdout.split())


def test_the_issuer_file_of_the_documents_can_be_used(office: Office) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "badges.md").read_text("utf-8")
    example = page.partition("```json\n")[2].partition("```")[0].encode()
    terms = badges.read_terms(office.write("issuer.json", example))
    assert set(badges.Award.__struct_fields__) == set(json.loads(example)["achievement"])
    assert terms.valid_days == 730
