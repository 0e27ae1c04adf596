"""Where texts say the same words: shared runs, documents worth aligning, similar sentences.

Everything here is an array of tokens in, arrays of matches out. Matches are found by sorting
hashes, so the work grows with the number of tokens and of matches, never with pairs of documents.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

RUN_COPIES = 32  # a run with more copies is linked from each copy to the next one only
CONTEXT_COPIES = 20  # a context in more places says nothing about any two of them
CONTEXT_WINDOW = 4
CONTEXTS_SHARED = 3
PARTNERS = 40  # for each text by contexts, so that pairs grow with texts and no faster
FUNCTION_WORDS = 0.3  # the commonest words that make up this share of all tokens carry no context
FUNCTION_TIMES = 5  # and occur so often: in short texts what they share is common
_PART = 20_000_000  # hashes sorted at a time
_SLICE = 1_000_000  # tokens hashed at a time
_MIX = np.uint64(0x9E3779B97F4A7C15)


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The integers of the ranges starts[k] .. starts[k] + counts[k], and the k of each."""
    owner = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    return np.arange(len(owner)) + np.repeat(starts - ends + counts, counts), owner


def shared_runs(
    ids: NDArray[np.int32], bounds: Ints, length: int, copies: int = RUN_COPIES
) -> tuple[Ints, Ints, Ints]:
    """Maximal runs of at least `length` (2 or more) equal tokens in two places.

    Gives first and second place, token positions with first < second, and the run's tokens. A
    run stays inside one text on either side. A run in more than `copies` places is linked from
    each to the next. Two places in one text do not overlap: a run that would is cut into tiles,
    each linked to the next.
    """
    hashed = _gram_hashes(ids, length)
    inside = np.ones(len(hashed), bool)
    for back in range(length - 1):
        last = bounds[1:] - 1 - back
        inside[last[last >= bounds[:-1]]] = False
    first, second = _equal(hashed, inside, copies)
    for step in range(length):
        same = ids[first + step] == ids[second + step]
        if not same.all():
            first, second = first[same], second[same]
    lag = second - first
    order = np.lexsort((first, lag))
    first, lag = first[order], lag[order]
    opens = np.ones(len(first), bool)
    opens[1:] = (lag[1:] != lag[:-1]) | (first[1:] != first[:-1] + 1)
    opening = np.flatnonzero(opens)
    words = np.diff(np.append(opening, len(first))) + length - 1
    first, second = first[opening], first[opening] + lag[opening]
    text = np.searchsorted(bounds, np.stack((first, second)), side="right")
    lag = np.where(text[0] == text[1], second - first, words)
    tile, of = spread(np.zeros(len(words), np.int64), -(-words // lag))
    shift = tile * lag[of]
    words = np.minimum(words[of] - shift, lag[of])
    keep = words >= length
    return (first[of] + shift)[keep], (second[of] + shift)[keep], words[keep]


def _gram_hashes(ids: NDArray[np.int32], length: int) -> NDArray[np.uint64]:
    """A hash of the `length` tokens from each position on, by doubling."""
    hashed = np.zeros(len(ids), np.uint64)
    if length > len(ids):
        return hashed
    power = _mixed(ids.astype(np.uint64) + np.uint64(1))
    done, width = 0, 1
    while done < length:
        if length & width:
            hashed[: len(ids) - done] = _mixed(hashed[: len(ids) - done]) + power[done:]
            done += width
        power[: len(ids) - width] = _mixed(power[: len(ids) - width]) + power[width:]
        width *= 2
    return _mixed(hashed)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = values * _MIX
    values ^= values >> np.uint64(29)
    return values


def _equal(hashed: NDArray[np.uint64], inside: NDArray[np.bool_], copies: int) -> tuple[Ints, Ints]:
    """Pairs of positions with equal leading hash bits, in order; hash and position sort as one."""
    bits = np.uint64(max(1, len(hashed).bit_length()))
    packed = (hashed >> bits << bits) | np.arange(len(hashed), dtype=np.uint64)
    packed = np.sort(packed[inside])
    key, position = packed >> bits, (packed & ((np.uint64(1) << bits) - np.uint64(1)))
    left, right = _links(key, copies, common=True)
    return position[left].astype(np.int64), position[right].astype(np.int64)


def _links(key: NDArray[np.uint64], copies: int, *, common: bool) -> tuple[Ints, Ints]:
    """Index pairs within each group of equal sorted keys: all pairs in groups up to `copies`.

    In larger groups each member is linked to the next if `common`, else there are none.
    """
    again = np.zeros(len(key) + 1, bool)
    again[1:-1] = key[1:] == key[:-1]
    member = np.flatnonzero(again[1:] | again[:-1])
    opens = ~again[member]
    group = np.cumsum(opens) - 1
    size = np.bincount(group)[group] if len(group) else group
    place = np.arange(len(member))
    left, right = [], []
    alive = place[: len(place) - 1]
    for lag in range(1, copies):
        if lag > 1 or not common:
            alive = alive[size[alive] <= copies]
        alive = alive[alive + lag < len(place)]
        alive = alive[group[alive + lag] == group[alive]]
        if not len(alive):
            break
        left.append(member[alive])
        right.append(member[alive + lag])
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *left]), np.concatenate([none, *right])


