"""How a report is written: one file for each format, its key is what `?format=` says."""

from shelfready.family import Family
from shelfready.reporting import ReportFormat

REPORT_FORMATS = Family(__name__, ReportFormat)
