"""What activities and routes need from the world, as protocols. The adapters are in `adapters/`."""

from shelfready.ports.audio import (
    EDGE_SAMPLES,
    PEAKS_PER_S,
    AudiobookFile,
    AudioEncoder,
    AudioPacker,
    AudioReader,
    EncodeInput,
    MeasuredAudio,
    PackedAudio,
)
from shelfready.ports.books import EpubChecker, EpubReader, Pictures
from shelfready.ports.catalogue import Catalogue, Events, Keys, Outbox, Page, Submissions, Titles, UnitOfWork, Uploads
from shelfready.ports.drops import Archives, Fetcher, ListedFile
from shelfready.ports.objects import ObjectInfo, ObjectStore
from shelfready.ports.watching import Clock, Watcher

__all__ = [
    "Watcher",
    "Clock",
    "ObjectInfo",
    "ObjectStore",
    "ListedFile",
    "Fetcher",
    "Archives",
    "EDGE_SAMPLES",
    "PEAKS_PER_S",
    "MeasuredAudio",
    "AudioReader",
    "EncodeInput",
    "AudioEncoder",
    "AudiobookFile",
    "PackedAudio",
    "AudioPacker",
    "EpubReader",
    "EpubChecker",
    "Pictures",
    "Page",
    "Submissions",
    "Titles",
    "Events",
    "Keys",
    "Uploads",
    "Outbox",
    "UnitOfWork",
    "Catalogue",
]
