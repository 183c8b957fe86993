"""The layouts in which drops arrive: one file each."""

from shelfready.drops import Dialect
from shelfready.family import Family

PUBLISHERS = Family(__name__, Dialect)
