"""ISBNs as publishers write them, and what is wrong with those that are none."""

import re

from stdnum import ean, isbn

_PREFIX = re.compile(r"(urn:)?isbn(-1[03])?[-:\s]*(?=[0-9])", re.IGNORECASE)

# Hyphens and blanks of every kind; spreadsheets and web pages bring soft and non-breaking ones.
_SEPARATORS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212\ufeff-]+")


def plain(text: str) -> str:
    """The number alone, without hyphens, blanks and the word ISBN.

    >>> plain(" ISBN 978-99999-0001-0"), plain("0-8044-2957-x")
    ('9789999900010', '080442957X')
    """
    return _SEPARATORS.sub("", _PREFIX.sub("", text.strip()[:100])).upper()


def thirteen(text: str) -> str | None:
    """The ISBN-13 that a number is or, having ten digits, stands for; None where it is no valid ISBN.

    >>> thirteen("978-99999-0001-0"), thirteen("080442957X"), thirteen("9790060115615")
    ('9789999900010', '9780804429573', None)
    """
    number = plain(text)
    if not number.isascii() or _is_of_music(number) or not isbn.is_valid(number):
        return None
    return str(isbn.to_isbn13(number))


def fault(text: str) -> str | None:
    """Why a number is not a plain and valid ISBN-13; None if it is one.

    >>> fault("9789999900011")
    '9789999900011 is not an ISBN: its check digit is 1, and 0 is expected'
    """
    number = plain(text)
    if re.fullmatch(r"97[89][0-9]{10}", number):
        return _fault_of_thirteen(text.strip()[:100], number)
    if meant := thirteen(number):
        return f"{number} is an ISBN of ten digits, and {meant} is the same in thirteen"
    digits = f"{len(number)} digits" if number.isascii() and number.isdigit() else "other characters than digits"
    return f"{number[:40]!r} is not an ISBN-13: it has {digits}, and 13 that begin with 978 or 979 are expected"


def _fault_of_thirteen(text: str, number: str) -> str | None:
    if _is_of_music(number):
        return f"{number} is not an ISBN: numbers that begin with 9790 are of printed music (ISMN)"
    if not ean.is_valid(number):
        expected = ean.calc_check_digit(number[:-1])
        return f"{number} is not an ISBN: its check digit is {number[-1]}, and {expected} is expected"
    return None if text == number else f"{text!r} is written with more than digits, and {number} is expected"


def _is_of_music(number: str) -> bool:
    return number.startswith("9790")
