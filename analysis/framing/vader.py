"""VADER over a token table: vaderSentiment's own scores, many sentences at a time."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from string import punctuation
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from vaderSentiment import vaderSentiment

from analysis.checks import InputError
from analysis.tokens import tokenise

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]
_Ids = NDArray[np.int64]

_ABOVE_PUNCTUATION = re.compile("[©®\u203c-\U0010ffff]")


class _Words(NamedTuple):
    """What each vocabulary id is to VADER; the last row, reached as -1, is "no such token"."""

    lower: list[str]
    valence: _Floats  # NaN outside the lexicon
    booster: _Floats
    scored: _Flags  # in the lexicon and no booster
    negates: _Flags
    upper: _Flags
    in_phrase: _Flags
    number: dict[str, int]  # lower-case word to its number in `same`
    same: _Ids  # words equal but for case share a number

    def are(self, ids: NDArray[np.integer[Any]], *words: str) -> _Flags:
        wanted = np.zeros(len(self.number), bool)
        wanted[[self.number[word] for word in words if word in self.number]] = True
        flags: _Flags = wanted[self.same][ids]
        return flags


def score_vader(texts: Iterable[str]) -> pd.DataFrame:
    """VADER's four scores for each text, equal to SentimentIntensityAnalyzer's.

    Lexicon, boosters, negations, special cases and constants are those of the installed
    vaderSentiment (Hutto and Gilbert 2014, version 3.3.2); the rules are applied to arrays of
    tokens. A text without tokens gets zeros, as it does there.

    Args:
        texts: the texts, each a str; not one str, which holds no texts.

    Returns:
        One row a text, in order, with the index of a Series, else numbered from 0: neg, neu, pos
        (float64, shares from 0 to 1, three decimals) and compound (float64, from -1 to 1, four
        decimals).

    Raises:
        InputError: texts is a str, or a text is not.

    Example:
        >>> score_vader(["A good plan, but a terrible day!"]).iloc[0].to_dict()
        {'neg': 0.39, 'neu': 0.439, 'pos': 0.171, 'compound': -0.5411}
    """
    if isinstance(texts, str):
        raise InputError("texts is one str. Give a list of texts, or a column.")
    index = texts.index if isinstance(texts, pd.Series) else None
    texts = list(texts)
    for item, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"texts: item {item} is {type(text).__name__}, not str.")
    plain = [_spell_emojis(text).strip() for text in texts]
    tokens = tokenise(plain, unit="chunk", fold=False)
    words = _look_up(tokens.vocabulary)
    bounds, row = tokens.bounds, tokens.row
    upper = np.bincount(row[words.upper[tokens.id]], minlength=len(plain))
    mixed = (upper > 0) & (upper < np.diff(bounds))
    position: _Ids = np.flatnonzero(words.scored[tokens.id])
    around = _look_around(tokens.id, position, bounds[row[position]], bounds[row[position] + 1])
    kind_of = words.are(around[0], "kind") & words.are(around[1], "of")
    position, around = position[~kind_of], {step: ids[~kind_of] for step, ids in around.items()}
    value = _valences(words, around, mixed[row[position]])
    first_but = _first_of(tokens.id, words.are(np.arange(len(words.lower)), "but"), row)
    _weigh_contrast(value, position, row[position], first_but)
    scores = _summarise(value, row[position], np.diff(bounds), _emphasis(plain))
    return scores if index is None else scores.set_axis(index)


def _look_around(
    ids: NDArray[np.int32], position: _Ids, low: _Ids, high: _Ids
) -> dict[int, NDArray[np.int32]]:
    """The ids from three tokens before to two after each position; -1 outside the sentence."""
    around = {}
    for step in range(-3, 3):
        at = position + step
        around[step] = np.where((at >= low) & (at < high), ids.take(at, mode="clip"), -1)
    return around


@lru_cache(maxsize=1)
def _analyzer() -> vaderSentiment.SentimentIntensityAnalyzer:
    return vaderSentiment.SentimentIntensityAnalyzer()


def _spell_emojis(text: str) -> str:
    # the search only spares most texts the slower look-up; the emojis beyond Latin-1 lie above it
    if text.isascii() or not _ABOVE_PUNCTUATION.search(text):
        return text
    if _analyzer().emojis.keys().isdisjoint(text):
        return text
    parts: list[str] = []
    after_space = True
    for character in text:
        described = _analyzer().emojis.get(character)
        if described is not None and not after_space:
            parts.append(" ")
        parts.append(described or character)
        after_space = character == " "
    return "".join(parts)


def _look_up(vocabulary: list[str]) -> _Words:
    lexicon = _analyzer().lexicon
    stripped = [word.strip(punctuation) for word in vocabulary]
    shown = [
        short if len(short) > 2 else word for short, word in zip(stripped, vocabulary, strict=True)
    ]
    lower = [word.lower() for word in shown] + [""]
    number: dict[str, int] = {}
    same = np.array([number.setdefault(word, len(number)) for word in lower], np.int64)
    negate = frozenset(vaderSentiment.NEGATE)
    in_phrase = {word for phrase in (*_SPECIAL, *_BOOSTERS) if len(phrase) > 1 for word in phrase}
    valence = np.array([lexicon.get(word, np.nan) for word in lower])
    booster = np.array([vaderSentiment.BOOSTER_DICT.get(word, 0.0) for word in lower])
    return _Words(
        lower,
        valence,
        booster,
        ~np.isnan(valence) & (booster == 0),
        np.array([word in negate or "n't" in word for word in lower]),
        np.array([word.isupper() for word in shown] + [False]),
        np.array([word in in_phrase for word in lower]),
        number,
        same,
    )


def _valences(words: _Words, around: dict[int, NDArray[np.int32]], mixed: _Flags) -> _Floats:
    """The valence of each lexicon token after the rules that look around it."""
    here, next_one = around[0], around[1]
    before = [around[-1], around[-2], around[-3]]
    exists = [ids >= 0 for ids in before]
    base = words.valence[here]
    value = base.copy()
    value[words.are(here, "no") & ~np.isnan(words.valence[next_one])] = 0.0
    after_no = words.are(before[0], "no") | words.are(before[1], "no")
    after_no |= words.are(before[2], "no") & words.are(before[0], "or", "nor")
    value[after_no] = base[after_no] * vaderSentiment.N_SCALAR
    shout = words.upper[here] & mixed
    value[shout] += np.where(value[shout] > 0, vaderSentiment.C_INCR, -vaderSentiment.C_INCR)

    so_or_this = [words.are(ids, "so", "this") for ids in before]
    doubt = [words.are(ids, "doubt") for ids in before]
    never = [words.are(ids, "never") for ids in before]
    without = [words.are(ids, "without") for ids in before]
    nothing = np.zeros(len(here), bool)
    heightened = [nothing, never[1] & so_or_this[0]]
    heightened.append(never[2] & so_or_this[1] | so_or_this[0])
    spared = [nothing, without[1] & doubt[0], without[2] & (doubt[1] | doubt[0])]
    for step in range(3):
        acts = exists[step] & np.isnan(words.valence[before[step]])
        boost = words.booster[before[step]]
        scalar = np.where(value < 0, -boost, boost)
        loud = (boost != 0) & words.upper[before[step]] & mixed
        scalar[loud] += np.where(value[loud] > 0, vaderSentiment.C_INCR, -vaderSentiment.C_INCR)
        scalar *= (1.0, 0.95, 0.9)[step]
        value = np.where(acts, value + scalar, value)
        negated = words.negates[before[step]] & ~heightened[step] & ~spared[step]
        value = np.where(acts & heightened[step], value * 1.25, value)
        value = np.where(acts & negated, value * vaderSentiment.N_SCALAR, value)
        if step == 2:
            _apply_idioms(words, value, acts, around)
    least = exists[0] & words.are(before[0], "least") & np.isnan(words.valence[before[0]])
    return np.where(
        least & ~words.are(before[1], "at", "very"), value * vaderSentiment.N_SCALAR, value
    )


# where each n-gram of the idiom check lies around the token, first match wins
_IDIOM_PLACES = ((-1, 0), (-2, -1, 0), (-2, -1), (-3, -2, -1), (-3, -2))
_BOOSTER_PLACES = ((-3, -2, -1), (-3, -2), (-2, -1))


_SPECIAL = {tuple(key.split()): float(worth) for key, worth in vaderSentiment.SPECIAL_CASES.items()}
_BOOSTERS = {tuple(key.split()): worth for key, worth in vaderSentiment.BOOSTER_DICT.items()}


def _apply_idioms(
    words: _Words, value: _Floats, acts: _Flags, around: dict[int, NDArray[np.int32]]
) -> None:
    """Set or raise, in place, the valences of tokens in or beside a phrase."""
    part = words.in_phrase
    nearby = part[around[-2]] | part[around[-1]] | part[around[0]]
    chosen = np.flatnonzero(acts & nearby)
    window = {step: words.same[ids[chosen]] for step, ids in around.items()}

    def matches(phrase: tuple[str, ...], places: tuple[int, ...]) -> _Flags:
        found = np.ones(len(chosen), bool)
        for word, place in zip(phrase, places, strict=True):
            found &= window[place] == words.number.get(word, -1)
        return found

    unset = np.ones(len(chosen), bool)
    for places in _IDIOM_PLACES:
        for phrase, worth in _SPECIAL.items():
            if len(phrase) == len(places):
                found = matches(phrase, places) & unset
                value[chosen[found]] = worth
                unset &= ~found
    for places in ((0, 1), (0, 1, 2)):
        for phrase, worth in _SPECIAL.items():
            if len(phrase) == len(places):
                value[chosen[matches(phrase, places)]] = worth
    for places in _BOOSTER_PLACES:
        for phrase, worth in _BOOSTERS.items():
            if len(phrase) == len(places):
                value[chosen[matches(phrase, places)]] += worth


def _first_of(ids: NDArray[np.int32], wanted: _Flags, row: NDArray[np.int32]) -> dict[int, int]:
    """For each row that has one, the flat position of its first wanted word."""
    at = np.flatnonzero(wanted[ids])
    rows, first = np.unique(row[at], return_index=True)
    return dict(zip(rows.tolist(), at[first].tolist(), strict=True))


def _weigh_contrast(
    value: _Floats, position: _Ids, row: NDArray[np.int32], first_but: dict[int, int]
) -> None:
    """Halve what stands before "but" and raise what follows, in place.

    vaderSentiment finds each valence by its value, so equal valences are changed in an order of
    their own; the heaps hold, for each value, the places that have it.
    """
    rows = np.array(list(first_but), row.dtype)
    edges = np.searchsorted(row, rows), np.searchsorted(row, rows, side="right")
    turns = np.searchsorted(position, list(first_but.values())) - edges[0]
    for low, high, turn in np.stack([*edges, turns], axis=1).tolist():
        values = value[low:high].tolist()
        places: defaultdict[float, list[int]] = defaultdict(list)
        for place, one in enumerate(values):
            places[one].append(place)
        for place in range(len(values)):
            one = values[place]
            if one == 0:
                continue
            target = heapq.heappop(places[one])
            values[target] = one * (0.5 if target < turn else 1.5)
            heapq.heappush(places[values[target]], target)
        value[low:high] = values


def _emphasis(texts: list[str]) -> _Floats:
    exclaimed = np.array([text.count("!") for text in texts], float)
    asked = np.array([text.count("?") for text in texts], float)
    raised = np.where(asked > 3, 0.96, np.where(asked > 1, asked * 0.18, 0.0))
    emphasis: _Floats = np.minimum(exclaimed, 4) * 0.292 + raised
    return emphasis


def _summarise(
    value: _Floats, row: NDArray[np.int32], counts: NDArray[np.integer[Any]], emphasis: _Floats
) -> pd.DataFrame:
    def add_up(weights: _Floats) -> _Floats:
        return np.bincount(row, weights, minlength=len(counts)).astype(float)

    total = add_up(value)
    positive = add_up(np.where(value > 0, value + 1, 0.0))
    negative = -add_up(np.where(value < 0, value - 1, 0.0))
    neutral = counts - add_up((value != 0).astype(float))
    total += np.sign(total) * emphasis
    compound = np.clip(total / np.sqrt(total * total + 15), -1, 1)
    lead = positive - negative
    positive = positive + np.where(lead > 0, emphasis, 0.0)
    negative = negative + np.where(lead < 0, emphasis, 0.0)
    mass = np.where(counts > 0, positive + negative + neutral, 1.0)
    shares = {"neg": negative / mass, "neu": neutral / mass, "pos": positive / mass}
    table = {name: _round(share, 3) for name, share in shares.items()}
    return pd.DataFrame(table | {"compound": _round(compound, 4)})


def _round(values: _Floats, digits: int) -> _Floats:
    """Round as Python does, which differs from numpy near ties."""
    scaled = values * 10**digits
    rounded: _Floats = np.rint(scaled) / 10**digits
    near_tie = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6
    rounded[near_tie] = [round(value, digits) for value in values[near_tie].tolist()]
    return rounded
