"""Sentences cut into pieces of words, as the encoder reads them, with a mention marked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from analysis.checks import without_surrogates

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused0]", "[unused1]")
PAD, UNKNOWN, FIRST, LAST, MASK, OPEN, CLOSE = range(len(SPECIAL))
LIMIT = 250  # pieces of a sentence that are read
POSITIONS = LIMIT + 4  # with the first, the last and the two marks


class Pieces(NamedTuple):
    """One sentence as the encoder reads it.

    ids: its pieces, between FIRST and LAST; focus: the place of the mark before the mention, or
    0; start, end: where in the text each piece stands (both 0 for those that stand nowhere).
    """

    ids: NDArray[np.int64]
    focus: int
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def make_tokenizer(pieces: Sequence[str]) -> Tokenizer:
    """Cuts text into the given pieces of words, as BERT does (Devlin et al. 2019)."""
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token=SPECIAL[UNKNOWN]))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def cut_sentences(
    tokenizer: Tokenizer, texts: Sequence[str], mentions: Sequence[tuple[int, int]] | None = None
) -> list[Pieces]:
    """The pieces of each text, with marks round its mention where mentions are given.

    Of a longer text the first LIMIT pieces are read, or those around the mention.
    """
    whole = [without_surrogates(text) for text in texts]
    found = tokenizer.encode_batch(whole, add_special_tokens=False)
    if mentions is None:
        return [_frame(encoding) for encoding in found]
    return [_mark(encoding, *mention) for encoding, mention in zip(found, mentions, strict=True)]


def _frame(encoding: Encoding) -> Pieces:
    ids = [FIRST, *encoding.ids[:LIMIT], LAST]
    places = np.zeros((len(ids), 2), np.int64)
    places[1:-1] = np.array(encoding.offsets[:LIMIT], np.int64).reshape(-1, 2)
    return Pieces(np.array(ids, np.int64), 0, places[:, 0], places[:, 1])


def _mark(encoding: Encoding, start: int, end: int) -> Pieces:
    places = np.array(encoding.offsets, np.int64).reshape(-1, 2)
    opening = int(np.searchsorted(places[:, 1], start, side="right"))
    closing = max(int(np.searchsorted(places[:, 0], end, side="left")), opening)
    first = max(0, min((opening + closing - LIMIT) // 2, len(places) - LIMIT))
    last = first + LIMIT
    opening, closing = max(opening, first), min(closing, last)
    numbers = np.array(encoding.ids, np.int64)
    slices = slice(first, opening), slice(opening, closing), slice(closing, last)
    before, within, after = (numbers[part] for part in slices)
    nowhere = np.zeros((1, 2), np.int64)
    stands = [places[part] for part in slices]
    around = np.concatenate([nowhere, stands[0], nowhere, stands[1], nowhere, stands[2], nowhere])
    ids = np.concatenate([[FIRST], before, [OPEN], within, [CLOSE], after, [LAST]])
    return Pieces(ids, len(before) + 1, around[:, 0], around[:, 1])
