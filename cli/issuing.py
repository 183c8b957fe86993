"""Issues API keys, and keeps the secrets of the embedded system in its home folder, for its owner's eyes only."""

import os
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

from pydantic import SecretStr

from shelfready.adapters.database import open_catalogue
from shelfready.keys import ApiKey, Scope, new_key, split_key
from shelfready.ports import Catalogue
from shelfready.settings import Settings


def issue(database_url: str, publisher: str, scope: Scope, expires_at: datetime | None) -> tuple[ApiKey, str]:
    """Make a key; its text is answered this once, the catalogue keeps only its hash."""
    kept, text = new_key(publisher, datetime.now(UTC), scope=scope, expires_at=expires_at)
    with open_catalogue(database_url).begin() as unit:
        unit.keys.add(kept)
    return kept, text


def ensure_kept(database_url: str, publisher: str, file: Path) -> None:
    """Leave a key that works in the file; one that works already stays."""
    if not _works(open_catalogue(database_url), file):
        keep(file, issue(database_url, publisher, Scope.PUBLISHER, None)[1])


def keep(file: Path, text: str) -> None:
    """Write a key to a file that only its owner can read, whole or not at all."""
    draft = file.with_name(f".{file.name}.tmp")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(f"{text}\n")
    draft.replace(file)


def with_media_secret(settings: Settings) -> Settings:
    """The settings with a secret that signs links to media, kept in the home folder: links outlive a restart."""
    if settings.media_secret is not None:
        return settings
    file = settings.home / "media.secret"
    if not file.exists():
        keep(file, token_urlsafe(32))
    return settings.model_copy(update={"media_secret": SecretStr(file.read_text().strip())})


def _works(catalogue: Catalogue, file: Path) -> bool:
    parts = split_key(file.read_text().strip()) if file.exists() else None
    if parts is None:
        return False
    with catalogue.begin() as unit:
        kept = unit.keys.by_id(parts[0])
    return kept is not None and kept.accepts(parts[1], datetime.now(UTC))
