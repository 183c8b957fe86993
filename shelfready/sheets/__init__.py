"""Spreadsheets of titles: what publishers without ONIX send. A row becomes a record in ONIX's words."""

from shelfready.sheets.reading import lists_titles, read

__all__ = ["read", "lists_titles"]
