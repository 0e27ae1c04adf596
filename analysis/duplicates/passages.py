"""Passages that two texts share, or one text repeats: from matches to spans.

Segments are compared by the cosine of their tf-isf vectors, then similar segments and shared
runs that lie close together on both sides are merged into one passage (after Sanchez-Perez,
Sidorov and Gelbukh 2014). A passage counts by its information: the sum, over the distinct words
that both sides share, of -log2 of the word's frequency in the two texts.
"""

from typing import NamedTuple

import numpy as np

from analysis.duplicates.seeds import Floats, Ints
from analysis.duplicates.segments import Likeness, Segments, Shared, like_segments, shared_words
from analysis.duplicates.spans import Flags, Spans, hulls, join, merge_close, part_copies, touching

BLOCK_WORDS, BLOCK_GAP = 50, 3  # a verbatim block, and the words that may differ between its runs
CHAIN_WORDS = 12  # in a chain of short runs
SEAM = 25  # words between two passages that are then one
LIKE_COSINE, LIKE_DICE, LIKE_GAP = 0.33, 0.3, 3  # the gap in segments
EDGE_COSINE, EDGE_DICE, EDGE_GAP = 0.25, 0.25, 1  # for segments next to alike ones on both sides
SELF_COSINE, SELF_DICE, SELF_GAP = 0.5, 0.5, 2  # a text is on one subject, so alike to itself
NEAR_WORDS, NEAR_BOTH, NEAR_BITS = 25, 75, 140.0  # words on either side, on both together
CLOSE_DICE, CLOSE_BITS = 0.65, 80.0  # alike word for word, and so of any length
EXACT_BITS, SELF_EXACT_BITS = 80.0, 30.0
SELF_WORDS, SELF_BITS = 12, 50.0
BESIDE_BITS = 250.0  # for what stands beside longer passages: much of it is names and notices
SUMMARY_COSINE, SUMMARY_GAP, SUMMARY_REACH = 0.22, 4, 50
SUMMARY_RATIO, SUMMARY_SEGMENTS, SUMMARY_SOURCES = 3, 3, 4
SUMMARY_BITS, SUMMARY_DENSITY, SUMMARY_LIKENESS = 250.0, 4.0, 1.4
SUMMARY_SHARE = 0.5  # of the longer text: a summary is of all of it, not of some scattered places
SUMMARY_EXPLAINED, TEXT_EXPLAINED = 0.85, 0.5  # by one passage; where the summary is a whole text


class _Fragments(NamedTuple):
    """Passages that may be: spans, whether one run is all of each, and of which each match is.

    of_like, of_run: the fragment of each pair of segments (-1: none) and of each run.
    """

    spans: Spans
    only_run: Flags
    of_like: Ints
    of_run: Ints


def exact_passages(segments: Segments, a: Ints, b: Ints, runs: Spans) -> Spans:
    """The shared runs of text pairs a, b that carry enough information."""
    return runs.take(_informative(segments, a, b, runs))


def near_passages(segments: Segments, a: Ints, b: Ints, runs: Spans, short: Spans) -> Spans:
    """Passages of text pairs a, b, from the runs that they share and from short ones."""
    own = a == b
    chain = _chained(join(runs, short), own, BLOCK_GAP)
    least = np.minimum(chain.end_a - chain.start_a, chain.end_b - chain.start_b)
    kept = (least >= CHAIN_WORDS) | touching(chain, runs, len(a))
    chain = chain.take(kept)
    long = (least[kept] >= BLOCK_WORDS) & _informative(segments, a, b, chain)
    loose, block = chain.take(~long), chain.take(long)
    like = like_segments(segments, a, b, SUMMARY_COSINE)
    like = like.take(~touching(like.spans(segments), block, len(a)))
    fragments = _fragments(segments, own, like, loose)
    beside = np.zeros(len(a), bool)
    beside[block.pair] = True
    shared = shared_words(segments, a, b, fragments.spans)
    accepted = _accepted(fragments, shared, own, beside)
    summary, absorbed = _summaries(segments, a, b, like, fragments, accepted, beside)
    accepted[absorbed] = True
    beside[join(fragments.spans.take(accepted), summary).pair] = True
    close = ~own[fragments.spans.pair] & ~fragments.only_run & (shared.dice >= CLOSE_DICE)
    close &= shared.bits >= np.where(beside, BESIDE_BITS, CLOSE_BITS)[fragments.spans.pair]
    accepted |= close
    free = ~accepted[fragments.of_run] & _informative(segments, a, b, loose, beside & ~own)
    accepted[absorbed] = False
    found = join(block, loose.take(free), fragments.spans.take(accepted), summary)
    return _chained(found, own, SEAM)


