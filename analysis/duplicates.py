"""Duplicated passages: what a text repeats from itself and what it shares with others."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.checks import InputError, require_columns, require_text
from analysis.passages import Spans, find_passages, join
from analysis.seeds import Ints, pairs_sharing_contexts, shared_runs, spread
from analysis.segments import segment_texts
from analysis.tokens import Tokens, tokenise

_STEM = 6  # characters of a word that count when sentences are compared
_BATCH_TOKENS = 100_000


def find_duplicates(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    min_words: int = 8,
    near: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    texts = _checked(documents, min_words)
    tokens = tokenise(texts)
    first, second, words = shared_runs(tokens.id, tokens.bounds, min_words)
    text = np.searchsorted(tokens.bounds, np.stack((first, second)), side="right") - 1
    runs = Spans(text[0] * len(texts) + text[1], first, first + words, second, second + words)
    spans, exact = _aligned(texts, tokens, runs, near, progress)
    a, b = np.divmod(spans.pair, max(len(texts), 1))
    order = np.lexsort((spans.start_b, b, spans.start_a, a))
    spans, exact, a, b = spans.take(order), exact[order], a[order], b[order]
    sides = [
        (
            a,
            tokens.start[spans.start_a].astype(np.int64),
            tokens.end[spans.end_a - 1].astype(np.int64),
        ),
        (
            b,
            tokens.start[spans.start_b].astype(np.int64),
            tokens.end[spans.end_b - 1].astype(np.int64),
        ),
    ]
    names = documents["doc_id"].array
    dates = documents["published"].tolist() if "published" in documents else [None] * len(texts)
    return pd.DataFrame(
        {
            "doc_a": names.take(a),
            "start_a": sides[0][1],
            "end_a": sides[0][2],
            "doc_b": names.take(b),
            "start_b": sides[1][1],
            "end_b": sides[1][2],
            "words": np.minimum(spans.end_a - spans.start_a, spans.end_b - spans.start_b),
            "similarity": _similarity(tokens.id, spans),
            "kind": np.where(exact, "exact", "near"),
            "scope": np.where(a == b, "within", "across"),
            "quoted": np.logical_and(*(_quoted(texts, *side) for side in sides)),
            "boilerplate": _boilerplate(documents["doc_id"], sides, blocks),
            "direction": [_direction(dates[x], dates[y]) for x, y in zip(a, b, strict=True)],
        }
    )


def _checked(documents: pd.DataFrame, min_words: int) -> list[str]:
    require_columns(documents, ["doc_id", "text"], "documents")
    texts = require_text(documents["text"], "documents")
    names = documents["doc_id"].tolist()
    if len(set(names)) < len(names):
        again = documents["doc_id"][documents["doc_id"].duplicated()].iloc[0]
        raise InputError(f"documents: doc_id {again!r} occurs twice. Make the ids unique.")
    if min_words < 3:
        raise InputError(f"min_words is {min_words}. Ask for 3 or more.")
    return texts


def _aligned(
    texts: Sequence[str],
    tokens: Tokens,
    runs: Spans,
    near: bool,
    progress: Callable[[int, int], None] | None,
) -> tuple[Spans, np.ndarray]:
    """Passages of every pair of texts that shares a run or enough contexts."""
    stems, stem_of = np.unique(np.array(tokens.vocabulary, f"U{_STEM}"), return_inverse=True)
    stem = stem_of.astype(np.int32)[tokens.id]
    pairs = np.unique(runs.pair)
    if near:
        a, b = pairs_sharing_contexts(stem, tokens.row, len(texts))
        pairs = np.union1d(a * len(texts) + b, pairs)
    runs = runs.take(np.argsort(runs.pair, kind="stable"))
    spans, exact = [runs.take(np.zeros(0, np.int64))], [np.zeros(0, bool)]
    for low, high in _batches(pairs, np.diff(tokens.bounds), len(texts)):
        batch = pairs[low:high]
        some = np.searchsorted(runs.pair, [batch[0], batch[-1] + 1])
        here = runs.take(np.arange(*some))
        found, whole = _batch(texts, tokens, stem, len(stems), batch, here, near)
        spans.append(found)
        exact.append(whole)
        if progress is not None:
            progress(high, len(pairs))
    return join(*spans), np.concatenate(exact)


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
    stem: np.ndarray,
    stems: int,
    pairs: Ints,
    runs: Spans,
    near: bool,
) -> tuple[Spans, np.ndarray]:
    """The passages of some pairs, worked out on a copy of just the texts concerned."""
    a, b = np.divmod(pairs, len(texts))
    used, sides = np.unique(np.concatenate((a, b)), return_inverse=True)
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
    number = np.searchsorted(pairs, runs.pair)
    local = (a_, b_) = sides[: len(a)], sides[len(a) :]
    to_a, to_b = shift[a_[number]], shift[b_[number]]
    moved = Spans(number, runs[1] + to_a, runs[2] + to_a, runs[3] + to_b, runs[4] + to_b)
    found, exact = find_passages(segments, *local, moved, near=near)
    to_a, to_b = shift[a_[found.pair]], shift[b_[found.pair]]
    back = Spans(
        pairs[found.pair], found[1] - to_a, found[2] - to_a, found[3] - to_b, found[4] - to_b
    )
    return back, exact


def _similarity(ids: np.ndarray, spans: Spans) -> np.ndarray:
    """Dice coefficient of the two sides as bags of words."""
    vocabulary = int(ids.max(initial=0)) + 1
    bags = []
    for start, end in ((spans.start_a, spans.end_a), (spans.start_b, spans.end_b)):
        token, of = spread(start, end - start)
        bags.append(np.unique(of * vocabulary + ids[token], return_counts=True))
    both, at_a, at_b = np.intersect1d(
        bags[0][0], bags[1][0], assume_unique=True, return_indices=True
    )
    common = np.minimum(bags[0][1][at_a], bags[1][1][at_b])
    words = spans.end_a - spans.start_a + spans.end_b - spans.start_b
    return 2 * np.bincount(both // vocabulary, common, len(words)) / words


_QUOTE = re.compile(r'“[^“”]{1,2000}”|"[^"\n]{1,2000}"|«[^«»]{1,2000}»|„[^„“”]{1,2000}[“”]')


def _quoted(texts: Sequence[str], text: Ints, start: Ints, end: Ints) -> np.ndarray:
    """Whether at least four fifths of each span lie between quotation marks."""
    found: dict[int, Ints] = {}
    shares = np.zeros(len(text))
    for k, (i, low, high) in enumerate(zip(text, start, end, strict=True)):
        if i not in found:
            quotes = [match.span() for match in _QUOTE.finditer(texts[i])]
            found[i] = np.array(quotes, np.int64).reshape(-1, 2)
        shares[k] = _covered(found[i], low, high)
    return shares >= 0.8


def _covered(spans: Ints, low: int, high: int) -> float:
    """Share of [low, high) that lies in the spans, which are in order and apart."""
    if high <= low:
        return 0.0
    some = spans[np.searchsorted(spans[:, 1], low, side="right") :]
    some = some[: np.searchsorted(some[:, 0], high)]
    inside = np.minimum(some[:, 1], high) - np.maximum(some[:, 0], low)
    return float(inside.sum()) / (high - low)


def _boilerplate(
    names: pd.Series, sides: Sequence[tuple[Ints, Ints, Ints]], blocks: pd.DataFrame | None
) -> pd.array:
    """Whether more than half of either side lies outside the article; missing without blocks."""
    rows = len(sides[0][0])
    if blocks is None:
        return pd.arrays.BooleanArray(np.zeros(rows, bool), np.ones(rows, bool))
    require_columns(blocks, ["doc_id", "start", "end", "in_article"], "blocks")
    outside = blocks.loc[~blocks["in_article"].astype(bool), ["doc_id", "start", "end"]]
    spans = {
        name: group[["start", "end"]].sort_values("start").to_numpy(np.int64)
        for name, group in outside.groupby("doc_id")
    }
    none = np.zeros((0, 2), np.int64)
    doc = names.tolist()
    flags = [
        [
            _covered(spans.get(doc[i], none), low, high) > 0.5
            for i, low, high in zip(*side, strict=True)
        ]
        for side in sides
    ]
    return pd.arrays.BooleanArray(np.logical_or(*flags), np.zeros(rows, bool))


_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def _direction(a: object, b: object) -> str | None:
    """Which side is older, by the dates as far as both are given; None when that is open."""
    dates = [_DATE.match(str(value)) for value in (a, b)]
    if dates[0] is None or dates[1] is None:
        return None
    length = min(len(date.group()) for date in dates if date)
    old, new = (date.group()[:length] for date in dates if date)
    return None if old == new else "a_to_b" if old < new else "b_to_a"
