"""What is mended without asking: one file each."""

from shelfready.family import Family
from shelfready.fixing import Fix

FIXES = Family(__name__, Fix)
"""A folder that is a table: one file, one member."""
