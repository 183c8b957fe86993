"""The kinds of product that can be onboarded: one file each."""

from shelfready.family import Family
from shelfready.plans import ContentType

CONTENT_TYPES = Family(__name__, ContentType)
