"""Amounts: sums of money, percentages, large numbers and counts, each under one form."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from unicodedata import numeric

from analysis.facts.name_words import (
    calendar_words,
    common_words,
    cue_words,
    fold_name,
    function_words,
    gazetteer,
)
from analysis.wordlists import read_rows

_MILLION, _BILLION, _TRILLION = 10**6, 10**9, 10**12
_SCALES = {row["term"].casefold(): int(row["factor"]) for row in read_rows("facts_scales")}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED = dict(zip((*_UNITS, *_TEENS), range(1, 20), strict=True))
_SPELLED |= dict(zip(_TENS, range(20, 100, 10), strict=True)) | {"a": 1, "an": 1}

_FRACTIONS = "¼½¾⅛⅜⅝⅞"
_FIGURES = (
    r"(?:(?:\d{1,3}(?:,\d{3}){1,5}|[1-9]\d{0,2}(?:\.\d{3}){0,3}\.000"
    r"|[1-9]\d{0,2}(?:[ \xa0\u202f]\d{3}){1,4}(?!\s?\d)|\d{1,15})"
    rf"(?:\.\d{{1,6}}|[{_FRACTIONS}])?|\d{{1,3}},\d{{1,2}}|[{_FRACTIONS}])(?!\d|[.,]\d)"
)
_WORDS = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)}))?|{'|'.join((*_TEENS, *_UNITS))}"
_PART = (
    r"(?:half(?:[\s-]of)?(?:[\s-]an?)?|(?:an?|one|three)[\s-]quarters?\sof\san?"
    rf"|(?:{_WORDS})[\s-]and[\s-]a[\s-]half|an?(?=\s\w{{1,2}}illion))"
    r"(?=[\s-]\w{1,2}illion|\sper\s?cent|\spercentage\spoint)"
)
_SCALE = rf"(?:[\s-]?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![^\W_]))?"
_TO = r"(?:\s?[-–]\s?|\s(?:to|and|or)\s)"
_NUMBER = re.compile(
    rf"(?:(?<![\w.,:/$€£-])|(?<=(?<![^\s(])-))"
    rf"(?:({_FIGURES})(?:{_TO}({_FIGURES}))?{_SCALE}"
    rf"|\b({_PART}|{_WORDS})\b(?:{_TO}({_WORDS})\b)?{_SCALE})",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"\s?%|(?-i:pc)\b|[\s-](?:per\s?cent|{'|'.join(cue_words('percent'))})\b", re.IGNORECASE
)
_PENCE = re.compile(r"p(?!\.?\w)|[\s-]pence\b")
_RESOLUTIONS = (480, 720, 1080, 1440, 2160)
_PHONE = re.compile(
    r"(?<![\w.,])(?:\+\d|\(?0\d)[\d ().-]{4,17}\d"
    r"|(?<![\w.,])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"
)
_LEAST_DIGITS = {"+": 9, "0": 7, "(": 7}
_CALL = re.compile(r"(\w+)(?:\son)?:?\s$")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_GROUPED = re.compile(r"\d[,.\s]\d{3}|\d{5}")
_POINTS = re.compile(r"[\s-](percentage|basis)[\s-]points?\b")
_DECIMAL_COMMA = re.compile(r",\d{1,2}(?!\d)")
_MINUS = re.compile(r"(?:^|[\s(])[-–−]$")
_OF_EACH = re.compile(
    rf"(?<![\w.,$€£])(\d{{1,3}}|{'|'.join(_UNITS)})\s(?:in|out\sof)\s(?:every\s)?$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([^\s(\[“‘\"']+)\s$")
_POSSESSIVE = re.compile("[’']s?$")
_NOUN = re.compile(r"\s([a-z]{3,20})\b(?![’'.]\w)")
_PART_OF_MORE = re.compile(r"[^\W_]|[:/]\d|[.,-]\d|-[^\W\d_]")
_WORTH_A_LOOK = re.compile(
    rf"[\d{_FRACTIONS}]|illion|thousand|lakh|crore|per\s?cent|percentage", re.IGNORECASE
)
_YEARS = range(1900, 2101)
_LOOK_BACK = 60


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
    before = "|".join(
        re.escape(term)
        for term in terms
        if len(term.rstrip(".")) < 3 or "$" in term or not term[1:].islower()
    )
    after = "|".join(re.escape(term) for term in terms if term[-1].isalpha())
    return re.compile(
        rf"(?<![\w$])({before})\s?({_FIGURES})"
        rf"(?:(?:\s?[-–]\s?|\sto\s)(?:{before})?\s?({_FIGURES})"
        rf"|\s(?:and|or)\s(?:{before})\s?({_FIGURES}))?{_SCALE}",
        re.IGNORECASE,
    ), re.compile(rf"(?:[\s-](?:U\.?S\.?\s)?|\s(?=€)|(?=€))({after}|€)(?!\w)", re.IGNORECASE)


def find_amounts(text: str, language: str = "en") -> list[Amount]:
    """The amounts in a text, in order.

    Money in any way to write it, percentages, numbers of a thousand and more, and smaller numbers
    in figures with what they count, unless they belong to a name ("Boeing 737"), a ratio ("1 in 5")
    or a telephone number. A range gives its two ends. "50.000" is fifty thousand: no decimals are
    three noughts; in another language than English so is "57.300".

    Example:
        >>> [amount.fact for amount in find_amounts("57 billion dollars, $57bn, US$5-6 million")]
        ['$57 billion', '$57 billion', '$5 million', '$6 million']
        >>> [amount.fact for amount in find_amounts("85 percent of 47 million; 1,200; 17 people")]
        ['85%', '47 million', '1,200', '17 people']
    """
    if not _WORTH_A_LOOK.search(text):
        return []
    if language != "en":
        text = _THOUSANDS.sub(",", text)
    phones = list(_phones(text))
    return [
        amount
        for amount in _amounts(text)
        if not any(low < amount.end and amount.start < high for low, high in phones)
    ]


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand."""
    for match in _PHONE.finditer(text):
        if sum(map(str.isdecimal, match[0])) >= _LEAST_DIGITS.get(match[0][0], 0):
            yield match.span()


