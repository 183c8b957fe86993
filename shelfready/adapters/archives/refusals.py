"""The three ways in which an archive is refused, each with what to do about it."""

from shelfready.errors import RejectedError


def unsafe(found: str) -> RejectedError:
    """It is made so that opening it could do harm, or so that two programs would see two archives."""
    return RejectedError(
        f"the archive is not safe to open: {found}; pack the files anew with an ordinary zip program",
        cause_code="archive-unsafe",
    )


def damaged(found: str) -> RejectedError:
    """It is not whole, or no zip file at all."""
    return RejectedError(
        f"the archive cannot be read: {found}; check the file with an ordinary zip program and send it again",
        cause_code="archive-damaged",
    )


def too_large(found: str) -> RejectedError:
    """It would unpack to more than is taken in."""
    return RejectedError(
        f"the archive is too large: {found}; split it, or send its files by themselves",
        cause_code="archive-too-large",
    )
