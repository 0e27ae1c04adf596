"""Lexical diversity by measures that do not depend on the length of the text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.reasons import state_reasons
from analysis.tokens import tokenise

WINDOW = 100
_MTLD_THRESHOLD = 0.72
_MTLD_WORDS = 50
_MTLD_LOOK = 256
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
        ValueError: window is less than 1.

    Example:
        >>> lexical_diversity(["one fish two fish red fish blue fish"], window=4).iloc[:, :3]
           mtld  moving_average_ttr  hapax_share
        0   NaN                0.75          0.5
    """
    if window < 1:
        raise ValueError(f"window is {window}. Give at least 1 word.")
    tokens = tokenise(texts)
    count = len(tokens.id)
    place = np.arange(count)
    order = np.lexsort((place, tokens.id, tokens.row))
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
    mtld = [_mtld(last, following, low, high) for low, high in zip(start, end, strict=True)]
    table = pd.DataFrame(
        {"mtld": mtld, "moving_average_ttr": ratio, "hapax_share": hapax}, dtype="float64"
    )
    short = end - start < _MTLD_WORDS
    undefined = [
        (["mtld"], short, f"fewer than {_MTLD_WORDS} words"),
        (["mtld"], ~short & table["mtld"].isna(), "no word occurs twice"),
        (["moving_average_ttr", "hapax_share"], windows <= 0, f"fewer than {window} words"),
    ]
    table["reason"] = state_reasons(undefined, len(table))
    return table


def _mtld(last: _Ints, following: _Ints, low: int, high: int) -> float:
    if high - low < _MTLD_WORDS:
        return np.nan
    forwards = _stretch(last[low:high] - low)
    backwards = _stretch(high - 1 - following[low:high][::-1])
    return (forwards + backwards) / 2


def _stretch(last: _Ints) -> float:
    """Mean length of a factor, read one way; last is where each word was seen last, or below 0."""
    start, factors, ratio = 0, 0.0, 1.0
    look = _MTLD_LOOK
    while start < len(last):
        piece = last[start : start + look]
        ratios = np.cumsum(piece < start) / np.arange(1, len(piece) + 1)
        below = ratios < _MTLD_THRESHOLD
        fallen = int(below.argmax())
        if below[fallen]:
            start, factors, look = start + fallen + 1, factors + 1, _MTLD_LOOK
        elif start + look < len(last):
            look *= 2
        else:
            ratio = float(ratios[-1])
            factors += (1 - ratio) / (1 - _MTLD_THRESHOLD)
            break
    return len(last) / factors if factors else np.nan
