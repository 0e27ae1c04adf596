"""Texts cut into sentence-like segments, and which segments of two texts are alike."""

from typing import NamedTuple

import numpy as np

from analysis.duplicates.seeds import Floats, Ints, spread
from analysis.duplicates.spans import Flags, Spans


class Segments(NamedTuple):
    """Texts cut into sentence-like segments, with the stems of each as postings.

    begin: first token of each segment, and the number of tokens at the end;
    bounds: the segments of text i are bounds[i]:bounds[i + 1]; tokens: the same for tokens;
    stem: stem of each token; key: text * stems + stem of each distinct stem of a text, sorted;
    texts: the keys of text i are texts[i]:texts[i + 1]; tally: tokens of each key; first,
    wide: where its postings begin and how many they are; segment, times: the postings, segment
    and occurrences in it.
    """

    begin: Ints
    bounds: Ints
    tokens: Ints
    stem: Ints
    stems: int
    key: Ints
    texts: Ints
    tally: Ints
    first: Ints
    wide: Ints
    segment: Ints
    times: Ints


_STOP = np.zeros(0x110000, bool)
_STOP[[ord(mark) for mark in ".!?…。！？؟।۔"]] = True
SHORT, LONG = 3, 40  # words: a shorter segment joins the next, a longer one is cut


def segment_texts(
    texts: list[str], start: Ints, end: Ints, stem: Ints, stems: int, tokens: Ints
) -> Segments:
    """Cut texts after full stops and blank lines, and index the stems by segment."""
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    text = np.repeat(np.arange(len(texts)), np.diff(tokens))
    shift = np.repeat(np.cumsum(lengths) - lengths, np.diff(tokens))
    opens = np.zeros(len(text), bool)
    after, before = (end + shift)[:-1], (start + shift)[1:]
    for marks, enough in ((_STOP[codes], 1), (codes == 10, 2)):
        seen = np.concatenate(([0], np.cumsum(marks, dtype=np.int32)))
        opens[1:] |= seen[before] - seen[after] >= enough
    first = np.zeros(len(text), bool)
    first[tokens[:-1][np.diff(tokens) > 0]] = True
    begin = np.flatnonzero(opens | first)
    length = np.diff(np.append(begin, len(text)))
    begin = begin[np.append(True, length[:-1] >= SHORT)[: len(begin)] | first[begin]]
    length = np.diff(np.append(begin, len(text)))
    pieces = -(-length // LONG)
    part, of = spread(np.zeros(len(begin), np.int64), pieces)
    begin = begin[of] + part * length[of] // pieces[of]
    of_token = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(text))))
    packed = (text * stems + stem) * max(len(begin), 1) + of_token
    posting, times = np.unique(packed, return_counts=True)
    posting_key, segment = posting // max(len(begin), 1), posting % max(len(begin), 1)
    key, where, wide = np.unique(posting_key, return_index=True, return_counts=True)
    return Segments(
        np.append(begin, len(text)),
        np.searchsorted(begin, tokens),
        tokens,
        stem,
        stems,
        key,
        np.searchsorted(key, np.arange(len(texts) + 1) * stems),
        np.add.reduceat(times, where) if len(where) else where,
        where,
        wide,
        segment,
        times,
    )


class Likeness(NamedTuple):
    """Segments that share words: which pair, segment numbers, cosine and Dice coefficient."""

    pair: Ints
    a: Ints
    b: Ints
    cosine: Floats
    dice: Floats

    def take(self, chosen: Flags) -> "Likeness":
        """The chosen rows."""
        pair, a, b = (column[chosen] for column in (self.pair, self.a, self.b))
        return Likeness(pair, a, b, self.cosine[chosen], self.dice[chosen])

    def spans(self, segments: Segments) -> Spans:
        """The tokens of the segments."""
        begin = segments.begin
        return Spans(self.pair, begin[self.a], begin[self.a + 1], begin[self.b], begin[self.b + 1])


_COMMON = 1_000  # segment pairs that one word may join; a commoner word weighs nothing
_DENSE = 1_000_000


class _Side(NamedTuple):
    """One side of text pairs: its keys, weighted for their pair, and its segments' norms.

    key: which key of Segments; pair; match: the same stem's key on the other side, where shared;
    weight: inverse segment frequency in the pair; base: where each pair's segments begin in
    norm (length of the weighted vector) and stems (distinct stems).
    """

    key: Ints
    pair: Ints
    match: Ints
    shared: Flags
    weight: Floats
    base: Ints
    norm: Floats
    stems: Ints