def pairs_sharing_contexts(
    stems: NDArray[np.int32], row: NDArray[np.int32], texts: int
) -> tuple[Ints, Ints]:
    """Pairs of texts (first <= second) that share at least CONTEXTS_SHARED rare contexts.

    A context is three different content words within CONTEXT_WINDOW, in any order, so that
    reworded and reordered passages still share some. A text paired with itself repeats them. Of
    more than PARTNERS pairs of a text those that share most are kept.
    """
    counts = np.bincount(stems)
    commonest = np.argsort(-counts, kind="stable")
    share = np.cumsum(counts[commonest])
    function = np.zeros(len(counts), bool)
    function[commonest[share <= FUNCTION_WORDS * len(stems)]] = True
    function &= counts >= FUNCTION_TIMES
    content = ~function[stems]
    word, text_of = stems[content], row[content]
    values = _mixed(_mixed(np.arange(1, len(counts) + 1, dtype=np.uint64)))
    bits = np.uint64(max(1, int(texts).bit_length()))
    parts = 1 + len(word) * comb(CONTEXT_WINDOW - 1, 2) // _PART
    met: list[Ints] = []
    for part in range(parts):
        packed = np.concatenate(list(_contexts(word, text_of, values, bits, part, parts)))
        packed.sort()
        left, right = _links(packed >> bits, CONTEXT_COPIES, common=False)
        text = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        met.append(text[left] * texts + text[right])
    pair, times = np.unique(np.concatenate(met), return_counts=True)
    pair, times = pair[times >= CONTEXTS_SHARED], times[times >= CONTEXTS_SHARED]
    a, b = np.divmod(pair, max(texts, 1))
    kept = _ranks(np.concatenate((a, b)), np.tile(times, 2)) < PARTNERS
    likely = kept[: len(a)] | kept[len(a) :] | (a == b)
    return a[likely], b[likely]


def _ranks(text: Ints, times: Ints) -> Ints:
    """Place of each pair among those of its text, the one that shares most contexts first."""
    order = np.lexsort((-times, text))
    ranks = np.empty(len(text), np.int64)
    _, begin, count = np.unique(text[order], return_index=True, return_counts=True)
    ranks[order] = np.arange(len(text)) - np.repeat(begin, count)
    return ranks


def _contexts(
    word: NDArray[np.int32],
    text: NDArray[np.int32],
    values: NDArray[np.uint64],
    bits: np.uint64,
    part: int,
    parts: int,
) -> Iterator[NDArray[np.uint64]]:
    """Hash and text, packed in one number, of the contexts that fall in one part of all hashes."""
    steps = range(1, CONTEXT_WINDOW)
    yield np.zeros(0, np.uint64)
    for low in range(0, len(word), _SLICE):
        high = low + _SLICE + CONTEXT_WINDOW - 1
        value, at = values[word[low:high]], text[low:high]
        differ = {step: value[:-step] != value[step:] for step in steps}
        same = {step: at[:-step] == at[step:] for step in steps}
        for near, far in combinations(steps, 2):
            count = min(max(len(value) - far, 0), _SLICE)
            keep = same[far][:count] & differ[far][:count]
            keep &= differ[near][:count]
            keep &= differ[far - near][near : near + count]
            hashed = value[:count] + value[near : near + count]
            hashed += value[far : far + count]
            if parts > 1:
                keep &= hashed % np.uint64(parts) == part
            yield (hashed[keep] >> bits << bits) | at[:count][keep].astype(np.uint64)
