"""What the world is to be told of the catalogue: webhooks and deliveries are made from it."""

from datetime import datetime

from shelfready.values import Value


class Message(Value):
    """One thing to tell; `id` grows, and stays the same however often it is delivered."""

    id: int
    kind: str
    data: dict[str, object]
    created_at: datetime
