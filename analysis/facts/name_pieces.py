"""Pieces of names: what the words of a capitalised run say about people, bodies and places."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.facts.name_runs import Run, Usage, Word
from analysis.facts.name_words import (
    Entry,
    Keys,
    american_states,
    cue_words,
    demonyms,
    fold_name,
    function_words,
    gazetteer,
    given_names,
    regional_adjectives,
)

_LONGEST_NAME = 6
_LONGEST_STATE = 2
_PARTY_TAG = re.compile(r"[DRI]-(.+)")
_SURNAMES = frozenset(["may", "will", "so", "an", "down"])
_BEFORE_SPOTS = frozenset(["the", "at"])
_OFFICE_LINKS = frozenset(["of", "for", "and", "the"])


class Piece(NamedTuple):
    """A possible name.

    kind: person, organisation, place, other, or "" where its own words do not tell; entry: what
    the gazetteer says of it; tentative: it counts only if a name seen elsewhere explains it;
    before, after: the folded words around it, "" where punctuation stands between.
    """

    row: int
    words: tuple[Word, ...]
    kind: str
    entry: Entry | None
    tentative: bool
    before: str
    after: str

    @property
    def keys(self) -> Keys:
        """Its folded words."""
        return tuple(word.key for word in self.words)


class _Part(NamedTuple):
    low: int
    high: int
    kind: str
    tentative: bool = False


def find_pieces(runs: Iterable[Run], headlines: Sequence[bool], usage: Usage) -> list[Piece]:
    """The possible names in runs of capitalised words, in order.

    Args:
        runs: the runs.
        headlines: whether each text is written with capitals throughout.
        usage: how often words have capitals elsewhere.
    """
    pieces = []
    for run in runs:
        words = run.words
        inner = _is_headline(words)
        doubtful = inner or headlines[run.row] or run.follows == ":"
        found = [] if inner else _parse(words, 0, len(words), run.opens, usage)
        if inner or (headlines[run.row] and not all(part.kind for part in found)):
            found = list(_listed(words))
        for low, high, kind, tentative in found:
            part = tuple(words[low:high])
            before = words[low - 1].key if low else run.before
            pieces.append(
                Piece(
                    run.row,
                    part,
                    "place" if kind == "person" and _is_spot(part, before) else kind,
                    _known(part),
                    tentative or (doubtful and not kind),
                    before,
                    "" if high < len(words) else run.after,
                )
            )
    return pieces


def _is_headline(words: Sequence[Word]) -> bool:
    """Whether so long a run has a function word with a capital in it: a headline inside a text."""
    inner = words[1:] if len(words) > _LONGEST_NAME else ()
    return any(word.text[0].isupper() and word.key in function_words() for word in inner)


def _is_spot(words: Sequence[Word], before: str) -> bool:
    """Whether what could be a person is a place, as "the Victoria Park" and "in Penny Lane"."""
    spot = len(words) == 2 and words[1].key in cue_words("place_tail") & cue_words("surname")
    return spot and (before in _BEFORE_SPOTS or before in cue_words("place_before"))


def _listed(words: list[Word]) -> Iterator[_Part]:
    """The well-known names among the words of a headline, and given names with what follows."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_NAME), at, -1):
            entry = _known(words[at:end])
            if entry and not (entry.is_word and end == at + 1):
                yield _Part(at, end, entry.kind)
                break
        else:
            end = at + 2
            if words[at].key in given_names() and end <= len(words):
                yield _Part(at, end, "", True)
            else:
                end = at + 1
                yield _Part(at, end, "", True)
        at = end


def _known(words: Sequence[Word]) -> Entry | None:
    entry = gazetteer().get(tuple(word.key for word in words))
    if entry and entry.exact and not all(word.text.isupper() for word in words):
        return None
    return entry


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