def like_segments(segments: Segments, a: Ints, b: Ints, least: float) -> Likeness:
    """Segment pairs of text pairs with a tf-isf cosine of at least `least`.

    The inverse segment frequency is the logarithm of all segments of both texts over those with
    the stem. Within one text each two segments are compared once.
    """
    side_a, side_b = _weighed(segments, a, b), _weighed(segments, b, a)
    some = side_a.shared & (side_a.weight > 0)
    key, match, pair = side_a.key[some], side_a.match[some], side_a.pair[some]
    squared = side_a.weight[some] ** 2
    cell, of = spread(np.zeros(len(key), np.int64), segments.wide[key] * segments.wide[match])
    step, wide = np.divmod(cell, segments.wide[match[of]])
    left, right = segments.first[key[of]] + step, segments.first[match[of]] + wide
    size_b = np.diff(segments.bounds)[b]
    cells = np.diff(segments.bounds)[a] * size_b
    grid = np.cumsum(cells) - cells
    pair = pair[of]
    i = segments.segment[left] - segments.bounds[a[pair]]
    j = segments.segment[right] - segments.bounds[b[pair]]
    product = segments.times[left] * segments.times[right] * squared[of]
    place, dots, common = _summed(grid[pair] + i * size_b[pair] + j, product, int(cells.sum()))
    pair = np.searchsorted(grid, place, side="right") - 1
    i, j = np.divmod(place - grid[pair], size_b[pair])
    at_a, at_b = side_a.base[pair] + i, side_b.base[pair] + j
    norms = side_a.norm[at_a] * side_b.norm[at_b]
    cosine = dots / np.where(norms > 0, norms, 1)
    dice = 2 * common / (side_a.stems[at_a] + side_b.stems[at_b])
    keep = (cosine >= least) & ((a != b)[pair] | (i < j))
    pair, i, j = pair[keep], i[keep], j[keep]
    return Likeness(
        pair, i + segments.bounds[a[pair]], j + segments.bounds[b[pair]], cosine[keep], dice[keep]
    )


def _weighed(segments: Segments, own: Ints, other: Ints) -> _Side:
    wide, size = segments.wide, np.diff(segments.bounds)
    key, pair = spread(segments.texts[own], np.diff(segments.texts)[own])
    sought = other[pair] * segments.stems + segments.key[key] % segments.stems
    match = np.minimum(np.searchsorted(segments.key, sought), len(segments.key) - 1)
    shared = segments.key[match] == sought
    same = own == other
    seen = wide[key] + np.where(shared & ~same[pair], wide[match], 0)
    weight = np.log(np.where(same, size[own], size[own] + size[other])[pair] / seen)
    weight[shared & (wide[key] * wide[match] > _COMMON)] = 0
    posting, of = spread(segments.first[key], wide[key])
    base = np.cumsum(size[own]) - size[own]
    place = base[pair[of]] + segments.segment[posting] - segments.bounds[own[pair[of]]]
    value = segments.times[posting] * weight[of]
    room = int(size[own].sum())
    norm = np.sqrt(np.bincount(place, value * value, room))
    return _Side(key, pair, match, shared, weight, base, norm, np.bincount(place, minlength=room))


def _summed(place: Ints, value: Floats, room: int) -> tuple[Ints, Floats, Ints]:
    """The distinct places below `room`, and the sum and number of values at each."""
    if room <= max(_DENSE, 8 * len(place)):
        numbers = np.bincount(place, minlength=room)
        places = np.flatnonzero(numbers)
        return places, _sums(place, value, room)[places], numbers[places].astype(np.int64)
    places, group, numbers = np.unique(place, return_inverse=True, return_counts=True)
    return places, _sums(group, value, len(places)), numbers


def _sums(place: Ints, value: Floats, room: int) -> Floats:
    return np.asarray(np.bincount(place, value, room), np.float64)


BACKGROUND = 500  # words of a text beyond the two, so that in short texts words count as rare


class Shared(NamedTuple):
    """What two spans share: bits of distinct shared stems, and Dice coefficient of all stems."""

    bits: Floats
    dice: Floats


def shared_words(segments: Segments, a: Ints, b: Ints, spans: Spans) -> Shared:
    """Information shared by the two sides of each span, and how alike they are word by word."""
    stems, key = segments.stems, segments.key
    text_a, text_b = a[spans.pair], b[spans.pair]
    sides = []
    for start, end in ((spans.start_a, spans.end_a), (spans.start_b, spans.end_b)):
        token, of = spread(start, end - start)
        sides.append(np.unique(of * stems + segments.stem[token], return_counts=True))
    (key_a, times_a), (key_b, times_b) = sides
    both, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    of, stem = np.divmod(both, stems)
    seen = segments.tally[np.searchsorted(key, text_a[of] * stems + stem)]
    other = segments.tally[np.searchsorted(key, text_b[of] * stems + stem)]
    size = np.diff(segments.tokens)
    within = text_a == text_b
    total = size[text_a] + np.where(within, 0, size[text_b]) + BACKGROUND
    seen = seen + np.where(within[of], 0, other)
    bits = _sums(of, np.log2(total[of] / seen), len(spans.pair))
    fewer = np.minimum(times_a[at_a], times_b[at_b]).astype(np.float64)
    words = spans.end_a - spans.start_a + spans.end_b - spans.start_b
    return Shared(bits, 2 * _sums(of, fewer, len(spans.pair)) / np.maximum(words, 1))
