"""The checks: one file each, in folders by what they concern."""

from shelfready.family import Family
from shelfready.findings import Rule

RULES = Family(__name__, Rule)
