"""API keys: what is handed out, and the little of it that is kept."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from shelfready.values import Sha256, Slug, Value


class Scope(StrEnum):
    """What a key may do: act for its publisher, or operate the system."""

    PUBLISHER = "publisher"
    OPERATIONS = "operations"


class ApiKey(Value):
    """A key as it is kept. The secret is 32 random bytes, so a plain SHA-256 of it cannot be guessed back."""

    id: str
    publisher: Slug
    scope: Scope = Scope.PUBLISHER
    secret_sha256: Sha256
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def accepts(self, secret: str, now: datetime) -> bool:
        """Whether the secret is the key's and the key still counts, in a time that does not tell which byte differs."""
        is_right = compare_digest(sha256(secret.encode()).hexdigest(), self.secret_sha256)
        is_expired = self.expires_at is not None and self.expires_at <= now
        return is_right and not is_expired and self.revoked_at is None


def new_key(
    publisher: str, now: datetime, *, scope: Scope = Scope.PUBLISHER, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key, and the text `sr_<id>_<secret>` that is shown once and never kept."""
    key_id, secret = token_urlsafe(9).replace("_", "-"), token_urlsafe(32)
    kept = ApiKey(
        id=key_id,
        publisher=publisher,
        scope=scope,
        secret_sha256=sha256(secret.encode()).hexdigest(),
        created_at=now,
        expires_at=expires_at,
    )
    return kept, f"sr_{key_id}_{secret}"


def split_key(text: str) -> tuple[str, str] | None:
    """The public id and the secret within the text of a key; None when it is not one."""
    prefix, _, rest = text.partition("_")
    key_id, _, secret = rest.partition("_")
    return (key_id, secret) if prefix == "sr" and key_id and secret else None
