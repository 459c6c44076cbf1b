"""Keys out of the site's secret: digests of codes, signed tickets, sealed secrets."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nastavnik.domain.errors import NastavnikError

_BYTES: Final = 32
_SIGNATURE: Final = 16
_SEPARATOR: Final = "."
_LOOKALIKES: Final = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L: a slip is read by tired eyes."""


@dataclass(frozen=True)
class Keys:
    """What is derived from the secret of the site; another secret makes every code void."""

    secret: str

    def digest(self, purpose: str, text: str) -> str:
        """What is kept instead of a code: 64 hex signs, useless without the site's secret."""
        message = f"{purpose}\0{text}".encode()
        return blake2b(message, key=self._digests, digest_size=_BYTES).hexdigest()

    def ticket(self, purpose: str) -> str:
        """A random signed text for a link."""
        nonce = secrets.token_urlsafe(_BYTES)
        return f"{nonce}{_SEPARATOR}{self._signature(purpose, nonce)}"

    def signed(self, purpose: str, ticket: str) -> bool:
        """Was the ticket made here; a forged one never reaches the database."""
        nonce, _, signature = ticket.rpartition(_SEPARATOR)
        return hmac.compare_digest(signature.encode(), self._signature(purpose, nonce).encode())

    def seal(self, text: str) -> str:
        """Encrypt what must be read back."""
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Decrypt it. Raises NastavnikError if the site's secret has changed since."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NastavnikError(
                "Второй фактор настроен при другом ключе сайта и больше не читается. "
                "Попросите того, кто выдал вам вход, отключить его и настройте заново."
            ) from None

    def _signature(self, purpose: str, nonce: str) -> str:
        return self.digest(f"ticket {purpose}", nonce)[:_SIGNATURE]

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), _BYTES, salt=None, info=purpose).derive(self.secret.encode())

    @cached_property
    def _digests(self) -> bytes:
        return self._derived(b"nastavnik digests")

    @cached_property
    def _fernet(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self._derived(b"nastavnik seals")))


def new_code(groups: int = 2, length: int = 4) -> str:
    """A random code to be read from paper: «K7XM-Q2VD»."""
    parts = ("".join(secrets.choice(ALPHABET) for _ in range(length)) for _ in range(groups))
    return "-".join(parts)


def plain_code(typed: str) -> str:
    """The code without what people add or change: blanks, dashes, small and Russian letters."""
    return "".join(sign for sign in typed.upper().translate(_LOOKALIKES) if sign.isalnum())
