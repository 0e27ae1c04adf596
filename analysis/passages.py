"""Passages that two texts share, or one text repeats: from matches to spans.

Segments are compared by the cosine of their tf-isf vectors, then similar segments and shared
runs that lie close together on both sides are merged into one passage (after Sanchez-Perez,
Sidorov and Gelbukh 2014). A passage counts by its information: the sum, over the distinct words
that both sides share, of -log2 of the word's frequency in the two texts.
"""

import numpy as np

from analysis.seeds import Ints
from analysis.segments import Likeness, Segments, like_segments, shared_words
from analysis.spans import Flags, Spans, hulls, join, merge_close, touching

BLOCK_WORDS, BLOCK_GAP = 50, 5  # a verbatim block, and the words that may differ between its runs
LIKE_COSINE, LIKE_DICE, LIKE_GAP = 0.33, 0.3, 4
SELF_COSINE, SELF_DICE, SELF_GAP = 0.5, 0.5, 2  # a text is on one subject, so alike to itself
NEAR_WORDS, NEAR_BOTH, NEAR_BITS = 25, 66, 120.0
CLOSE_DICE, CLOSE_BITS = 0.65, 80.0
SELF_WORDS, SELF_BITS = 12, 50.0
BESIDE_BITS = 250.0  # for what is not verbatim where other passages are
SUMMARY_COSINE, SUMMARY_GAP, SUMMARY_REACH = 0.22, 4, 50
SUMMARY_RATIO, SUMMARY_SEGMENTS, SUMMARY_SOURCES = 3, 3, 4
SUMMARY_BITS, SUMMARY_DENSITY, SUMMARY_LIKENESS = 250.0, 4.0, 1.4
SUMMARY_EXPLAINED = 0.8
SUMMARY_SHARE = 0.5  # of the longer text: a summary is of all of it, not of some scattered places
EXACT_BITS, SELF_EXACT_BITS = 80.0, 30.0


def find_passages(segments: Segments, a: Ints, b: Ints, runs: Spans, *, near: bool) -> Spans:
    """Passages of text pairs a, b, from the runs that they share.

    Without `near`, the shared runs that carry enough information.
    """
    if not near:
        return runs.take(_informative(segments, a, b, runs))
    own = a == b
    chain = _chains(runs, own)
    long = np.minimum(chain.end_a - chain.start_a, chain.end_b - chain.start_b) >= BLOCK_WORDS
    loose, block = chain.take(~long), chain.take(long)
    like = like_segments(segments, a, b, SUMMARY_COSINE)
    begin = segments.begin
    alike = Spans(like.pair, begin[like.a], begin[like.a + 1], begin[like.b], begin[like.b + 1])
    free = ~touching(alike, block, len(a))
    like, alike = like.take(free), alike.take(free)

    self_like = own[like.pair]
    strong = np.where(
        self_like,
        (like.cosine >= SELF_COSINE) & (like.dice >= SELF_DICE),
        (like.cosine >= LIKE_COSINE) & (like.dice >= LIKE_DICE),
    )
    pieces = join(alike.take(strong), loose)
    last = Spans(pieces.pair, pieces.start_a, pieces.end_a - 1, pieces.start_b, pieces.end_b - 1)
    place = Spans(
        pieces.pair, *(np.searchsorted(begin, side, side="right") - 1 for side in last[1:])
    )
    gap = np.where(own[pieces.pair], SELF_GAP, LIKE_GAP)
    label = merge_close(place, gap, gap)
    fragment = hulls(pieces, label)
    words_a, words_b = fragment.end_a - fragment.start_a, fragment.end_b - fragment.start_b
    shared = shared_words(segments, a, b, fragment)
    beside = np.zeros(len(a), bool)
    beside[block.pair] = True
    least = np.where(beside[fragment.pair] & (shared.dice < CLOSE_DICE), BESIDE_BITS, NEAR_BITS)
    near_words = (np.minimum(words_a, words_b) >= NEAR_WORDS) & (words_a + words_b >= NEAR_BOTH)
    self_words = (np.minimum(words_a, words_b) >= SELF_WORDS) & (fragment.end_a <= fragment.start_b)
    accepted = np.where(
        own[fragment.pair],
        self_words & (shared.bits >= SELF_BITS),
        near_words & (shared.bits >= least),
    )
    is_run = np.arange(len(label)) >= strong.sum()
    only_run = (np.bincount(label) == 1) & (np.bincount(label, is_run) == 1)
    accepted &= ~only_run

    of = np.full(len(like.pair), -1)
    of[strong] = label[: strong.sum()]
    summary, absorbed = _summaries(segments, a, b, like, alike, of, accepted, fragment, beside)
    accepted[absorbed] = True
    beside[join(fragment.take(accepted), summary).pair] = True
    close = ~own[fragment.pair] & ~only_run & (shared.dice >= CLOSE_DICE)
    close &= shared.bits >= np.where(beside, BESIDE_BITS, CLOSE_BITS)[fragment.pair]
    accepted |= close
    free = ~accepted[label[strong.sum() :]]
    free &= _informative(segments, a, b, loose, beside & ~own)
    accepted[absorbed] = False
    return join(block, loose.take(free), fragment.take(accepted), summary)