def _fragments(segments: Segments, own: Flags, like: Likeness, runs: Spans) -> _Fragments:
    """Alike segments and runs, merged where close, and widened by what is half alike beside."""
    same = own[like.pair]
    strong = alike(like, own)
    pieces = join(like.take(strong).spans(segments), runs)
    first_and_last = (pieces.start_a, pieces.end_a - 1, pieces.start_b, pieces.end_b - 1)
    at = [np.searchsorted(segments.begin, token, side="right") - 1 for token in first_and_last]
    place = Spans(pieces.pair, *at)
    gap = np.where(own[pieces.pair], SELF_GAP, LIKE_GAP)
    count = int(strong.sum())
    telling = _telling(pieces, own) & (np.arange(len(gap)) >= count)
    label = part_copies(pieces, merge_close(place, gap, gap), telling)
    of_like = np.full(len(like.pair), -1)
    of_like[strong] = label[:count]
    number = np.bincount(label)
    only_run = (number == 1) & (np.bincount(label[count:], minlength=len(number)) == 1)
    spans = hulls(pieces, label)
    edge = ~strong & ~same & (like.cosine >= EDGE_COSINE) & (like.dice >= EDGE_DICE)
    beside = like.take(edge)
    places = join(hulls(place, label), Spans(beside.pair, beside.a, beside.a, beside.b, beside.b))
    wider = merge_close(places, EDGE_GAP, EDGE_GAP)
    alone = np.bincount(wider[: len(number)], minlength=len(places.pair))[wider] == 1
    widened = hulls(join(spans, beside.spans(segments)), wider).take(wider[: len(number)])
    spans = Spans(
        *(
            np.where(alone[: len(number)], wide, narrow)
            for wide, narrow in zip(widened, spans, strict=True)
        )
    )
    return _Fragments(spans, only_run, of_like, label[count:])


def alike(like: Likeness, own: Flags) -> Flags:
    """Which pairs of segments are alike enough to be, or to be part of, one passage."""
    same = own[like.pair]
    strong: Flags = like.cosine >= np.where(same, SELF_COSINE, LIKE_COSINE)
    strong &= like.dice >= np.where(same, SELF_DICE, LIKE_DICE)
    return strong


def _accepted(fragments: _Fragments, shared: Shared, own: Flags, beside: Flags) -> Flags:
    """Whether each fragment is long enough and shares enough to be a passage."""
    spans = fragments.spans
    words_a, words_b = spans.end_a - spans.start_a, spans.end_b - spans.start_b
    least = np.minimum(words_a, words_b)
    bits = np.where(beside[spans.pair] & (shared.dice < CLOSE_DICE), BESIDE_BITS, NEAR_BITS)
    across = (least >= NEAR_WORDS) & (words_a + words_b >= NEAR_BOTH) & (shared.bits >= bits)
    within = (least >= SELF_WORDS) & (shared.bits >= SELF_BITS) & (spans.end_a <= spans.start_b)
    accepted: Flags = np.where(own[spans.pair], within, across) & ~fragments.only_run
    return accepted


def _informative(
    segments: Segments, a: Ints, b: Ints, runs: Spans, beside: Flags | None = None
) -> Flags:
    """Whether runs carry enough information; more is asked of those beside other passages."""
    enough = np.where(a == b, SELF_EXACT_BITS, EXACT_BITS)
    if beside is not None:
        enough = np.where(beside, BESIDE_BITS, enough)
    flags: Flags = shared_words(segments, a, b, runs).bits >= enough[runs.pair]
    return flags