def _amounts(text: str) -> list[Amount]:
    """The amounts in a text, telephone numbers among them."""
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
        minus = bool(_MINUS.search(text[max(0, match.start() - 2) : match.start()]))
        if found := _PERCENT.match(text, after, high):
            yield from _ends(match, ends, scale, "%", found.end(), minus=minus)
        elif (minus and text[match.start() - 1] != "–") or _is_ratio(text, match, ends[0]):
            continue
        elif found := _POINTS.match(text, after, high):
            yield from _ends(match, ends, scale, f"{found[1]} points", found.end())
        elif (found := currency.match(text, after, high)) and (
            scale or found[1].lower() != "pounds"
        ):
            unit = _currencies()[found[1].casefold()]
            yield from _ends(match, ends, scale, unit, found.end())
        elif scale and (len(scale) > 1 or _touches(text, match, scale, high)):
            yield from _ends(match, ends, scale, "", after)
        elif figures and not scale and (found := _PENCE.match(text, after, high)):
            if _value(match[1]) not in _RESOLUTIONS:
                yield from _ends(match, ends, None, "p", found.end())
        elif figures and not scale and not _PART_OF_MORE.match(text, after):
            yield from _counts(text, match, high)


def _touches(text: str, match: re.Match[str], scale: str, high: int) -> bool:
    """Whether a scale of one letter stands right after its figure and before what it counts."""
    figure = text[match.end() - len(scale) - 1]
    return not (figure.isspace() or figure == "-") and _plural(_NOUN.match(text, match.end(), high))


def _counts(text: str, match: re.Match[str], high: int) -> Iterator[Amount]:
    """Large numbers, and smaller ones with what they count; neither years nor scores."""
    noun = _NOUN.match(text, match.end(), high)
    if _DECIMAL_COMMA.search(match[1]) or _in_name(text, match.start(), noun):
        return
    call = _CALL.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
    if call and call[1].lower() in cue_words("phone") and "," not in match[1] and not _plural(noun):
        return
    counted = _plural(noun) or (noun is not None and noun[1] in cue_words("counted"))
    counted = counted and noun is not None and noun[1] not in function_words()
    values = [_value(group) for group in match.groups()[:2] if group]
    round_count = values[0] % 100 == 0 and _plural(noun)
    if values[0] in _YEARS and "," not in match[1] and not round_count:
        return
    large = all(value < 1000 or _GROUPED.search(match[i]) for i, value in enumerate(values, 1))
    if match[2] and not _plural(noun) and not (large and values[-1] >= 1000):
        return
    if match[1][-1] in _FRACTIONS and not _plural(noun):
        return
    if min(values) >= 1000 or (match[2] and max(values) >= 1000 and not counted):
        yield from _ends(match, (1, 2), None, "", match.end())
    elif counted and noun:
        yield from _ends(match, (1, 2), None, noun[1], noun.end())


