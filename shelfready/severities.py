"""How grave a finding is."""

from enum import StrEnum


class Severity(StrEnum):
    """In the letters of ONIX Acknowledgement (code lists 224 and 261)."""

    FATAL = "F"
    ERROR = "E"
    WARNING = "W"
    INFO = "I"

    @property
    def blocks(self) -> bool:
        """Whether the title cannot be published until it is mended."""
        return self in (Severity.FATAL, Severity.ERROR)