def _informative(
    segments: Segments, a: Ints, b: Ints, runs: Spans, beside: Flags | None = None
) -> Flags:
    """Whether runs carry enough information; more is asked of those beside other passages."""
    enough = np.where(a == b, SELF_EXACT_BITS, EXACT_BITS)
    if beside is not None:
        enough = np.where(beside, BESIDE_BITS, enough)
    flags: Flags = shared_words(segments, a, b, runs).bits >= enough[runs.pair]
    return flags


def _chains(runs: Spans, own: Flags) -> Spans:
    """Runs merged over gaps of BLOCK_GAP words.

    Where that would overlap itself, in a text that repeats itself many times over, each run is
    kept apart, linked to the nearest place that repeats it.
    """
    label = merge_close(runs, BLOCK_GAP, BLOCK_GAP)
    chain = hulls(runs, label)
    itself = own[chain.pair] & (chain.end_a > chain.start_b)
    apart = runs.take(itself[label])
    order = np.lexsort((apart.start_b, apart.start_a, apart.pair))
    moves = np.diff(apart.start_a[order]) + np.diff(apart.pair[order]) != 0
    nearest = order[np.append(True, moves)[: len(order)]]
    return join(chain.take(~itself), apart.take(nearest))


def _summaries(
    segments: Segments,
    a: Ints,
    b: Ints,
    like: Likeness,
    alike: Spans,
    of: Ints,
    near: Flags,
    fragment: Spans,
    beside: Flags,
) -> tuple[Spans, Ints]:
    """Short passages whose segments are alike to segments all over a long one, and the
    fragments that they take in."""
    found, absorbed = [], []
    across = ~(a == b)[like.pair] & ~beside[like.pair]
    cosine = like.cosine[across]
    weight = cosine**3
    spans, of = alike.take(across), of[across]
    seg = (like.a[across], like.b[across])
    place = Spans(spans.pair, seg[0], seg[0], seg[1], seg[1])
    words = (fragment.end_a - fragment.start_a, fragment.end_b - fragment.start_b)
    for short, long in ((0, 1), (1, 0)):
        gaps = [SUMMARY_REACH, SUMMARY_REACH]
        gaps[short] = SUMMARY_GAP
        label = merge_close(place, *gaps)
        hull = hulls(spans, label)
        size = (hull.end_a - hull.start_a, hull.end_b - hull.start_b)
        plain = (
            (of >= 0) & (near & (words[long] < SUMMARY_RATIO * words[short]))[of]
            if len(near)
            else of >= 0
        )
        total = np.bincount(label, weight, len(hull.pair))
        explained = np.bincount(label, weight * plain, len(hull.pair))
        distinct = [
            np.bincount(
                np.unique(label * len(segments.begin) + side) // len(segments.begin),
                minlength=len(hull.pair),
            )
            for side in seg
        ]
        order = np.lexsort((cosine, seg[short], label))
        best = np.append(np.diff(label[order]) + np.diff(seg[short][order]) != 0, True)
        likeness = np.bincount(label[order], cosine[order] * best[: len(order)], len(total))
        good = (
            (distinct[short] >= SUMMARY_SEGMENTS)
            & (distinct[long] >= SUMMARY_SOURCES)
            & (size[long] >= SUMMARY_RATIO * size[short])
            & (size[short] >= NEAR_WORDS)
            & (size[long] >= SUMMARY_SHARE * np.diff(segments.tokens)[(a, b)[long][hull.pair]])
            & (explained < SUMMARY_EXPLAINED * total)
            & (likeness >= SUMMARY_LIKENESS)
        )
        likely = np.flatnonzero(good)
        bits = shared_words(segments, a, b, hull.take(likely)).bits
        good[likely] = bits >= np.maximum(SUMMARY_BITS, SUMMARY_DENSITY * size[short][likely])
        found.append(hull.take(good))
        absorbed.append(of[good[label] & (of >= 0)])
    return join(*found), np.unique(np.concatenate(absorbed))
