"""Pieces of names: what the words of a capitalised run say about people, bodies and places."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.facts.name_parts import LONGEST_NAME, Part, find_parts, known_entry
from analysis.facts.name_runs import Run, Usage, Word
from analysis.facts.name_words import Entry, Keys, cue_words, function_words, given_names


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


def find_pieces(runs: Iterable[Run], headlines: Sequence[bool], usage: Usage) -> list[Piece]:
    """The possible names in runs of capitalised words, in order.

    Args:
        runs: the runs.
        headlines: whether each text is written with capitals throughout.
        usage: how often words have capitals elsewhere.
    """
    pieces: list[Piece] = []
    for run in runs:
        words = run.words
        inner = _is_headline(words)
        doubtful = inner or headlines[run.row] or run.follows == ":"
        found = [] if inner else find_parts(words, 0, len(words), run.opens, usage)
        if inner or (headlines[run.row] and not all(part.kind for part in found)):
            found = list(_listed(words))
        for low, high, kind, tentative in found:
            part = tuple(words[low:high])
            before = words[low - 1].key if low else run.before
            after = "" if high < len(words) else run.after
            spot = _is_spot(part, before, after) or _is_beside_place(part, before, after, pieces)
            pieces.append(
                Piece(
                    run.row,
                    part,
                    "place" if kind == "person" and spot else kind,
                    known_entry(part),
                    tentative or (doubtful and not kind),
                    before,
                    after,
                )
            )
    return pieces


def _is_headline(words: Sequence[Word]) -> bool:
    """Whether so long a run has a function word with a capital in it: a headline inside a text."""
    inner = words[1:] if len(words) > LONGEST_NAME else ()
    return any(word.text[0].isupper() and word.key in function_words() for word in inner)


def _is_spot(words: Sequence[Word], before: str, after: str) -> bool:
    """Whether what could be a person is a place, as "the Victoria Park" and "in Penny Lane".

    "At Ann Hill's house" and "the Ann Hill show" are a person's.
    """
    tails = cue_words("place_tail") & cue_words("surname")
    if len(words) != 2 or words[1].key not in tails or words[1].owns:
        return False
    if before == "the" and words[1].key in cue_words("chiefly_surname"):
        return not after or after in function_words()
    return before in ("the", "at") or before in cue_words("place_before")


def _is_beside_place(
    words: Sequence[Word], before: str, after: str, pieces: Sequence[Piece]
) -> bool:
    """Whether a given name that is a county's too is joined to a place ("Cork and Kerry")."""
    if len(words) > 1 or words[0].key not in cue_words("given_or_place") or before != "and":
        return False
    joined = pieces and words[0].start - pieces[-1].words[-1].end == len(" and ")
    entry = pieces[-1].entry if joined else None
    return entry is not None and entry.kind == "place" and (not after or after in function_words())


def _listed(words: list[Word]) -> Iterator[Part]:
    """The well-known names among the words of a headline, and given names with what follows."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST_NAME), at, -1):
            entry = known_entry(words[at:end])
            if entry and not (entry.is_word and end == at + 1 and not _stands_out(words, at)):
                yield Part(at, end, entry.kind)
                break
        else:
            full = words[at].key in given_names() and at + 2 <= len(words)
            end = at + 2 if full else at + 1
            entry = known_entry(words[at:end])
            if full or not entry or not entry.exact:
                yield Part(at, end, "", True)
        at = end


def _stands_out(words: Sequence[Word], at: int) -> bool:
    """Whether a word has capitals only among words that have not ("US" in "US Envoy Leaves")."""
    shouted = all(word.text.isupper() for word in words)
    return words[at].text.isupper() and len(words[at].text) > 1 and not shouted
