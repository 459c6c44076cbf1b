"""A small real mail server of this machine: it speaks STARTTLS and asks for a password."""

from __future__ import annotations

import base64
import ipaddress
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER: Final = "nastavnik"
PASSWORD: Final = "a password of the post"  # noqa: S105 - of a server that lives for a test
REFUSED: Final = "nobody@"
"""Letters to such an address are refused for good."""


@dataclass
class Taken:
    """What the server has taken, each letter with how it came."""

    letters: list[str] = field(default_factory=list)
    safely: list[bool] = field(default_factory=list)


class _Speaker(socketserver.StreamRequestHandler):
    """One conversation."""

    server: _Server

    def handle(self) -> None:
        """Answer until QUIT."""
        self.safe = self.known = False
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                self._say("221 bye")
                return
            getattr(self, f"_{verb.lower()}", self._other)(rest)

    def finish(self) -> None:
        """The socket of TLS is another than the one that the base class closes."""
        super().finish()
        self.request.close()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _other(self, _: str) -> None:
        self._say("250 ok")

    def _ehlo(self, _: str) -> None:
        offers = ["here", "AUTH PLAIN" if self.safe else "STARTTLS"]
        self._say(f"250-{offers[0]}\r\n250 {offers[1]}")

    def _starttls(self, _: str) -> None:
        self._say("220 go")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.safe = True

    def _auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.rsplit(maxsplit=1)[-1]).decode().split("\0")
        self.known = (user, password) == (USER, PASSWORD)
        self._say("235 ok" if self.known else "535 wrong")

    def _rcpt(self, rest: str) -> None:
        self._say("550 no such mailbox" if REFUSED in rest else "250 ok")

    def _data(self, _: str) -> None:
        if not self.known:
            self._say("530 who are you")
            return
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        self.server.taken.letters.append("\n".join(lines))
        self.server.taken.safely.append(self.safe)
        self._say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    tls: ssl.SSLContext
    taken: Taken


@contextmanager
def mail_server(folder: Path, port: int = 0) -> Iterator[tuple[int, Taken]]:
    """A server with a certificate in `folder`/trusted.pem; its port and what it takes."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate(folder), folder / "key.pem")
    with _Server(("127.0.0.1", port), _Speaker) as server:
        server.tls, server.taken = tls, Taken()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_address[1], server.taken
        server.shutdown()


def certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1 that signs itself; the key is beside."""
    trusted = folder / "trusted.pem"
    if trusted.exists():
        return trusted
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, SHA256())
    )
    trusted.write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return trusted
