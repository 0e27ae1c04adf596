"""Pairs of spans that say the same words, for pairs of texts already known to be worth a look.

Segments are compared by the cosine of their tf-isf vectors, then similar segments and shared
runs that lie close together on both sides are merged into one passage (after Sanchez-Perez,
Sidorov and Gelbukh 2014). A passage counts by its information: the sum, over the distinct words
that both sides share, of -log2 of the word's frequency in the two texts.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.seeds import Floats, Ints, spread
from analysis.segments import Likeness, Segments, like_segments

Flags = NDArray[np.bool_]


class Spans(NamedTuple):
    """Pairs of token spans: which pair of texts, and [start, end) on either side."""

    pair: Ints
    start_a: Ints
    end_a: Ints
    start_b: Ints
    end_b: Ints

    def take(self, chosen: Flags | Ints) -> "Spans":
        """The chosen rows."""
        return Spans(*(column[chosen] for column in self))


def join(*parts: Spans) -> Spans:
    """The rows of all parts."""
    return Spans(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def merge_close(spans: Spans, gap_a: Ints | int, gap_b: Ints | int) -> Ints:
    """Label spans so that those with one label form a chain with gaps at most these, both sides.

    Labels are 0, 1, … in the order of pair; spans of different pairs never share one.
    """
    label, clusters = spans.pair.astype(np.int64), -1
    sides = ((spans.start_a, spans.end_a, gap_a), (spans.start_b, spans.end_b, gap_b))
    while len(label):
        for start, end, gap in sides:
            order = np.lexsort((start, label))
            group, low, high = label[order], start[order], end[order]
            room = int(end.max()) + 1
            reach = np.maximum.accumulate(group * room + high) - group * room
            opens = np.ones(len(order), bool)
            opens[1:] = (group[1:] != group[:-1]) | (
                low[1:] - reach[:-1] > np.broadcast_to(gap, len(order))[order][1:]
            )
            label = np.empty(len(order), np.int64)
            label[order] = np.cumsum(opens) - 1
        if label.max() == clusters:
            break
        clusters = label.max()
    return label


def hulls(spans: Spans, label: Ints) -> Spans:
    """The smallest span around all spans of each label."""
    order = np.argsort(label, kind="stable")
    where = np.flatnonzero(np.append(True, np.diff(label[order]) > 0)[: len(order)])
    ordered = spans.take(order)
    if not len(where):
        return ordered
    return Spans(
        ordered.pair[where],
        np.minimum.reduceat(ordered.start_a, where),
        np.maximum.reduceat(ordered.end_a, where),
        np.minimum.reduceat(ordered.start_b, where),
        np.maximum.reduceat(ordered.end_b, where),
    )


class Shared(NamedTuple):
    """What two spans share: bits of distinct shared stems, and Dice coefficient of all stems."""

    bits: Floats
    dice: Floats


def shared_words(segments: Segments, a: Ints, b: Ints, spans: Spans) -> Shared:
    """Information shared by the two sides of each span, and how alike they are word by word."""
    stems, key, tokens = segments.stems, segments.key, segments.tokens
    text_a, text_b = a[spans.pair], b[spans.pair]
    sides = []
    for start, end in ((spans.start_a, spans.end_a), (spans.start_b, spans.end_b)):
        token, of = spread(start, end - start)
        sides.append(np.unique(of * stems + segments.stem[token], return_counts=True))
    (key_a, times_a), (key_b, times_b) = sides
    both, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    of, stem = np.divmod(both, stems)
    seen = segments.count[np.searchsorted(key, text_a[of] * stems + stem)]
    other = segments.count[np.searchsorted(key, text_b[of] * stems + stem)]
    size = np.diff(tokens)
    within = text_a == text_b
    total = size[text_a] + np.where(within, 0, size[text_b])
    seen = seen + np.where(within[of], 0, other)
    bits = np.bincount(of, np.log2(total[of] / seen), len(spans.pair))
    common = np.bincount(of, np.minimum(times_a[at_a], times_b[at_b]), len(spans.pair))
    words = spans.end_a - spans.start_a + spans.end_b - spans.start_b
    return Shared(bits, 2 * common / np.maximum(words, 1))


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


def find_passages(
    segments: Segments, a: Ints, b: Ints, runs: Spans, *, near: bool
) -> tuple[Spans, Flags]:
    """Passages of text pairs a, b and whether each is one unbroken run, from their shared runs.

    Without `near`, the shared runs that carry enough information.
    """
    if not near:
        kept = _informative(segments, a, b, runs)
        return runs.take(kept), np.ones(int(kept.sum()), bool)
    own = a == b
    chain, whole = _chains(runs, own)
    long = np.minimum(chain.end_a - chain.start_a, chain.end_b - chain.start_b) >= BLOCK_WORDS
    loose, loose_whole = chain.take(~long), whole[~long]
    block, whole = chain.take(long), whole[long]
    like = like_segments(segments, a, b, SUMMARY_COSINE)
    begin = segments.begin
    alike = Spans(like.pair, begin[like.a], begin[like.a + 1], begin[like.b], begin[like.b + 1])
    free = ~_touching(alike, block, len(a))
    like, alike = Likeness(*(column[free] for column in like)), alike.take(free)

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
    near = (
        (np.minimum(words_a, words_b) >= NEAR_WORDS)
        & (words_a + words_b >= NEAR_BOTH)
        & (shared.bits >= least)
    )
    self_near = (
        (np.minimum(words_a, words_b) >= SELF_WORDS)
        & (shared.bits >= SELF_BITS)
        & (fragment.end_a <= fragment.start_b)
    )
    near = np.where(own[fragment.pair], self_near, near)
    is_run = np.arange(len(label)) >= strong.sum()
    only_run = (np.bincount(label) == 1) & (np.bincount(label, is_run) == 1)
    near &= ~only_run

    of = np.full(len(like.pair), -1)
    of[strong] = label[: strong.sum()]
    summary, absorbed = _summaries(segments, a, b, like, alike, of, near, fragment, beside)
    kept = near.copy()
    kept[absorbed] = True
    near[absorbed] = False
    beside[join(fragment.take(kept), summary).pair] = True
    short = ~kept & ~own[fragment.pair] & ~only_run & (shared.dice >= CLOSE_DICE)
    short &= shared.bits >= np.where(beside, BESIDE_BITS, CLOSE_BITS)[fragment.pair]
    near |= short
    kept |= short
    free = ~kept[label[strong.sum() :]]
    free &= _informative(segments, a, b, loose, beside & ~own)
    loose, loose_whole = loose.take(free), loose_whole[free]
    found = join(block, loose, fragment.take(near), summary)
    exact = np.zeros(len(found.pair), bool)
    exact[: len(whole) + len(loose_whole)] = np.concatenate((whole, loose_whole))
    return found, exact


def _informative(
    segments: Segments, a: Ints, b: Ints, runs: Spans, beside: Flags | None = None
) -> Flags:
    """Whether runs carry enough information; more is asked of those beside other passages."""
    enough = np.where(a == b, SELF_EXACT_BITS, EXACT_BITS)
    if beside is not None:
        enough = np.where(beside, BESIDE_BITS, enough)
    flags: Flags = shared_words(segments, a, b, runs).bits >= enough[runs.pair]
    return flags


def _chains(runs: Spans, own: Flags) -> tuple[Spans, Flags]:
    """Runs merged over gaps of BLOCK_GAP words, and whether one run is the whole of a chain.

    A chain that would overlap itself, in a text that repeats itself many times over, is its
    longest run instead.
    """
    label = merge_close(runs, BLOCK_GAP, BLOCK_GAP)
    chain = hulls(runs, label)
    words = runs.end_a - runs.start_a
    order = np.lexsort((-words, label))
    longest = runs.take(order[np.append(True, np.diff(label[order]) > 0)[: len(order)]])
    itself = own[chain.pair] & (chain.end_a > chain.start_b)
    chain = Spans(*(np.where(itself, one, all_) for one, all_ in zip(longest, chain, strict=True)))
    same = [one == all_ for one, all_ in zip(longest, chain, strict=True)]
    return chain, np.logical_and.reduce(same)


def _touching(spans: Spans, others: Spans, pairs: int) -> Flags:
    """Whether each span overlaps, on both sides, some other span of its pair."""
    order = np.argsort(others.pair, kind="stable")
    count = np.bincount(others.pair, minlength=pairs)
    other, of = spread((np.cumsum(count) - count)[spans.pair], count[spans.pair])
    other = order[other]
    meets = (
        (spans.start_a[of] < others.end_a[other])
        & (others.start_a[other] < spans.end_a[of])
        & (spans.start_b[of] < others.end_b[other])
        & (others.start_b[other] < spans.end_b[of])
    )
    touched = np.zeros(len(spans.pair), bool)
    touched[of[meets]] = True
    return touched


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
