"""Texts cut into sentence-like segments, and which segments of two texts are alike."""

from typing import NamedTuple

import numpy as np

from analysis.seeds import Floats, Ints, spread


class Segments(NamedTuple):
    """Texts cut into sentence-like segments, with the stems of each as postings.

    begin: first token of each segment, and the number of tokens at the end;
    bounds: the segments of text i are bounds[i]:bounds[i + 1]; tokens: the same for tokens;
    stem: stem of each token; key: text * stems + stem of each distinct stem of a text, sorted;
    texts: the keys of text i are texts[i]:texts[i + 1]; count: its tokens; first, spread: its
    postings; segment, times: the postings, segment and occurrences in it.
    """

    begin: Ints
    bounds: Ints
    tokens: Ints
    stem: Ints
    stems: int
    key: Ints
    texts: Ints
    count: Ints
    first: Ints
    spread: Ints
    segment: Ints
    times: Ints


_STOP = np.zeros(0x110000, bool)
_STOP[[ord(mark) for mark in ".!?…。！？؟।۔"]] = True
SHORT, LONG = 3, 50  # words: a shorter segment joins the next, a longer one is cut


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


_COMMON = 1_000  # segment pairs that one word may join; a commoner word weighs nothing
_DENSE = 50_000_000


def like_segments(segments: Segments, a: Ints, b: Ints, least: float) -> Likeness:
    """Segment pairs of text pairs with a tf-isf cosine of at least `least`.

    The inverse segment frequency is taken over the two texts together, with its logarithm.
    """
    bounds, key, wide = segments.bounds, segments.key, segments.spread
    size_a, size_b = (bounds[side + 1] - bounds[side] for side in (a, b))
    total = np.where(a == b, size_a, size_a + size_b)
    sides = []
    for own, other in ((a, b), (b, a)):
        entry, pair = spread(segments.texts[own], segments.texts[own + 1] - segments.texts[own])
        sought = other[pair] * segments.stems + key[entry] % segments.stems
        match = np.minimum(np.searchsorted(key, sought), len(key) - 1)
        shared = key[match] == sought
        seen = wide[entry] + np.where(shared & (own != other)[pair], wide[match], 0)
        weight = np.log(total[pair] / seen)
        weight[shared & (wide[entry] * wide[match] > _COMMON)] = 0
        posting, k = spread(segments.first[entry], wide[entry])
        base = np.cumsum(size_a if own is a else size_b) - (size_a if own is a else size_b)
        place = base[pair[k]] + segments.segment[posting] - bounds[own[pair[k]]]
        value = segments.times[posting] * weight[k]
        room = int(base[-1] + (size_a if own is a else size_b)[-1])
        norm = np.sqrt(np.bincount(place, value * value, room))
        sides.append(
            (base, norm, np.bincount(place, minlength=room), entry, pair, match, shared, weight)
        )
    base_a, norm_a, words_a, entry, pair, match, shared, weight = sides[0]
    base_b, norm_b, words_b = sides[1][:3]
    shared &= weight > 0
    entry, match, pair, weight = entry[shared], match[shared], pair[shared], weight[shared]
    cell, k = spread(np.zeros(len(entry), np.int64), wide[entry] * wide[match])
    left = segments.first[entry[k]] + cell // wide[match[k]]
    right = segments.first[match[k]] + cell % wide[match[k]]
    pair = pair[k]
    i = segments.segment[left] - bounds[a[pair]]
    j = segments.segment[right] - bounds[b[pair]]
    value = segments.times[left] * segments.times[right] * (weight * weight)[k]
    grid = np.cumsum(size_a * size_b) - size_a * size_b
    place = grid[pair] + i * size_b[pair] + j
    room = int(grid[-1] + size_a[-1] * size_b[-1])
    if room <= max(_DENSE // 50, min(_DENSE, 8 * len(place))):
        dots, common = np.bincount(place, value, room), np.bincount(place, minlength=room)
        place = np.flatnonzero(common)
        dots, common = dots[place], common[place]
    else:
        place, group, common = np.unique(place, return_inverse=True, return_counts=True)
        dots = np.bincount(group, value)
    pair = np.searchsorted(grid, place, side="right") - 1
    i, j = np.divmod(place - grid[pair], size_b[pair])
    norms = norm_a[base_a[pair] + i] * norm_b[base_b[pair] + j]
    cosine = dots / np.where(norms > 0, norms, 1)
    keep = (cosine >= least) & ((a[pair] != b[pair]) | (i < j))
    pair, i, j = pair[keep], i[keep], j[keep]
    dice = 2 * common[keep] / (words_a[base_a[pair] + i] + words_b[base_b[pair] + j])
    return Likeness(pair, i + bounds[a[pair]], j + bounds[b[pair]], cosine[keep], dice)
