"""Dates: days, months of a year, and years that a text gives, each under one form."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SHORT = {month[:3]: month for month in _MONTHS} | {"Sept": "September"}
_FULL = {month: month for month in _MONTHS} | _SHORT
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT)})\b\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_BEFORE_YEAR = "".join(
    rf"|(?<=\b(?i:{word}))" for word in ("mid-", "late-", "early-", "pre-", "post-", "fy")
)
_TO = r"\s?(?:-|–|to|and|through|or|&)\s?"
_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>{_DAY})\b(?!\s?(?:%|percent\b|per\scent\b|million\b|,\d\d\d\b))"
    rf"(?:{_TO}(?P<last>{_DAY})\b(?!\s[A-Z]))?(?:,?\s(?P<year>{_YEAR})\b)?"
    rf"|\b(?P<day2>{_DAY})(?:{_TO}(?P<last2>{_DAY}))?\s(?:of\s)?(?P<month2>{_MONTH})\b"
    rf"(?:,?\s(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{_MONTH}),?\s(?:of\s)?(?P<year3>{_YEAR})\b"
    rf"|(?<![\w.,/-])(?P<year4>{_YEAR})-(?P<number4>0[1-9]|1[0-2])-(?P<day4>0[1-9]|[12]\d|3[01])\b"
    rf"|(?:(?<![\w.,/$€£¥-]){_BEFORE_YEAR})(?P<year5>{_YEAR})"
    rf"(?:(?P<decade>s)|[-–/](?P<to5>{_YEAR}|\d\d))?(?![\w%/:]|[.,–-]\d)"
)
_WORTH_A_LOOK = re.compile(rf"[12]\d\d\d|{'|'.join(_SHORT)}")
_COUNTED = re.compile(r"\s[a-z]{3,20}s\b(?<!this)")
_YEAR_CUE = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|before|after|to|the|and|late|early|mid|around|year)"
    r"[\s-]$",
    re.IGNORECASE,
)
_DASHES = re.compile("[–/]")
_READ_ALONE = range(1900, 2100)


class Date(NamedTuple):
    """Where a date stands in a text, and the form that all ways to write it share."""

    start: int
    end: int
    fact: str


def find_dates(text: str) -> Iterator[Date]:
    """The dates in a text, in order: days, months with a year, years, decades.

    Days of the week, "next week" and a month without its year are no dates: two texts may not
    mean the same. A range of days gives its two ends.

    Example:
        >>> [date.fact for date in find_dates("1 June to 20 January 2025, in 2018, May 5 to 8")]
        ['June 1', 'January 20, 2025', '2018', 'May 5', 'May 8']
        >>> [date.fact for date in find_dates("In April, the mid-1990s, 2024/25 and Sept. 2024")]
        ['1990s', '2024-25', 'September 2024']
    """
    if not _WORTH_A_LOOK.search(text):
        return
    for match in _DATE.finditer(text):
        if match["month"]:
            yield from _days(match, "month", "day", "last", "year")
        elif match["month2"]:
            yield from _days(match, "month2", "day2", "last2", "year2")
        elif match["month3"]:
            fact = f"{_month(match['month3'])} {match['year3']}"
            yield Date(match.start(), match.end(), fact)
        elif match["year4"]:
            month = _MONTHS[int(match["number4"]) - 1]
            fact = f"{month} {int(match['day4'])}, {match['year4']}"
            yield Date(match.start(), match.end(), fact)
        else:
            yield from _years(text, match)


def _days(match: re.Match[str], month: str, day: str, last: str, year: str) -> Iterator[Date]:
    when = f", {match[year]}" if match[year] else ""
    name = _month(match[month])
    first = f"{name} {_number(match[day])}{when}"
    if not match[last]:
        yield Date(match.start(), match.end(), first)
        return
    cut = max(match.end(day), match.end(month)) if match.start(month) < match.start(day) else 0
    yield Date(match.start(), cut or match.end(day), first)
    yield Date(match.start(last), match.end(), f"{name} {_number(match[last])}{when}")


def _years(text: str, match: re.Match[str]) -> Iterator[Date]:
    successor = f"{(int(match['year5']) + 1) % 100:02}"
    if "/" in match.group() and match["to5"][-2:] != successor:
        return
    if match["to5"] and len(match["to5"]) > 2:
        yield Date(match.start(), match.end("year5"), match["year5"])
        yield Date(match.start("to5"), match.end(), match["to5"])
    elif match["decade"] or match["to5"] or _is_year(text, match):
        yield Date(match.start(), match.end(), _DASHES.sub("-", match.group()))


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether four figures are a year rather than a count ("2000 soldiers")."""
    year = int(match["year5"])
    if year in _READ_ALONE and (year % 100 or not _COUNTED.match(text, match.end())):
        return True
    cue = _YEAR_CUE.search(text[max(0, match.start() - 8) : match.start()])
    return cue is not None and not _COUNTED.match(text, match.end())


def _month(written: str) -> str:
    return _FULL[written.rstrip(".")]


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))
