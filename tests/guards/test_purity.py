"""Importing the workflows loads nothing that reads, sends, decodes or stores."""

import subprocess
import sys

FORBIDDEN = (
    "alembic",
    "boto3",
    "ebooklib",
    "fastapi",
    "ffmpeg",
    "httpx",
    "lxml",
    "mutagen",
    "numpy",
    "PIL",
    "psycopg",
    "sqlalchemy",
    "sqlmodel",
    "typer",
)

PROGRAM = f"import sys, workflows.served; print(*[name for name in {FORBIDDEN!r} if name in sys.modules])"


def test_purity() -> None:
    """A process that has imported the workflows holds no I/O library."""
    loaded = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()

    assert loaded == []
