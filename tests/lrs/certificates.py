"""Certificates for the tests, made by the program openssl when they are needed and never kept."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def certificate(folder: Path, name: str) -> Path:
    """A file with a key and a certificate, signed by itself, for a host such as ``IP:127.0.0.1``."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs the program openssl")
    key, made, both = folder / "key.pem", folder / "made.pem", folder / "both.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=test", "-addext", f"subjectAltName={name}"]
    command = [openssl, "req", "-x509", *kind, *named, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both


def serving(both: Path) -> ssl.SSLContext:
    """What a server needs to show the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context
