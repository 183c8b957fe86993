"""Names of new things, as the API gives them out: see `shelfready.ids`."""

from shelfready.ids import FEED, SUBMISSION, UPLOAD, WAIVER, is_id, new_id

__all__ = ["FEED", "SUBMISSION", "UPLOAD", "WAIVER", "is_id", "new_id"]