def _parse(words: list[Word], low: int, high: int, opens: bool, usage: Usage) -> list[_Part]:
    """The names in words[low:high]."""
    while low < high and _is_small(words[high - 1]) and words[high - 1].key not in _SURNAMES:
        high -= 1
    if low >= high:
        return []
    entry = _known(words[low:high])
    if entry:
        plain = high - low == 1 and entry.is_word and opens and usage.is_word(words[low].key)
        return [] if plain else [_Part(low, high, entry.kind)]
    skipped = 1 if _is_small(words[low]) else _party_tag(words, low, high)
    if skipped:
        return _parse(words, low + skipped, high, False, usage)
    if high - low == 1:
        return _parse_single(words, low, opens, usage)
    body = _body_led(words, low, high)
    if body is not None:
        return _parse(words, body, high, False, usage)
    office = _after_office(words, low, high)
    if office is not None:
        begin, person = office
        before = _parse(words, low, begin, opens, usage) if begin > low else []
        if person >= high:
            return before
        return before + _parse_person(words, begin, person, high, usage)
    return _parse_several(words, low, high, opens, usage)


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
    return body if _known(words[body:high]) or _is_body(words, body, high) else None


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
) -> list[_Part]:
    """What follows an office: a person, with the title kept for popes and princes."""
    named = words[person:high]
    if _known(named) and high - person > 1:
        return _parse(words, person, high, False, usage)
    if any(word.key in demonyms() for word in named) or (
        _is_small(named[0]) and named[0].key not in _SURNAMES
    ):
        return _parse(words, person, high, False, usage)
    regnal = begin < person and words[person - 1].key in cue_words("regnal")
    if regnal and (high - person == 1 or named[-1].key in cue_words("suffix")):
        person -= 1
    return [_Part(person, high, "person")]


def _parse_single(words: list[Word], at: int, opens: bool, usage: Usage) -> list[_Part]:
    word = words[at]
    if word.key in _barred() or len(word.key) < 2 or any(letter.isdigit() for letter in word.text):
        return []
    if word.key.rpartition("-")[2] in demonyms() or (
        word.text[:-1].isupper() and word.key[-1] == "s"
    ):
        return []
    if word.key in given_names() and not usage.is_word(word.key):
        return [_Part(at, at + 1, "person", opens)]
    if usage.is_word(word.key):
        return []
    part_of_body = word.key in cue_words("organisation_tail", "other_tail", "place_tail")
    unseen = opens and usage.capital.get(word.key, 0) == 0
    return [_Part(at, at + 1, "", part_of_body or unseen)]


def _parse_several(
    words: list[Word], low: int, high: int, opens: bool, usage: Usage
) -> list[_Part]:
    first, last = words[low].key, words[high - 1].key
    count = high - low
    given = first in given_names() or _is_initials(words[low], count)
    participle = count > 2 and first.endswith(("ing", "ed")) and not _known([words[low]])
    plain = usage.is_word(first) and first not in cue_words("place_head")
    if opens and not given and (plain or participle):
        return _parse(words, low + 1, high, False, usage)
    head = _head(words, low, high)
    if head is not None:
        states = demonyms() - regional_adjectives()
        origin = all(w.key in states or _known([w]) for w in words[low:head])
        return [_Part(head if origin else low, high, "organisation")]
    if last in demonyms() and not given:
        return []
    if given and count == 2 and last in cue_words("surname"):
        return [_Part(low, high, "person")]
    for kind in ("organisation", "other", "place"):
        if last in cue_words(f"{kind}_tail"):
            return [_Part(_after_known(words, low, high), high, kind)]
    for cut in range(low + 1, high):
        if _known(words[cut:high]) and (first in demonyms() or _known(words[low:cut])):
            return [*_parse(words, low, cut, opens, usage), *_parse(words, cut, high, False, usage)]
    if any(_gap(words, i) == 3 for i in range(low, high - 1)):
        return [_Part(low, high, "organisation")]
    if any(word.key in cue_words("organisation_head") for word in words[low:high]):
        return [_Part(low, high, "organisation")]
    if given and count < _LONGEST_NAME:
        return [_Part(low, high, "person")]
    if first in demonyms() or _known([words[low]]):
        rest = _parse(words, low + 1, high, False, usage)
        if count > 2 or any(part.kind for part in rest):
            return [*_parse(words, low, low + 1, opens, usage), *rest]
    if first in cue_words("place_head"):
        bare = low + 2 if words[low + 1].key == "of" and _known(words[low + 2 : high]) else low
        return [_Part(bare, high, "place")]
    if any(word.key in cue_words("particle") for word in words[low + 1 : high - 1]):
        return [_Part(low, high, "person")]
    plain = all(usage.is_word(word.key) for word in words[low:high])
    return [_Part(low, high, "other" if plain else "", opens and plain)]


def _after_known(words: list[Word], low: int, high: int) -> int:
    """Past a country that stands before a body known without it ("U.S. Supreme Court")."""
    for cut in range(low + 1, high):
        before = words[low].key in demonyms() or _known(words[low:cut])
        if before and _known(words[cut:high]):
            return cut
    return low


def _is_initials(word: Word, count: int) -> bool:
    if _known([word]):
        return False
    dotted = len(word.key) == 3 and word.key[1] == "."
    return dotted or (len(word.key) == 1 and count > 2)


def _gap(words: list[Word], at: int) -> int:
    """How many characters part two words: three around the "&" of a firm."""
    return words[at + 1].start - words[at].end
