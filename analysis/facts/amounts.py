"""Amounts: sums of money, percentages, large numbers and counts, each under one form."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from analysis.facts.name_words import function_words
from analysis.wordlists import read_rows

_MILLION, _BILLION, _TRILLION = 10**6, 10**9, 10**12
_SCALES = {
    "thousand": 1000,
    "k": 1000,
    "million": _MILLION,
    "m": _MILLION,
    "mn": _MILLION,
    "mln": _MILLION,
    "billion": _BILLION,
    "b": _BILLION,
    "bn": _BILLION,
    "bln": _BILLION,
    "trillion": _TRILLION,
    "tn": _TRILLION,
    "trn": _TRILLION,
}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED = dict(zip((*_UNITS, *_TEENS), range(1, 20), strict=True))
_SPELLED |= dict(zip(_TENS, range(20, 100, 10), strict=True)) | {"a": 1, "an": 1}

_FIGURES = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?"
_WORDS = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)}))?|{'|'.join((*_TEENS, *_UNITS))}"
_SCALE = r"(?:[\s-]?(thousand|million|billion|trillion|bn|mn|mln|bln|tn|trn|[kmb])(?![^\W_]))?"
_TO = r"(?:\s?[-–]\s?|\s(?:to|and|or)\s)"
_NUMBER = re.compile(
    rf"(?<![\w.,:/$€£-])(?:({_FIGURES})(?:{_TO}({_FIGURES}))?{_SCALE}"
    rf"|\b({_WORDS}|an?(?=\s\w{{1,2}}illion))\b(?:{_TO}({_WORDS})\b)?{_SCALE})",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?%|[\s-]per\s?cent\b", re.IGNORECASE)
_POINTS = re.compile(r"[\s-](percentage|basis)[\s-]points?\b")
_NOUN = re.compile(r"\s([a-z]{3,20})\b(?![’'.]\w)")
_PART_OF_MORE = re.compile(r"[^\W_]|[:/]\d|[.,-]\d|-[^\W\d_]")
_WORTH_A_LOOK = re.compile(r"\d|illion|thousand|per\s?cent|percentage", re.IGNORECASE)
_YEARS = range(1900, 2101)


class Amount(NamedTuple):
    """Where an amount stands in a text, and the form that all ways to write it share."""

    start: int
    end: int
    fact: str


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    return {row["term"].casefold(): row["currency"] for row in read_rows("facts_currencies")}


@lru_cache(maxsize=1)
def _money() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Sums with the currency before the number, and the currency after a number."""
    terms = sorted((row["term"] for row in read_rows("facts_currencies")), key=len, reverse=True)
    before = "|".join(re.escape(term) for term in terms if "$" in term or not term[1:].islower())
    after = "|".join(re.escape(term) for term in terms if term[-1].isalpha())
    return re.compile(
        rf"(?<![\w$])({before})\s?({_FIGURES})"
        rf"(?:(?:\s?[-–]\s?|\sto\s)(?:{before})?\s?({_FIGURES})"
        rf"|\s(?:and|or)\s(?:{before})\s?({_FIGURES}))?{_SCALE}",
        re.IGNORECASE,
    ), re.compile(rf"[\s-](?:U\.?S\.?\s)?({after})\b", re.IGNORECASE)


def find_amounts(text: str) -> list[Amount]:
    """The amounts in a text, in order.

    Money in any way to write it, percentages, numbers of a thousand and more, and smaller numbers
    in figures with what they count. A range gives its two ends.

    Example:
        >>> [amount.fact for amount in find_amounts("57 billion dollars, $57bn, US$5-6 million")]
        ['$57 billion', '$57 billion', '$5 million', '$6 million']
        >>> [amount.fact for amount in find_amounts("85 percent of 47 million; 1,200; 17 people")]
        ['85%', '47 million', '1,200', '17 people']
    """
    if not _WORTH_A_LOOK.search(text):
        return []
    signed, _ = _money()
    found: list[Amount] = []
    at = 0
    for match in signed.finditer(text):
        found += _plain(text, at, match.start())
        unit = _currencies()[match[1].casefold()]
        last = 4 if match[3] is None else 3
        found += _ends(match, (2, last), match[5], unit, match.end())
        at = match.end()
    return [*found, *_plain(text, at, len(text))]


def _plain(text: str, low: int, high: int) -> Iterator[Amount]:
    """The amounts between two sums that have the currency in front."""
    _, currency = _money()
    for match in _NUMBER.finditer(text, low, high):
        figures = match[1] is not None
        ends, scale = ((1, 2), match[3]) if figures else ((4, 5), match[6])
        after = match.end()
        if found := _PERCENT.match(text, after, high):
            yield from _ends(match, ends, scale, "%", found.end())
        elif found := _POINTS.match(text, after, high):
            yield from _ends(match, ends, scale, f"{found[1]} points", found.end())
        elif (found := currency.match(text, after, high)) and (
            scale or found[1].lower() != "pounds"
        ):
            unit = _currencies()[found[1].casefold()]
            yield from _ends(match, ends, scale, unit, found.end())
        elif scale and (len(scale) > 1 or _plural(_NOUN.match(text, after, high))):
            yield from _ends(match, ends, scale, "", after)
        elif figures and not scale and not _PART_OF_MORE.match(text, after):
            yield from _counts(text, match, high)


def _counts(text: str, match: re.Match[str], high: int) -> Iterator[Amount]:
    """Large numbers, and smaller ones with what they count; neither years nor scores."""
    noun = _NOUN.match(text, match.end(), high)
    counted = noun is not None and noun[1] not in function_words() | _SPELLED.keys()
    values = [_value(group) for group in match.groups()[:2] if group]
    round_count = values[0] % 100 == 0 and _plural(noun)
    if values[0] in _YEARS and "," not in match[1] and not round_count:
        return
    if match[2] and not _plural(noun):
        return
    if min(values) >= 1000:
        yield from _ends(match, (1, 2), None, "", match.end())
    elif counted and noun:
        yield from _ends(match, (1, 2), None, noun[1], noun.end())


def _plural(noun: re.Match[str] | None) -> bool:
    return noun is not None and noun[1].endswith(("s", "people", "men", "children"))


def _ends(
    match: re.Match[str], groups: tuple[int, int], scale: str | None, unit: str, end: int
) -> Iterator[Amount]:
    first, last = groups
    factor = _SCALES[scale.casefold()] if scale else 1
    if match[last] is None:
        yield Amount(match.start(), end, _form(_value(match[first]) * factor, unit))
        return
    low, high = _value(match[first]), _value(match[last])
    shared = factor if low <= high else 1
    if unit or low * shared >= 1000:
        yield Amount(match.start(), match.end(first), _form(low * shared, unit))
    yield Amount(match.start(last), end, _form(high * factor, unit))


def _value(number: str) -> Decimal:
    if number[0].isdecimal():
        return Decimal(number.replace(",", ""))
    return Decimal(sum(_SPELLED[word] for word in re.split("[ -]", number.lower())))


def _form(value: Decimal, unit: str) -> str:
    for factor, name in ((_TRILLION, " trillion"), (_BILLION, " billion"), (_MILLION, " million")):
        if value >= factor:
            value, scale = value / factor, name
            break
    else:
        scale = ""
    whole = value == value.to_integral_value()
    number = f"{value.to_integral_value() if whole else value.normalize():,f}" + scale
    if unit == "%":
        return f"{number}%"
    if unit and not unit[-1].isalpha():
        return f"{unit}{number}"
    return f"{number} {unit}".rstrip()
