"""Many writers at once, as threads of one process and as processes, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from threading import Barrier

from shelfready.adapters.database import open_catalogue
from shelfready.errors import ConflictError
from shelfready.ports import Catalogue, UnitOfWork
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, release, submission

WRITERS = 8
ISBN = "9780000000001"


def at_once[T](works: Sequence[Callable[[], T]]) -> list[T]:
    """The answers of works that all begin at the same moment, each in a thread."""
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))
