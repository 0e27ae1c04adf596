"""The passages of a whole collection: which texts to compare, and comparing them in batches."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.passages import exact_passages, near_passages
from analysis.duplicates.seeds import Ints, pairs_sharing_contexts, shared_runs, spread
from analysis.duplicates.segments import segment_texts
from analysis.duplicates.spans import Spans, join
from analysis.tokens import Tokens

_STEM = 6  # characters of a word that count when segments are compared
_BATCH_TOKENS = 100_000
_SHORT = 4  # words in the runs that are chained once two texts are compared

Progress = Callable[[int, int], None]


def collect_passages(
    texts: Sequence[str], tokens: Tokens, min_words: int, near: bool, progress: Progress | None
) -> Spans:
    """Passages within and across texts.

    The pair of a passage is first text * number of texts + second text; spans are positions in
    tokens. Pairs of texts are compared that share a run of min_words or, if near, rare contexts.
    """
    count = len(texts)
    first, second, words = shared_runs(tokens.id, tokens.bounds, min_words)
    text = np.searchsorted(tokens.bounds, np.stack((first, second)), side="right") - 1
    runs = Spans(text[0] * count + text[1], first, first + words, second, second + words)
    runs = runs.take(np.argsort(runs.pair, kind="stable"))
    stems, stem_of = np.unique(np.array(tokens.vocabulary, f"U{_STEM}"), return_inverse=True)
    stem = stem_of.astype(np.int32)[tokens.id]
    pairs = np.unique(runs.pair)
    if near:
        a, b = pairs_sharing_contexts(stem, tokens.row, count)
        pairs = np.union1d(a * count + b, pairs)
    found = [runs.take(np.zeros(0, np.int64))]
    for low, high in _batches(pairs, np.diff(tokens.bounds), count):
        batch = pairs[low:high]
        here = runs.take(np.arange(*np.searchsorted(runs.pair, [batch[0], batch[-1] + 1])))
        found.append(_batch(texts, tokens, stem, len(stems), batch, here, near))
        if progress is not None:
            progress(high, len(pairs))
    return join(*found)


def _batches(pairs: Ints, sizes: Ints, texts: int) -> Iterator[tuple[int, int]]:
    """Ranges of pairs whose texts together have about _BATCH_TOKENS tokens."""
    total = np.cumsum(sizes[pairs // max(texts, 1)] + sizes[pairs % max(texts, 1)])
    low = 0
    while low < len(pairs):
        spent = total[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(total, spent + _BATCH_TOKENS, side="right")))
        yield low, high
        low = high


def _batch(
    texts: Sequence[str],
    tokens: Tokens,
    stem: NDArray[np.int32],
    stems: int,
    pairs: Ints,
    runs: Spans,
    near: bool,
) -> Spans:
    """The passages of some pairs, worked out on a copy of just the texts concerned."""
    texts_a, texts_b = np.divmod(pairs, len(texts))
    used, sides = np.unique(np.concatenate((texts_a, texts_b)), return_inverse=True)
    a, b = sides[: len(pairs)], sides[len(pairs) :]
    begins, counts = tokens.bounds[used], np.diff(tokens.bounds)[used]
    token, _ = spread(begins, counts)
    bounds = np.concatenate(([0], np.cumsum(counts)))
    segments = segment_texts(
        [texts[i] for i in used],
        tokens.start[token].astype(np.int64),
        tokens.end[token].astype(np.int64),
        stem[token].astype(np.int64),
        stems,
        bounds,
    )
    shift = bounds[:-1] - begins
    runs = runs._replace(pair=np.searchsorted(pairs, runs.pair))
    runs = runs.shifted(shift[a[runs.pair]], shift[b[runs.pair]])
    if near:
        short = _short_runs(tokens.id[token], bounds, a, b)
        found = near_passages(segments, a, b, runs, short)
    else:
        found = exact_passages(segments, a, b, runs)
    found = found.shifted(-shift[a[found.pair]], -shift[b[found.pair]])
    return found._replace(pair=pairs[found.pair])


def _short_runs(ids: NDArray[np.int32], bounds: Ints, a: Ints, b: Ints) -> Spans:
    """Shared runs of _SHORT words or more, pair by pair of different texts."""
    pair = np.flatnonzero(a != b)
    text = np.stack((a[pair], b[pair]), axis=1).ravel()
    size = np.diff(bounds)[text]
    token, of = spread(bounds[text], size)
    own = ids[token] + (of // 2) * (int(ids.max(initial=0)) + 1)
    places = np.concatenate(([0], np.cumsum(size)))
    first, second, words = shared_runs(own, places, _SHORT)
    side = np.searchsorted(places, np.stack((first, second)), side="right") - 1
    across = side[0] != side[1]
    first, second, words = token[first[across]], token[second[across]], words[across]
    return Spans(pair[side[0][across] // 2], first, first + words, second, second + words)
