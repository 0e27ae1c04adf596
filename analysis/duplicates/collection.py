"""The passages of a whole collection: which texts to compare, and comparing them in batches."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.passages import exact_passages, near_passages
from analysis.duplicates.seeds import Ints, pairs_sharing_contexts, shared_runs, spread
from analysis.duplicates.segments import Segments, segment_texts
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
    pairs = np.unique(runs.pair)
    if near:
        a, b = pairs_sharing_contexts(_stems(tokens), tokens.row, count)
        pairs = np.union1d(a * count + b, pairs)
    found = [runs.take(np.zeros(0, np.int64))]
    done = 0
    for part in cut_out(texts, tokens, pairs):
        here = runs.take(np.arange(*part.rows(runs.pair)))
        found.append(_passages(part, tokens.id, part.inward(here), near))
        done += len(part.pairs)
        if progress is not None:
            progress(done, len(pairs))
    return join(*found)


class Part(NamedTuple):
    """Some pairs of texts, and a copy of just these texts, cut into segments.

    pairs: which pairs, in order; a, b: the texts of each, numbered as in segments; token: where
    each token of the copy stands in the collection; shift_a, shift_b: what a position in either
    text of each pair moves by.
    """

    pairs: Ints
    a: Ints
    b: Ints
    segments: Segments
    token: Ints
    shift_a: Ints
    shift_b: Ints

    def rows(self, pair: Ints) -> tuple[int, int]:
        """Which of the pairs, in order, are in the part."""
        low, high = np.searchsorted(pair, [self.pairs[0], self.pairs[-1] + 1]).tolist()
        return low, high

    def inward(self, spans: Spans) -> Spans:
        """Spans of the collection as they are in the copy."""
        pair = np.searchsorted(self.pairs, spans.pair)
        return spans._replace(pair=pair).shifted(self.shift_a[pair], self.shift_b[pair])

    def outward(self, spans: Spans) -> Spans:
        """Spans of the copy as they are in the collection."""
        moved = spans.shifted(-self.shift_a[spans.pair], -self.shift_b[spans.pair])
        return moved._replace(pair=self.pairs[spans.pair])


def cut_out(texts: Sequence[str], tokens: Tokens, pairs: Ints) -> Iterator[Part]:
    """The texts of pairs, given in order, a part at a time."""
    stem = _stems(tokens)
    stems = int(stem.max(initial=-1)) + 1
    for low, high in _batches(pairs, np.diff(tokens.bounds), len(texts)):
        texts_a, texts_b = np.divmod(pairs[low:high], len(texts))
        used, sides = np.unique(np.concatenate((texts_a, texts_b)), return_inverse=True)
        a, b = sides[: high - low], sides[high - low :]
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
        yield Part(pairs[low:high], a, b, segments, token, shift[a], shift[b])


def _stems(tokens: Tokens) -> NDArray[np.int32]:
    """A number for the first letters of each token."""
    stem = np.unique(np.array(tokens.vocabulary, f"U{_STEM}"), return_inverse=True)[1]
    return np.asarray(stem.astype(np.int32)[tokens.id], np.int32)


def _batches(pairs: Ints, sizes: Ints, texts: int) -> Iterator[tuple[int, int]]:
    """Ranges of pairs whose texts together have about _BATCH_TOKENS tokens."""
    total = np.cumsum(sizes[pairs // max(texts, 1)] + sizes[pairs % max(texts, 1)])
    low = 0
    while low < len(pairs):
        spent = total[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(total, spent + _BATCH_TOKENS, side="right")))
        yield low, high
        low = high


def _passages(part: Part, ids: NDArray[np.int32], runs: Spans, near: bool) -> Spans:
    """The passages of a part's pairs of texts, from the runs that they share."""
    segments, a, b = part.segments, part.a, part.b
    if not near:
        return part.outward(exact_passages(segments, a, b, runs))
    across = np.flatnonzero(a != b)
    sides = np.stack((a[across], b[across]), axis=1)
    size = np.diff(segments.tokens)
    short = runs_between(ids[part.token], segments.tokens[sides], size[sides])
    short = short._replace(pair=across[short.pair])
    return part.outward(near_passages(segments, a, b, runs, short))


def runs_between(ids: NDArray[np.int32], start: Ints, size: Ints) -> Spans:
    """Shared runs of _SHORT words or more between two stretches, given a row a pair of them."""
    start, size = start.ravel(), size.ravel()
    token, of = spread(start, size)
    own = ids[token] + (of // 2) * (int(ids.max(initial=0)) + 1)
    places = np.concatenate(([0], np.cumsum(size)))
    first, second, words = shared_runs(own, places, _SHORT)
    side = np.searchsorted(places, np.stack((first, second)), side="right") - 1
    across = side[0] != side[1]
    first, second, words = token[first[across]], token[second[across]], words[across]
    return Spans(side[0][across] // 2, first, first + words, second, second + words)
