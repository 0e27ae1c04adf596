"""Lexical diversity by measures that do not depend on the length of the text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_whole
from analysis.readability.reasons import state_reasons
from analysis.tokens import tokenise

WINDOW = 100
_MTLD_THRESHOLD = 0.72
_MTLD_WORDS = 50
_MTLD_LOOK = 128
_MTLD_ROUNDS = 200
_MTLD_CELLS = 4_000_000
_Ints = NDArray[np.int64]


def lexical_diversity(texts: Sequence[str], *, window: int = WINDOW) -> pd.DataFrame:
    """How varied the words of each text are, in lower case, whatever its length.

    Args:
        texts: the texts.
        window: words in a window, at least 1.

    Returns:
        One row a text, in order: mtld (float64, words, at least 1: mean length of the stretches
        over which the type-token ratio stays above 0.72, read forwards and backwards, McCarthy
        and Jarvis 2010); moving_average_ttr (float64, 0 to 1: types per word, mean over all
        windows, Covington and McFall 2010); hapax_share (float64, 0 to 1: share of words that
        occur once in their window, mean over all windows). The last two are NaN for a text
        shorter than the window; mtld is NaN for one shorter than 50 words or with no repetition;
        reason (str): which are NaN and why, "" where none is.

    Raises:
        InputError: window is no whole number or less than 1.

    Example:
        >>> lexical_diversity(["one fish two fish red fish blue fish"], window=4).iloc[:, :3]
           mtld  moving_average_ttr  hapax_share
        0   NaN                0.75          0.5
    """
    require_whole(window, "window", 1)
    texts = list(texts)
    tokens = tokenise(texts)
    count = len(tokens.id)
    place = np.arange(count)
    order = np.argsort(
        tokens.row.astype(np.int64) * len(tokens.vocabulary) + tokens.id, kind="stable"
    )
    same = (np.diff(tokens.row[order]) == 0) & (np.diff(tokens.id[order]) == 0)
    last, following = np.full(count, -1), np.full(count, count + window)
    last[order[1:][same]] = order[:-1][same]
    following[order[:-1][same]] = order[1:][same]
    start, end = tokens.bounds[:-1], tokens.bounds[1:]
    windows = end - start - window + 1
    first = np.maximum(np.maximum(last + 1, place - window + 1), start[tokens.row])
    stop = np.minimum(place + 1, (end - window + 1)[tokens.row])
    types = np.maximum(0, stop - first)
    stop = np.minimum(stop, following - window + 1)
    once = np.maximum(0, stop - first)
    with np.errstate(divide="ignore", invalid="ignore"):
        places = np.where(windows > 0, windows * float(window), np.nan)
        ratio, hapax = (
            np.bincount(tokens.row, weights, minlength=len(texts)) / places
            for weights in (types, once)
        )
    short = end - start < _MTLD_WORDS
    forwards = _stretch(last, start, end)
    backwards = _stretch(count - 1 - following[::-1], count - end, count - start)
    mtld = np.where(short, np.nan, (forwards + backwards) / 2)
    table = pd.DataFrame({"mtld": mtld, "moving_average_ttr": ratio, "hapax_share": hapax})
    undefined = [
        (["mtld"], short, f"fewer than {_MTLD_WORDS} words"),
        (["mtld"], ~short & table["mtld"].isna(), "no word occurs twice"),
        (["moving_average_ttr", "hapax_share"], windows <= 0, f"fewer than {window} words"),
    ]
    table["reason"] = state_reasons(undefined, len(table))
    return table


def _stretch(last: _Ints, start: _Ints, end: _Ints) -> NDArray[np.float64]:
    """Mean length of a text's factors, read one way; NaN where its ratio never falls below 1.

    All texts go forward together, each by one factor or one wider look at a time; the few that
    have more factors than there are rounds are read to their end word by word.

    Args:
        last: for each word the place where it stood before, less than its text's start if nowhere.
        start, end: of each text.
    """
    factors = np.zeros(len(start))
    begin, look = start.copy(), np.full(len(start), _MTLD_LOOK)
    active = np.flatnonzero(end > start)
    for _ in range(_MTLD_ROUNDS):
        if not len(active):
            break
        width = int(look[active].min())
        text = active[look[active] == width][: max(1, _MTLD_CELLS // width)]
        low, high = begin[text, None], end[text, None]
        place = low + np.arange(width)
        new = (last[np.minimum(place, len(last) - 1)] < low) & (place < high)
        ratio = np.cumsum(new, axis=1) / np.arange(1, width + 1)
        below = (ratio < _MTLD_THRESHOLD) & (place < high)
        fell = below.any(axis=1)
        begin[text[fell]] += below[fell].argmax(axis=1) + 1
        factors[text[fell]] += 1
        look[text[fell]] = _MTLD_LOOK
        look[text[~fell]] *= 2
        done = text[~fell & (begin[text] + width >= end[text])]
        left = (end - begin)[done]
        rows = np.searchsorted(text, done)
        with np.errstate(invalid="ignore"):
            rest = np.where(left > 0, ratio[rows, left - 1], 1.0)
        factors[done] += (1 - rest) / (1 - _MTLD_THRESHOLD)
        active = np.setdiff1d(active, done)
    for text in active:
        factors[text] += _factors(last[begin[text] : end[text]] - begin[text])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(factors > 0, (end - start) / factors, np.nan)


def _factors(last: _Ints) -> float:
    """The factors of one text, whose first word stands at 0."""
    factors, begin, types, ratio = 0.0, 0, 0, 1.0
    for place, before in enumerate(last.tolist()):
        types += before < begin
        ratio = types / (place + 1 - begin)
        if ratio < _MTLD_THRESHOLD:
            factors, begin, types, ratio = factors + 1, place + 1, 0, 1.0
    return factors + (1 - ratio) / (1 - _MTLD_THRESHOLD)
