"""Shares the files of a drop out among workers."""

from collections.abc import Sequence

from shelfready.titles import Asset, Role

MEASURE_BATCH_BYTES = 4 * 1024 * 1024
MEASURE_BATCHES = 16
"""Measuring is split by bytes: finely, so that no core waits for the last batch, but into no more batches than this, so
that a book of 300 tracks has a short history."""


def shares(indices: Sequence[int], count: int) -> tuple[tuple[int, ...], ...]:
    """Deal indices out into at most `count` shares of nearly equal length."""
    return tuple(tuple(indices[start::count]) for start in range(min(count, len(indices))))


def track_shares(assets: tuple[Asset, ...]) -> tuple[tuple[int, ...], ...]:
    """The tracks in runs of about the same number of bytes."""
    tracks = [index for index, asset in enumerate(assets) if asset.role is Role.TRACK]
    total = sum(assets[index].size_bytes for index in tracks)
    count = min(MEASURE_BATCHES, len(tracks), max(2, total // MEASURE_BATCH_BYTES))
    limit = total / count if count else 0
    batches: list[list[int]] = []
    filled = 0.0
    for index in tracks:
        if not batches or (filled >= limit and len(batches) < count):
            batches.append([])
            filled = 0.0
        batches[-1].append(index)
        filled += assets[index].size_bytes
    return tuple(tuple(batch) for batch in batches)


def other_shares(assets: tuple[Asset, ...]) -> tuple[tuple[int, ...], ...]:
    """Everything that is no track, dealt out."""
    return shares([index for index, asset in enumerate(assets) if asset.role is not Role.TRACK], MEASURE_BATCHES)