def _is_ratio(text: str, match: re.Match[str], group: int) -> bool:
    """Whether the number is the second of "1 in 5" or "nine out of ten"."""
    found = _OF_EACH.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
    return found is not None and _value(found[1]) < _value(match[group])


def _in_name(text: str, start: int, noun: re.Match[str] | None) -> bool:
    """Whether the word before makes a number part of a name ("section 21", "the Nikkei 225")."""
    before = text[max(0, start - _LOOK_BACK) : start]
    found = _WORD_BEFORE.search(before)
    if found and found[1] in cue_words("numbered_noun"):
        return cue_words("sets_apart").isdisjoint(before[: found.start()].lower().split()[-1:])
    if found is None or not found[1][0].isupper() or _POSSESSIVE.search(found[1]):
        return False
    key = fold_name(found[1].rstrip("."))
    if key in cue_words("numbered"):
        return True
    counted = noun is not None and noun[1] in cue_words("counted")
    if counted or not found[1][-1].isalnum() or key in function_words() | calendar_words():
        return False
    words = [fold_name(word) for word in before.split()]
    if any(_is_place(tuple(words[-size:])) for size in range(1, len(words) + 1)):
        return False
    opens = not (lead := before[: found.start()].rstrip()) or lead[-1] in '.!?:"“'
    return not (opens and (key in common_words() or key.endswith(("ly", "ing"))))


def _is_place(name: tuple[str, ...]) -> bool:
    entry = gazetteer().get(name)
    return entry is not None and entry.kind == "place"


def _plural(noun: re.Match[str] | None) -> bool:
    many = noun is not None and noun[1].endswith(("s", "people", "men", "children"))
    return many and noun is not None and not noun[1].endswith(("ss", "ous", "is"))


def _ends(
    match: re.Match[str],
    groups: tuple[int, int],
    scale: str | None,
    unit: str,
    end: int,
    *,
    minus: bool = False,
) -> Iterator[Amount]:
    first, last = groups
    factor = _SCALES[scale.casefold()] if scale else 1
    start, low = match.start() - minus, _value(match[first]) * (-1 if minus else 1)
    if match[last] is None:
        yield Amount(start, end, _form(low * factor, unit))
        return
    high = _value(match[last])
    shared = factor if low <= high else 1
    if unit or low * shared >= 1000:
        yield Amount(start, match.end(first), _form(low * shared, unit))
    yield Amount(match.start(last), end, _form(high * factor, unit))


def _value(number: str) -> Decimal:
    if number[-1] in _FRACTIONS:
        return Decimal(numeric(number[-1])) + (_value(number[:-1]) if number[:-1] else 0)
    if number[0].isdecimal():
        return Decimal(re.sub(r"\s|,(?=\d{3})|\.(?=(?:\d{3}\.)*000)", "", number).replace(",", "."))
    words = re.split(r"[\s-]", number.lower())
    if not {"quarter", "quarters"}.isdisjoint(words):
        return _SPELLED[words[0]] * Decimal("0.25")
    if "half" in words:
        whole = words[: words.index("and")] if "and" in words else []
        return Decimal("0.5") + sum(_SPELLED[word] for word in whole)
    return Decimal(sum(_SPELLED[word] for word in words))


def _form(value: Decimal, unit: str) -> str:
    for factor, name in ((_TRILLION, " trillion"), (_BILLION, " billion"), (_MILLION, " million")):
        if value >= factor:
            value, scale = value / factor, name
            break
    else:
        scale = ""
    whole = value == value.to_integral_value()
    cents = not whole and not scale and unit in _currencies().values()
    if cents and value == round(value, 2):
        number = f"{value:,.2f}"
    else:
        number = f"{value.to_integral_value() if whole else value.normalize():,f}" + scale
    if unit in ("%", "p"):
        return f"{number}{unit}"
    if unit and not unit[-1].isalpha():
        return f"{unit}{number}"
    return f"{number} {unit}".rstrip()
