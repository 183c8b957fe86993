"""`python -m api`: serve the API until the process is told to stop."""

import asyncio
import sys

from api.serving import serve
from shelfready.settings import Settings


def main() -> int:
    """Serve what the settings say."""
    asyncio.run(serve(Settings()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
