"""Parts of a run of capitalised words: which of its words make one name, and of what kind."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.facts.name_runs import Usage, Word, has_ending
from analysis.facts.name_words import (
    Entry,
    american_states,
    calendar_words,
    cue_words,
    demonyms,
    fold_name,
    function_words,
    gazetteer,
    given_names,
    regional_adjectives,
)
from analysis.wordlists import ordinary_words

LONGEST_NAME = 6
_LONGEST_STATE = 2
_PARTY_TAG = re.compile(r"[DRI]-(.+)")
_SURNAMES = frozenset(["may", "will", "so", "an", "down"])
_OFFICE_LINKS = frozenset(["of", "for", "and", "the"])


class Part(NamedTuple):
    """The words low to high of a run; tentative as in a Piece."""

    low: int
    high: int
    kind: str
    tentative: bool = False


def known_entry(words: Sequence[Word]) -> Entry | None:
    """What the gazetteer says of the words, where they are written as it asks."""
    entry = gazetteer().get(tuple(key for word in words for key in word.key.split("&")))
    if entry and entry.exact.isupper() and not all(word.text.isupper() for word in words):
        return None
    return entry if entry and has_ending(entry, words[-1]) else None


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    return function_words() | (cue_words("particle") - given_names())


def _is_small(word: Word) -> bool:
    """Whether it is a function word or particle; "US" and "WHO" are not."""
    return word.key in _small_words() and not (word.text.isupper() and len(word.text) > 1)


@lru_cache(maxsize=1)
def _barred() -> frozenset[str]:
    """Words that are no name on their own."""
    return cue_words("not_a_name", "title", "modifier") | demonyms() | function_words()


def find_parts(words: list[Word], low: int, high: int, opens: bool, usage: Usage) -> list[Part]:
    """The names in words[low:high].

    Args:
        words: of a run; opens: a capital would stand at low anyway; usage: how often words have
            capitals elsewhere.
    """
    while low < high and _is_small(words[high - 1]) and words[high - 1].key not in _SURNAMES:
        high -= 1
    if low >= high:
        return []
    entry = known_entry(words[low:high])
    if entry:
        word = high - low == 1 and entry.is_word and not entry.exact
        plain = word and opens and usage.is_word(words[low].key)
        return [] if plain else [Part(low, high, entry.kind)]
    skipped = 1 if _is_small(words[low]) else _party_tag(words, low, high)
    if skipped:
        return find_parts(words, low + skipped, high, False, usage)
    if high - low == 1:
        return _parse_single(words, low, opens, usage)
    if _is_firm(words, low):
        return _parse_firm(words, low, high, usage)
    if words[low].owns and words[low + 1].key in cue_words("owned_body"):
        return [Part(low, high, "organisation")]
    body = _body_led(words, low, high)
    if body is not None:
        return find_parts(words, body, high, False, usage)
    office = _after_office(words, low, high)
    if office is not None:
        begin, person = office
        before = find_parts(words, low, begin, opens, usage) if begin > low else []
        if person >= high:
            return before
        return before + _parse_person(words, begin, person, high, usage)
    return _parse_several(words, low, high, opens, usage)


def _is_firm(words: list[Word], low: int) -> bool:
    """Whether the first two words are partners of a firm ("Marks & Spencer"), no plain words."""
    return _gap(words, low) == 3 and not all(
        word.key in ordinary_words() for word in words[low : low + 2]
    )


def _parse_firm(words: list[Word], low: int, high: int, usage: Usage) -> list[Part]:
    """A firm called after partners, and who holds an office in it."""
    office = _after_office(words, low + 1, high) if high - low > 2 else None
    if office is None or office[0] < low + 2:
        return [Part(low, high, "organisation")]
    return [
        Part(low, office[0], "organisation"),
        *find_parts(words, office[0], high, False, usage),
    ]


def _party_tag(words: list[Word], low: int, high: int) -> int:
    """How many words a party with its state takes ("D-Minn", "R-New York"), else 0."""
    tag = _PARTY_TAG.fullmatch(words[low].text)
    if tag is None:
        return 0
    if tag[1].isupper() and len(tag[1]) == 2:
        return 1
    for end in range(min(high, low + _LONGEST_STATE), low, -1):
        state = (fold_name(tag[1]), *(word.key for word in words[low + 1 : end]))
        if state in american_states():
            return end - low
    return 0


def _body_led(words: list[Word], low: int, high: int) -> int | None:
    """Where the body starts in "CEO of Currie Technologies", if it is one."""
    if words[low].key not in cue_words("title") or words[low + 1].key != "of":
        return None
    body = low + 3 if words[low + 2].key == "the" else low + 2
    return body if known_entry(words[body:high]) or _is_body(words, body, high) else None


def _after_office(words: list[Word], low: int, high: int) -> tuple[int, int] | None:
    """Where an office ("Economy Minister", "Secretary of State") begins and ends, if any."""
    titles, modifiers = cue_words("title"), cue_words("modifier")
    held = _titles(words, low, high)
    personal = words[high - 2].key in cue_words("personal")
    if not held or (not personal and _is_body(words, low, high)):
        return None
    end = held[-1] + 1
    while end < high and words[end].key in modifiers | _OFFICE_LINKS:
        end += 1
    while end > held[-1] + 1 and words[end - 1].key in _OFFICE_LINKS:
        end -= 1
    if end < high and words[end].key in _OFFICE_LINKS:
        end = high
    begin = held[-1]
    while begin > low and words[begin - 1].key in titles | modifiers | _OFFICE_LINKS:
        begin -= 1
    while words[begin].key in _OFFICE_LINKS:
        begin += 1
    return begin, end


def _titles(words: list[Word], low: int, high: int) -> list[int]:
    """Where titles stand; a last one after a given name is a surname ("Larry King")."""
    end = high
    while end > low and words[end - 1].key in cue_words("suffix"):
        end -= 1
    titles = cue_words("title")
    held = [i for i in range(low, end) if words[i].key in titles]
    first = next((word.key for word in words[low : end - 1] if word.key not in titles), "")
    surname = first in given_names() and words[end - 1].key in titles
    return held[:-1] if surname else held


def _is_body(words: list[Word], low: int, high: int) -> bool:
    """Whether the words end as the name of an organisation, event or place does."""
    last = words[high - 1].key
    tails = cue_words("organisation_tail", "other_tail", "place_tail")
    if last in tails - cue_words("title", "surname"):
        return True
    return words[low].key not in cue_words("title") and _head(words, low, high) is not None


def _head(words: list[Word], low: int, high: int) -> int | None:
    """Where "Ministry of", "Institute for" and the like stand."""
    heads = cue_words("organisation_head")
    for i in range(low, high - 2):
        if words[i].key in heads and words[i + 1].key in ("of", "for"):
            return i
    return None


def _parse_person(
    words: list[Word], begin: int, person: int, high: int, usage: Usage
) -> list[Part]:
    """What follows an office: a person, with the title kept for popes and princes."""
    named = words[person:high]
    if known_entry(named) and high - person > 1:
        return find_parts(words, person, high, False, usage)
    if any(word.key in demonyms() for word in named) or (
        _is_small(named[0]) and named[0].key not in _SURNAMES
    ):
        return find_parts(words, person, high, False, usage)
    regnal = begin < person and words[person - 1].key in cue_words("regnal")
    if regnal and (high - person == 1 or named[-1].key in cue_words("suffix")):
        person -= 1
    return [Part(person, high, "person")]


def _parse_single(words: list[Word], at: int, opens: bool, usage: Usage) -> list[Part]:
    word = words[at]
    if word.key in _barred() or len(word.key) < 2 or _has_digit(word):
        return []
    if word.key.rpartition("-")[2] in demonyms() or (
        word.text[:-1].isupper() and word.key[-1] == "s"
    ):
        return []
    if "&" in word.key:
        return [Part(at, at + 1, "organisation")]
    if word.key in given_names() and not usage.is_word(word.key):
        return [Part(at, at + 1, "person", opens)]
    if usage.is_word(word.key):
        return []
    unseen = opens and not usage.is_seen(word.key)
    if word.key in cue_words("club"):
        return [Part(at, at + 1, "organisation", unseen)]
    part_of_body = word.key in cue_words("organisation_tail", "other_tail", "place_tail")
    return [Part(at, at + 1, "", part_of_body or unseen)]


def _parse_several(words: list[Word], low: int, high: int, opens: bool, usage: Usage) -> list[Part]:
    first, last = words[low].key, words[high - 1].key
    count = high - low
    figures = [_has_digit(word) for word in words[low:high]]
    if any(figures) and all(
        figure or word.key in cue_words("not_a_name")
        for figure, word in zip(figures, words[low:high], strict=True)
    ):
        return []
    if count > 2 and last in cue_words("generation"):
        return [Part(low, high, "person")]
    given = first in given_names() or _is_initials(words[low], count)
    participle = count > 2 and first.endswith(("ing", "ed")) and not known_entry([words[low]])
    plain = usage.is_word(first) and first not in cue_words("place_head")
    dated = first in calendar_words() and last in cue_words("club")
    if dated or (opens and not given and (plain or participle)):
        return find_parts(words, low + 1, high, False, usage)
    head = _head(words, low, high)
    if head is not None:
        states = demonyms() - regional_adjectives()
        origin = all(w.key in states or known_entry([w]) for w in words[low:head])
        return [Part(head if origin else low, high, "organisation")]
    if last in demonyms() and not given:
        return []
    if given and count == 2 and last in cue_words("surname"):
        return [Part(low, high, "person")]
    for kind in ("organisation", "other", "place"):
        if last in cue_words(f"{kind}_tail"):
            return [Part(_after_known(words, low, high), high, kind)]
    if last in cue_words("firm_tail") and not given and _is_named(words[low : high - 1], usage):
        return [Part(low, high, "organisation")]
    for cut in range(low + 1, high):
        if known_entry(words[cut:high]) and (first in demonyms() or known_entry(words[low:cut])):
            return [
                *find_parts(words, low, cut, opens, usage),
                *find_parts(words, cut, high, False, usage),
            ]
    if "&" in last and first not in demonyms():
        return [Part(low, high, "organisation")]
    if any(_gap(words, i) == 3 for i in range(low, high - 1)):
        return [Part(low, high, "organisation")]
    if any(word.key in cue_words("organisation_head") for word in words[low:high]):
        return [Part(low, high, "organisation")]
    if given and count < LONGEST_NAME:
        return [Part(low, high, "person")]
    if first in demonyms() or known_entry([words[low]]):
        rest = find_parts(words, low + 1, high, False, usage)
        if count > 2 or any(part.kind for part in rest):
            return [*find_parts(words, low, low + 1, opens, usage), *rest]
    if first in cue_words("place_head"):
        bare = low + 2 if words[low + 1].key == "of" and known_entry(words[low + 2 : high]) else low
        return [Part(bare, high, "place")]
    if any(word.key in cue_words("particle") for word in words[low + 1 : high - 1]):
        return [Part(low, high, "person")]
    plain = all(usage.is_word(word.key) for word in words[low:high])
    return [Part(low, high, "other" if plain else "", opens and plain)]


def _has_digit(word: Word) -> bool:
    return any(letter.isdigit() for letter in word.text)


def _is_named(words: list[Word], usage: Usage) -> bool:
    """Whether the words before "Marine", "Rubber" and the like make them the name of a firm."""
    if len(words) == 1:
        word = words[0]
        if word.key in demonyms() or word.text.isupper() or "." in word.text:
            return False
    return not all(word.key in ordinary_words() or usage.is_word(word.key) for word in words)


def _after_known(words: list[Word], low: int, high: int) -> int:
    """Past a country that stands before a body known without it ("U.S. Supreme Court")."""
    for cut in range(low + 1, high):
        before = words[low].key in demonyms() or known_entry(words[low:cut])
        if before and known_entry(words[cut:high]):
            return cut
    return low


def _is_initials(word: Word, count: int) -> bool:
    if known_entry([word]):
        return False
    dotted = len(word.key) == 3 and word.key[1] == "."
    return dotted or (len(word.key) == 1 and count > 2)


def _gap(words: list[Word], at: int) -> int:
    """How many characters part two words: three around the "&" of a firm."""
    return words[at + 1].start - words[at].end
