"""The encoder: a small transformer that reads the whole sentence, run by ONNX Runtime."""

import hashlib
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.checks import InputError

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

    from analysis.framing.pieces import Pieces

_Floats = NDArray[np.float64]

INSTRUMENTS = ("terms", "encoder", "auto")
INSTALL = 'pip install "news-parallax[encoder]"'
_FILES = ("encoder.onnx", "pieces.txt")
_NEEDS = ("onnxruntime", "tokenizers")
_SENTENCE, _TARGET = slice(0, 3), slice(3, 6)
_BATCH = 16
_BATCH_PIECES = 2048  # at most, padding counted in
_CHUNK = 2_000_000  # characters cut into pieces at a time
_HIDDEN = 64  # sentences whose words are hidden in one go


class Encoder(NamedTuple):
    """The model, loaded, and what cuts text into its pieces."""

    session: "onnxruntime.InferenceSession"
    tokenizer: "tokenizers.Tokenizer"


def choose_instrument(instrument: str) -> str:
    """The instrument meant: auto is the encoder where its extra is installed, else terms.

    Raises:
        InputError: no such instrument, or the encoder without its extra.

    Example:
        >>> choose_instrument("terms")
        'terms'
    """
    if instrument not in INSTRUMENTS:
        raise InputError(f"instrument is {instrument!r}. Give one of {', '.join(INSTRUMENTS)}.")
    ready = all(find_spec(name) is not None for name in _NEEDS)
    if instrument == "encoder" and not ready:
        raise InputError(f"The encoder is an extra: {INSTALL}, or choose the instrument terms.")
    return ("encoder" if ready else "terms") if instrument == "auto" else instrument


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that ships with the package, its files checked by hash.

    Raises:
        InputError: a file is missing or not the one that was released.
    """
    import onnxruntime

    from analysis.framing.pieces import make_tokenizer

    folder = files("analysis").joinpath("weights")
    card = _read(folder.joinpath("encoder.json"))
    digests = json.loads(card)["sha256"] if card else {}
    content = {name: _read(folder.joinpath(name)) for name in _FILES}
    for name in _FILES:
        if hashlib.sha256(content[name]).hexdigest() != digests.get(name):
            source = folder.joinpath(name)
            raise InputError(f"{source}: missing or damaged. Install news-parallax anew.")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = _cores()
    session = onnxruntime.InferenceSession(
        content["encoder.onnx"], options, providers=["CPUExecutionProvider"]
    )
    return Encoder(session, make_tokenizer(content["pieces.txt"].decode().splitlines()))


def _read(source: Traversable) -> bytes:
    return source.read_bytes() if source.is_file() else b""


def _cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def encode_sentences(texts: Sequence[str]) -> tuple[_Floats, _Floats]:
    """Slant and neutral logit of each sentence, as weights.logits gives them for terms."""
    return _run(texts, None)


def encode_mentions(
    texts: Sequence[str], mentions: Sequence[tuple[int, int]]
) -> tuple[_Floats, _Floats]:
    """Slant and neutral logit of each sentence towards the mention at the offsets."""
    return _run(texts, mentions)


def hide_words(
    texts: Sequence[str], words: Sequence[Sequence[tuple[int, int]]]
) -> list[tuple[_Floats, _Floats]]:
    """Slant and neutral logit of each sentence as it is, without each word, and without any.

    words: for each sentence, the offsets of its words. Without a word means that the pieces of it
    are masked, which training has shown the encoder.
    """
    from analysis.framing.pieces import MASK, cut_sentences

    encoder = load_encoder()
    cut = cut_sentences(encoder.tokenizer, texts)
    logits = []
    for first in range(0, len(texts), _HIDDEN):
        masked: list[Pieces] = []
        bounds = [0]
        for whole, places in zip(cut[first : first + _HIDDEN], words[first:], strict=False):
            hidden = [(whole.start < end) & (whole.end > start) for start, end in places]
            every = np.logical_or.reduce(hidden) if hidden else np.zeros(len(whole.ids), bool)
            versions = [whole.ids, *(np.where(part, MASK, whole.ids) for part in (*hidden, every))]
            masked += [whole._replace(ids=ids) for ids in versions]
            bounds.append(len(masked))
        slant, neutral = _logits(encoder, masked, _SENTENCE)
        logits += [(slant[low:high], neutral[low:high]) for low, high in pairwise(bounds)]
    return logits


def count_read(texts: Sequence[str]) -> list[int]:
    """How many characters of each text the encoder reads.

    Example:
        >>> count_read(["Short."])
        [6]
    """
    from analysis.framing.pieces import cut_sentences

    cut = cut_sentences(load_encoder().tokenizer, texts)
    return [int(pieces.end.max()) for pieces in cut]


def _run(
    texts: Sequence[str], mentions: Sequence[tuple[int, int]] | None
) -> tuple[_Floats, _Floats]:
    from analysis.framing.pieces import cut_sentences

    encoder = load_encoder()
    task = _SENTENCE if mentions is None else _TARGET
    lengths = np.cumsum([0, *map(len, texts)])
    ends = np.flatnonzero(np.diff(lengths[:-1] // _CHUNK, prepend=-1))
    slant, neutral = np.zeros((2, len(texts)))
    for first, last in pairwise([*ends.tolist(), len(texts)]):
        part = slice(first, last)
        places = None if mentions is None else mentions[part]
        pieces = cut_sentences(encoder.tokenizer, texts[part], places)
        slant[part], neutral[part] = _logits(encoder, pieces, task)
    return slant, neutral


def _logits(encoder: Encoder, pieces: "Sequence[Pieces]", task: slice) -> tuple[_Floats, _Floats]:
    """The two logits of framing of each sentence; batches hold sentences of like length."""
    length = np.array([len(item.ids) for item in pieces], np.int32)
    focus = np.array([item.focus for item in pieces], np.int64)
    order = np.argsort(length, kind="stable")
    logits = np.zeros((len(pieces), 3))
    for first, last in pairwise(_batches(length[order])):
        chosen = order[first:last]
        ids = np.zeros((len(chosen), length[chosen[-1]]), np.int64)
        for row, place in enumerate(chosen):
            ids[row, : length[place]] = pieces[place].ids
        given = {"ids": ids, "length": length[chosen], "focus": focus[chosen]}
        logits[chosen] = encoder.session.run(["logits"], given)[0][:, task]
    promotional, neutral, critical = logits.T
    return (promotional - critical) / 2, neutral - (promotional + critical) / 2


def _batches(length: NDArray[np.int32]) -> list[int]:
    """Where batches begin and end in sentences sorted by length."""
    ends = [0]
    while ends[-1] < len(length):
        rows = _BATCH
        while (
            rows > 1 and rows * int(length[min(ends[-1] + rows, len(length)) - 1]) > _BATCH_PIECES
        ):
            rows //= 2
        ends.append(min(ends[-1] + rows, len(length)))
    return ends