def _chained(spans: Spans, own: Flags, gap: int) -> Spans:
    """Spans merged over gaps of so many words.

    Where that would overlap itself, in a text that repeats itself many times over, each span is
    kept apart.
    """
    label = part_copies(spans, merge_close(spans, gap, gap), _telling(spans, own))
    chain = hulls(spans, label)
    itself = own[chain.pair] & (chain.end_a > chain.start_b)
    return join(chain.take(~itself), spans.take(itself[label]))


def _telling(spans: Spans, own: Flags) -> Flags:
    """Which spans between two texts are long enough to tell copies of a passage apart."""
    least = np.minimum(spans.end_a - spans.start_a, spans.end_b - spans.start_b)
    long: Flags = (least >= CHAIN_WORDS) & ~own[spans.pair]
    return long


def _summaries(
    segments: Segments,
    a: Ints,
    b: Ints,
    like: Likeness,
    fragments: _Fragments,
    accepted: Flags,
    beside: Flags,
) -> tuple[Spans, Ints]:
    """Short passages alike, segment by segment, to places all over a long text.

    Gives their spans and the fragments that they take in. One that a single passage explains,
    counting by the cube of the cosine, is none.
    """
    across = ~(a == b)[like.pair] & ~beside[like.pair]
    like, of = like.take(across), fragments.of_like[across]
    spans, sides = like.spans(segments), (like.a, like.b)
    place = Spans(like.pair, like.a, like.a, like.b, like.b)
    weight = like.cosine**3
    text_words = np.diff(segments.tokens)
    plain = _words(fragments.spans)
    found, absorbed = [], []
    for short, long in ((0, 1), (1, 0)):
        label = merge_close(place, *((SUMMARY_GAP, SUMMARY_REACH)[:: 1 if long else -1]))
        hull = hulls(spans, label)
        count, words = len(hull.pair), _words(hull)
        text = [text_words[side[hull.pair]] for side in (a, b)]
        passage = accepted & (plain[long] < SUMMARY_RATIO * plain[short])
        explains = np.append(passage, False)[of]  # -1, no fragment, takes the last
        explained = np.bincount(label, weight * explains, count)
        much = np.where(2 * words[short] > text[short], TEXT_EXPLAINED, SUMMARY_EXPLAINED)
        best = _best(label, sides[short], like.cosine)
        distinct = np.bincount(label[best], minlength=count)
        sources = np.bincount(label[_best(label, sides[long], like.cosine)], minlength=count)
        good = (
            (distinct >= SUMMARY_SEGMENTS)
            & (sources >= SUMMARY_SOURCES)
            & (words[long] >= SUMMARY_RATIO * words[short])
            & (words[short] >= NEAR_WORDS)
            & (words[long] >= SUMMARY_SHARE * text[long])
            & (explained < much * np.bincount(label, weight, count))
            & (np.bincount(label[best], like.cosine[best], count) >= SUMMARY_LIKENESS)
        )
        likely = np.flatnonzero(good)
        bits = shared_words(segments, a, b, hull.take(likely)).bits
        good[likely] = bits >= np.maximum(SUMMARY_BITS, SUMMARY_DENSITY * words[short][likely])
        found.append(hull.take(good))
        absorbed.append(of[good[label] & (of >= 0)])
    return join(*found), np.unique(np.concatenate(absorbed))


def _words(spans: Spans) -> tuple[Ints, Ints]:
    return spans.end_a - spans.start_a, spans.end_b - spans.start_b


def _best(label: Ints, segment: Ints, cosine: Floats) -> Ints:
    """For each segment of each label, the place of its highest cosine."""
    order = np.lexsort((cosine, segment, label)).astype(np.int64)
    last = (np.diff(label[order]) != 0) | (np.diff(segment[order]) != 0)
    best: Ints = order[np.append(last, True)[: len(order)]]
    return best
