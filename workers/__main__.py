"""`python -m workers --queue processor`: one worker process."""

import argparse
import asyncio
import sys

from shelfready.adapters.logs import configure_logs
from shelfready.settings import Settings
from workers.assembly import assemble, scratch_of
from workers.serving import serve
from workflows.queues import QUEUES


def main() -> int:
    """Serve the queue that is asked for until the process is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m workers", description="Serve one task queue.")
    parser.add_argument("--queue", choices=QUEUES, required=True, help="the queue to serve")
    queue: str = parser.parse_args().queue
    settings = Settings()
    configure_logs()
    scratch_of(settings).sweep()
    asyncio.run(serve(queue, settings, assemble(settings)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
