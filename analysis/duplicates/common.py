"""Which words of a passage stand on both its sides, and not merely between such words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.collection import Part, cut_out, runs_between
from analysis.duplicates.passages import LIKE_COSINE, alike
from analysis.duplicates.seeds import Ints, spread
from analysis.duplicates.segments import Segments, like_segments
from analysis.duplicates.spans import Flags, Spans, join
from analysis.tokens import Tokens


def same_words(ids: NDArray[np.int32], spans: Spans) -> Flags:
    """Whether both sides are the same words in the same order."""
    words = spans.end_a - spans.start_a
    same: Flags = np.equal(words, spans.end_b - spans.start_b)
    step, of = spread(np.zeros(len(words), np.int64), np.where(same, words, 0))
    differs = ids[spans.start_a[of] + step] != ids[spans.start_b[of] + step]
    same[of[differs]] = False
    return same


def common_words(texts: Sequence[str], tokens: Tokens, spans: Spans) -> list[tuple[Ints, Ints]]:
    """The words that both sides of each span have: for either side, the token and its span.

    All words where both sides are the same. Else those of a segment that an alike segment of the
    other side has too, in any order, compared by their first letters; and those of short runs
    that both sides have. So sentences that only stand between shared ones give none. The pair of
    a span is first text * number of texts + second text, as in collect_passages.
    """
    same = same_words(tokens.id, spans)
    found = [[(token, np.flatnonzero(same)[of])] for token, of in _tokens(spans.take(same))]
    near = np.flatnonzero(~same)
    near = near[np.argsort(spans.pair[near], kind="stable")]
    pairs = spans.pair[near]
    for part in cut_out(texts, tokens, np.unique(pairs)):
        rows = near[slice(*part.rows(pairs))]
        pieces = _pieces(part, tokens.id, part.inward(spans.take(rows)))
        for side, (token, of) in zip(found, _both(part.segments, pieces), strict=True):
            side.append((part.token[token], rows[of]))
    return [
        (np.concatenate([token for token, _ in side]), np.concatenate([of for _, of in side]))
        for side in found
    ]


def _tokens(spans: Spans) -> list[tuple[Ints, Ints]]:
    """For either side, each token and its span."""
    sides = ((spans.start_a, spans.end_a), (spans.start_b, spans.end_b))
    return [spread(start, end - start) for start, end in sides]


def _pieces(part: Part, ids: NDArray[np.int32], spans: Spans) -> Spans:
    """Pairs of stretches that are alike, each inside one span; the pair is that span's number.

    Where a span has no such stretch, all of it is one.
    """
    segments, own = part.segments, part.a == part.b
    like = like_segments(segments, part.a, part.b, LIKE_COSINE)
    like = like.take(alike(like, own))
    size = len(segments.begin)
    place = like.pair * size + like.a  # in order, as like_segments gives them
    first = np.searchsorted(segments.begin, spans.start_a, side="right") - 1
    last = np.searchsorted(segments.begin, spans.end_a - 1, side="right") - 1
    low = np.searchsorted(place, spans.pair * size + first)
    high = np.searchsorted(place, spans.pair * size + last, side="right")
    which, of = spread(low, np.maximum(high - low, 0))
    _, start_a, end_a, start_b, end_b = like.spans(segments)
    clipped = Spans(
        of,
        np.maximum(start_a[which], spans.start_a[of]),
        np.minimum(end_a[which], spans.end_a[of]),
        np.maximum(start_b[which], spans.start_b[of]),
        np.minimum(end_b[which], spans.end_b[of]),
    )
    clipped = clipped.take((clipped.start_a < clipped.end_a) & (clipped.start_b < clipped.end_b))
    starts = np.stack((spans.start_a, spans.start_b), axis=1)
    ends = np.stack((spans.end_a, spans.end_b), axis=1)
    pieces = join(clipped, runs_between(ids[part.token], starts, ends - starts))
    bare = np.setdiff1d(np.arange(len(spans.pair)), pieces.pair)
    return join(pieces, spans.take(bare)._replace(pair=bare))


def _both(segments: Segments, pieces: Spans) -> list[tuple[Ints, Ints]]:
    """For either side, each token that both sides of a piece have, and the pair of the piece."""
    sides = _tokens(pieces)
    keys = [of * segments.stems + segments.stem[token] for token, of in sides]
    found = []
    for (token, of), own, other in zip(sides, keys, keys[::-1], strict=True):
        kept = np.isin(own, other)
        packed = np.unique(pieces.pair[of[kept]] * len(segments.stem) + token[kept])
        found.append((packed % len(segments.stem), packed // len(segments.stem)))
    return found
