"""How values are written here: frozen, and readable as JSON."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of some bytes, as 64 lower-case hexadecimal digits."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""A name that is safe in ids, keys and addresses: lower case, digits and inner hyphens, at most 64."""


class Value(BaseModel):
    """A frozen value that may be stored or recorded.

    Unknown fields are ignored, because a history written by a newer release must still be readable after a roll
    back; a new field needs a default, because an older history does not hold it. What people send is read by
    `StrictValue` instead.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="strings")

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read the value back from what `to_json` wrote."""
        return cls.model_validate_json(data)

    def to_json(self) -> bytes:
        """The value as compact UTF-8 JSON; the same value always gives the same bytes.

        Defaults are written out: what was decided must not change when a default does.
        """
        return self.model_dump_json(exclude_none=True).encode()


class StrictValue(Value):
    """A frozen value that people send: a misspelt field is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Blob(Value):
    """Bytes in the store, named by their content."""

    sha256: Sha256
    size_bytes: int
