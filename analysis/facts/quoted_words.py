"""Quoted words: each quotation of four words or more, and which of them are the same words."""

from itertools import chain, pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.quotes import find_quotations
from analysis.tokens import Tokens, tokenise

_Ints = NDArray[np.int64]

LEAST_WORDS = 4
_MOST_CANDIDATES = 200
_MARKS = "\"“”„«»「」『』‘’' \t\n\r,;"


def find_quoted_words(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find quotations of four words or more, and put those under one form that say the same.

    Two quotations say the same if one has all the words of the other in a row, whatever the case
    and the punctuation; the form is the longest quotation that has them. Words that stand in more
    than 200 longer quotations are matched with the longest 200.

    Args:
        sentences: doc_id, block_id, text (str), in reading order; start (int, offset of the
            sentence in its document).

    Returns:
        One row per quotation, in order: sentence (int, position of the sentence where it begins);
        start, end (int, character offsets into the document's text, marks included); fact (str,
        the form, without marks).

    Raises:
        InputError: a column is missing or a text is not str.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": ["a", "b"], "block_id": 0, "start": 0, "text": [
        ...     "“Live up to desires and possibilities.”", "A “live up to desires” plan."]})
        >>> find_quoted_words(sentences)["fact"].tolist()
        ['Live up to desires and possibilities', 'Live up to desires and possibilities']
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
            "fact": pd.Series([_tidy(quote) for quote in words], dtype="str"),
        }
    )
    form = _forms(tokens)
    kept = np.diff(tokens.bounds) >= LEAST_WORDS
    found["fact"] = found["fact"].take(form).array
    return found[kept].reset_index(drop=True)


def _tidy(quote: str) -> str:
    """A quotation on one line, without the stop that closes it."""
    words = quote.split()
    if words and words[-1].endswith(".") and "." not in words[-1][:-1]:
        words[-1] = words[-1][:-1]
    return " ".join(words)


def _forms(tokens: Tokens) -> _Ints:
    """For each quotation the number of the longest one that has its words."""
    ids, bounds = tokens.id.tolist(), tokens.bounds.tolist()
    numbers: dict[tuple[int, ...], int] = {}
    firsts: list[int] = []
    same = np.zeros(len(bounds) - 1, np.int64)
    for i, (low, high) in enumerate(pairwise(bounds)):
        words = tuple(ids[low:high])
        if words not in numbers:
            numbers[words] = len(firsts)
            firsts.append(i)
        same[i] = numbers[words]
    longest = _containers(list(numbers))
    forms: _Ints = np.array(firsts, np.int64)[longest[same]]
    return forms


def _containers(quotes: list[tuple[int, ...]]) -> _Ints:
    """For each of the distinct quotations the longest that has its words in a row, or itself."""
    found = np.arange(len(quotes))
    gram, quote = _grams(quotes)
    frequency = np.bincount(gram)
    lengths = np.fromiter(map(len, quotes), np.int64, len(quotes))
    by_gram = quote[np.lexsort((-lengths[quote], gram))]
    opens = np.searchsorted(np.sort(gram), np.arange(len(frequency) + 1))
    by_quote = np.lexsort((frequency[gram], quote))
    rarest = by_quote[np.flatnonzero(np.diff(quote[by_quote], prepend=-1))]
    rarest = rarest[frequency[gram[rarest]] > 1]
    text = [f" {' '.join(map(str, words))} " for words in quotes]
    for number, own in zip(quote[rarest].tolist(), gram[rarest].tolist(), strict=True):
        for candidate in by_gram[opens[own] : opens[own + 1]][:_MOST_CANDIDATES].tolist():
            if lengths[candidate] <= lengths[number]:
                break
            if text[number] in text[candidate]:
                found[number] = candidate
                break
    return found


def _grams(quotes: list[tuple[int, ...]]) -> tuple[_Ints, _Ints]:
    """The numbers of the runs of four words in the quotations, each pair of the two once."""
    lengths = np.fromiter(map(len, quotes), np.int64, len(quotes))
    words = np.fromiter(chain.from_iterable(quotes), np.int64, int(lengths.sum()))
    quote = np.repeat(np.arange(len(quotes)), lengths)
    code = words
    for step in range(1, LEAST_WORDS):
        beside = words[step:]
        code = pd.factorize(code[: len(beside)] * (int(words.max(initial=0)) + 1) + beside)[0]
    whole = quote[: len(code)] == quote[LEAST_WORDS - 1 :][: len(code)]
    pairs = np.unique(np.stack((code[whole], quote[: len(code)][whole]), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]
