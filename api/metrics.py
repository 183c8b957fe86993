"""What the API tells Prometheus about itself. No label names a publisher or a title: there are too many of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The API's own counters; every app has its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "shelfready_api_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "shelfready_api_first_byte_seconds",
            "Time until an answer began: streams go on for long after that.",
            ("method", "route"),
            registry=self.registry,
        )
        self.accepted = Counter(
            "shelfready_api_submissions_accepted",
            "Submissions accepted, repeated requests not counted.",
            ("content_type",),
            registry=self.registry,
        )
        self.unstarted = Counter(
            "shelfready_api_starts_failed",
            "Accepted submissions that could not be started at once; the sweeper starts them.",
            registry=self.registry,
        )
        self.followers_now = 0
        self.parts_now = 0
        followers = Gauge("shelfready_api_followers", "Event streams open now.", registry=self.registry)
        followers.set_function(lambda: self.followers_now)
        parts = Gauge("shelfready_api_parts_arriving", "Parts of uploads arriving now.", registry=self.registry)
        parts.set_function(lambda: self.parts_now)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Count one who follows a stream of events."""
        self.followers_now += 1
        try:
            yield
        finally:
            self.followers_now -= 1

    @contextmanager
    def taking_part(self) -> Iterator[None]:
        """Count one part of an upload that arrives."""
        self.parts_now += 1
        try:
            yield
        finally:
            self.parts_now -= 1
