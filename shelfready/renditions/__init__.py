"""What a title is made into: one file each."""

from shelfready.family import Family
from shelfready.plans import Rendition

RENDITIONS = Family(__name__, Rendition)
