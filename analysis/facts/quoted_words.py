"""Quoted words: each quotation of four words or more, and which of them share their words."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.quotes import find_quotations
from analysis.tokens import Tokens, tokenise

_Ints = NDArray[np.int64]
_Quote = tuple[int, ...]

LEAST_WORDS = 4
_LEAST_OVERLAP = 8
_MOST_NAMESAKES = 200
_MARKS = "\"“”„«»「」『』‘’' \t\n\r,;"


def find_quoted_words(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find quotations of four words or more, and put those under one form that share their words.

    Quotations share words if one has all the words of the other in a row, or both have eight words
    or more in a row that are half of the shorter one, whatever the case and the punctuation. Of
    the runs that a quotation shares, the form is the one that most quotations have, and the longest
    of those; a quotation that shares none is its own form. A run of four words is looked for in the
    first 200 quotations that have it.

    Args:
        sentences: doc_id, block_id, text (str), in reading order; start (int, offset of the
            sentence in its document).

    Returns:
        One row per quotation, in order: sentence (int, position of the sentence where it begins);
        start, end (int, character offsets into the document's text, marks included); fact (str,
        the form: words of this quotation, without marks).

    Raises:
        InputError: a column is missing or a text is not str.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": ["a", "b"], "block_id": 0, "start": 0, "text": [
        ...     "“Live up to desires and possibilities.”", "A “live up to desires” plan."]})
        >>> find_quoted_words(sentences)["fact"].tolist()
        ['live up to desires', 'live up to desires']
    """
    parts = find_quotations(sentences)
    begins = sentences["start"].to_numpy(np.int64)
    texts = sentences["text"].tolist()
    at = parts["sentence"].to_numpy()
    first = np.flatnonzero(np.diff(parts["quotation"].to_numpy(), prepend=-1))
    last = np.append(first[1:], len(parts))[: len(first)] - 1
    pieces = [
        texts[row][low:high].strip(_MARKS)
        for row, low, high in zip(*(parts[c].tolist() for c in parts.columns[:3]), strict=True)
    ]
    words = [
        " ".join(pieces[low : high + 1])
        for low, high in zip(first.tolist(), last.tolist(), strict=True)
    ]
    tokens = tokenise(words)
    found = pd.DataFrame(
        {
            "sentence": at[first],
            "start": begins[at[first]] + parts["start"].to_numpy()[first],
            "end": begins[at[last]] + parts["end"].to_numpy()[last],
            "fact": pd.Series(_forms(words, tokens), dtype="str"),
        }
    )
    kept = np.diff(tokens.bounds) >= LEAST_WORDS
    return found[kept].reset_index(drop=True)


def _tidy(quote: str) -> str:
    """A quotation on one line, without the stop that closes it."""
    words = quote.split()
    if words and words[-1].endswith(".") and "." not in words[-1][:-1]:
        words[-1] = words[-1][:-1]
    return " ".join(words)


def _forms(texts: list[str], tokens: Tokens) -> list[str]:
    """For each quotation the words that it shares with most others, else its own."""
    ids, bounds = tokens.id.tolist(), tokens.bounds.tolist()
    numbers: dict[_Quote, int] = {}
    same: list[int] = []
    firsts: list[int] = []
    for i, (low, high) in enumerate(pairwise(bounds)):
        same.append(numbers.setdefault(tuple(ids[low:high]), len(firsts)))
        if same[-1] == len(firsts):
            firsts.append(i)
    quotes = list(numbers)
    count = np.bincount(same, minlength=len(quotes)).tolist()
    runs = list(_shared_runs(quotes))
    runs.sort(key=lambda run: (-sum(count[quote] for quote in run[1]), -run[0]))
    forms: dict[int, str] = {}
    for size, members in runs:
        free = {quote: at for quote, at in members.items() if quote not in forms}
        if len(free) > 1:
            whole = next((quote for quote in free if len(quotes[quote]) == size), min(free))
            begin = bounds[firsts[whole]] + free[whole]
            cut = slice(tokens.start[begin], tokens.end[begin + size - 1])
            text = texts[firsts[whole]]
            form = _tidy(text if len(quotes[whole]) == size else text[cut])
            forms |= dict.fromkeys(free, form)
    return [forms.get(quote) or _tidy(texts[firsts[quote]]) for quote in same]


def _shared_runs(quotes: list[_Quote]) -> Iterator[tuple[int, dict[int, int]]]:
    """The length of each run of words worth sharing, and where it begins in the quotations."""
    shared = _overlaps(quotes)
    beside: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for first, at, second, there, size in shared:
        beside[first].append((at, at + size, second, there))
        beside[second].append((there, there + size, first, at))
    seen: set[_Quote] = set()
    for quote, low, second, _, size in shared:
        shorter = min(len(quotes[quote]), len(quotes[second]))
        run = quotes[quote][low : low + size]
        if (size < shorter and (size < _LEAST_OVERLAP or 2 * size < shorter)) or run in seen:
            continue
        seen.add(run)
        members = {quote: low}
        for begin, end, other, there in beside[quote]:
            if begin <= low and low + size <= end:
                members.setdefault(other, there + low - begin)
        yield size, members


def _overlaps(quotes: list[_Quote]) -> list[tuple[int, int, int, int, int]]:
    """The runs of four words or more that two quotations share: quotation and place, the other's
    quotation and place, and the number of words.
    """
    gram, quote, place = _grams(quotes)
    order = np.argsort(gram, kind="stable")
    rank = np.arange(len(order)) - np.searchsorted(gram[order], gram[order])
    order = order[rank < _MOST_NAMESAKES]
    gram, quote, place = gram[order], quote[order], place[order]
    found = [np.empty((4, 0), np.int64)]
    for step in range(1, min(_MOST_NAMESAKES, len(gram))):
        same = gram[step:] == gram[:-step]
        if not same.any():
            break
        before = np.flatnonzero(same & (quote[step:] != quote[:-step]))
        after = before + step
        found.append(np.stack((quote[before], quote[after], place[before], place[after])))
    first, second, at, there = np.concatenate(found, axis=1)
    order = np.lexsort((at, there - at, second, first))
    first, second, at, there = first[order], second[order], at[order], there[order]
    edges = np.stack((first, second, there - at, at - np.arange(len(at))))
    opens = np.flatnonzero(np.diff(edges, axis=1, prepend=-1 - edges[:, :1]).any(axis=0))
    sizes = np.diff(opens, append=len(at)) + LEAST_WORDS - 1
    columns = (first[opens], at[opens], second[opens], there[opens], sizes)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _grams(quotes: list[_Quote]) -> tuple[_Ints, _Ints, _Ints]:
    """The numbers of the runs of four words, the quotation that each is in, and its place there."""
    lengths = np.fromiter(map(len, quotes), np.int64, len(quotes))
    words = np.fromiter(chain.from_iterable(quotes), np.int64, int(lengths.sum()))
    quote = np.repeat(np.arange(len(quotes)), lengths)
    place = np.arange(len(words)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    code = words
    for step in range(1, LEAST_WORDS):
        beside = words[step:]
        code = pd.factorize(code[: len(beside)] * (int(words.max(initial=0)) + 1) + beside)[0]
    whole = quote[: len(code)] == quote[LEAST_WORDS - 1 :][: len(code)]
    return code[whole], quote[: len(code)][whole], place[: len(code)][whole]
