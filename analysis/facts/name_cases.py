"""Names without their capitals: "Elon musk", "argentina" in texts that also have them with."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.facts.name_pieces import Piece
from analysis.facts.name_runs import Usage, Word, capitals, has_ending, word_at
from analysis.facts.name_words import (
    Keys,
    common_words,
    cue_words,
    fold_name,
    function_words,
    gazetteer,
)
from analysis.tokens import Tokens

_LOWER_SHARE = 0.5
_SEEN_TWICE = 2


def find_lower_cased(
    texts: Sequence[str],
    tokens: Tokens,
    owner: NDArray[np.int64],
    pieces: list[Piece],
    usage: Usage,
) -> list[Piece]:
    """The pieces, with those added that lack a capital, in order of row and offset.

    A person's full name counts in any case if it has its capitals anywhere in the corpus; other
    names of several words if they are well known or the document has them with capitals, and one
    capital is left; a single word if the document has it with a capital, twice unless it is well
    known, and the corpus has it with a capital at least twice as often as without; "us" and "aid"
    are no acronyms.

    Args:
        texts: the sentences; tokens: their tokens; owner: number of each one's document;
        pieces: the names with capitals; usage: how often words have capitals.
    """
    keys = [fold_name(word) for word in tokens.vocabulary]
    capital = capitals(tokens)
    several = list(_several(texts, tokens, owner, pieces, keys, capital))
    kept = _free(pieces, several)
    single = _free(list(_single(texts, tokens, owner, kept, keys, capital, usage)), kept + several)
    return sorted([*kept, *several, *single], key=_place)


def _place(piece: Piece) -> tuple[int, int]:
    return piece.row, piece.words[0].start


def _free(pieces: list[Piece], taken: list[Piece]) -> list[Piece]:
    """The pieces that share no character with those taken, which do not overlap each other."""
    taken = sorted(taken, key=_place)
    starts = [_place(piece) for piece in taken]
    free = []
    for piece in pieces:
        row, start = _place(piece)
        before = bisect_left(starts, (row, piece.words[-1].end)) - 1
        if before < 0 or taken[before].row != row or taken[before].words[-1].end <= start:
            free.append(piece)
    return free


def _several(
    texts: Sequence[str],
    tokens: Tokens,
    owner: NDArray[np.int64],
    pieces: list[Piece],
    keys: list[str],
    capital: NDArray[np.bool_],
) -> Iterator[Piece]:
    known: dict[tuple[str, str], dict[Keys, Piece]] = defaultdict(dict)
    here: set[tuple[int, Keys]] = set()
    for piece in pieces:
        name = piece.keys
        if len(name) > 1 and not piece.tentative:
            known[name[0], name[1]].setdefault(name, piece)
            here.add((int(owner[piece.row]), name))
    for name, entry in gazetteer().items():
        if len(name) > 1 and not entry.is_word:
            words = tuple(Word(key, 0, 0, key) for key in name)
            known[name[0], name[1]].setdefault(
                name, Piece(0, words, entry.kind, entry, False, "", "")
            )
    size = len(keys)
    firsts, seconds = {pair[0] for pair in known}, {pair[1] for pair in known}
    first = np.fromiter((key in firsts for key in keys), bool, size)
    second = np.fromiter((key in seconds for key in keys), bool, size)
    beside = np.zeros(len(tokens.row), bool)
    beside[:-1] = (np.diff(tokens.row) == 0) & (tokens.start[1:] - tokens.end[:-1] == 1)
    open_pair = first[tokens.id[:-1]] & second[tokens.id[1:]] & beside[:-1]
    links = function_words() | cue_words("particle")
    last_end = (-1, -1)
    for at in np.flatnonzero(open_pair).tolist():
        row = int(tokens.row[at])
        if (row, at) < last_end:
            continue
        pair = (keys[tokens.id[at]], keys[tokens.id[at + 1]])
        for name, model in sorted(known.get(pair, {}).items(), key=lambda item: -len(item[0])):
            ids = tokens.id[at : at + len(name)]
            if (
                tuple(keys[i] for i in ids) != name
                or tokens.row[at + len(name) - 1] != row
                or not beside[at : at + len(name) - 1].all()
            ):
                continue
            upper = [bool(capital[i]) for i in ids if keys[i] not in links]
            enough = model.kind == "person" or (
                any(upper) and (model.entry or (int(owner[row]), name) in here)
            )
            if all(upper) or not enough:
                continue
            words = tuple(word_at(texts[row], tokens, keys, i) for i in range(at, at + len(name)))
            yield Piece(row, words, model.kind, model.entry, False, "", "")
            last_end = (row, at + len(name))
            break


def _single(
    texts: Sequence[str],
    tokens: Tokens,
    owner: NDArray[np.int64],
    pieces: list[Piece],
    keys: list[str],
    capital: NDArray[np.bool_],
    usage: Usage,
) -> Iterator[Piece]:
    listed = {
        name[0]
        for name, entry in gazetteer().items()
        if len(name) == 1 and not entry.is_word and name[0] not in function_words()
    }
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for piece in pieces:
        alone = len(piece.words) == 1
        shouted = alone and piece.keys[0] not in listed and piece.words[0].text.isupper()
        if (alone or piece.kind == "person") and not shouted:
            seen[piece.keys[-1]][int(owner[piece.row])] += 1
    fit = {
        key
        for key, where in seen.items()
        if len(key) > 2
        and (key in listed or usage.lower.get(key, 0) <= _LOWER_SHARE * where.total())
        and key not in common_words() - listed
    }
    wanted = np.fromiter((key in fit for key in keys), bool, len(keys)) & ~capital
    for at in np.flatnonzero(wanted[tokens.id]).tolist():
        row, key = int(tokens.row[at]), keys[tokens.id[at]]
        if seen[key][int(owner[row])] >= (1 if key in listed else _SEEN_TWICE):
            word = word_at(texts[row], tokens, keys, at)
            entry = gazetteer().get((key,))
            meant = entry if entry and has_ending(entry, word) else None
            yield Piece(row, (word,), "", meant, False, "", "")
