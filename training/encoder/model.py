"""The encoder in torch: all-MiniLM-L6-v2's layers with three heads of our own."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
TASKS = {"sentence": slice(0, 3), "target": slice(3, 6), "voice": slice(6, 8)}
OUTPUTS = 8
DROPOUT = 0.1


class Batch(NamedTuple):
    """Texts as pieces of words.

    ids: one row a text, padded on the right; length: its pieces; focus: the piece that stands
    for the mention (the mark before it), or 0, the first, for the sentence as a whole.
    """

    ids: Tensor
    length: Tensor
    focus: Tensor


class Layer(nn.Module):
    """One layer of BERT: attention, then two dense steps, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm_mixed = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, seen: Tensor | None) -> Tensor:
        """The layer's output; seen: which pieces are not padding, where any is."""
        rows, length, _ = x.shape
        parts = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts
        likeness = query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        if seen is not None:
            likeness = likeness.masked_fill(~seen, -torch.inf)
        mixed = likeness.softmax(-1).to(value.dtype) @ value
        mixed = self.mixed(mixed.transpose(1, 2).reshape(rows, length, WIDTH))
        x = self.norm_mixed(x + mixed)
        return self.norm_outer(x + self.outer(functional.gelu(self.inner(x))))


class Encoder(nn.Module):
    """Layers, then eight logits: framing of the sentence, towards the mention, and voice."""

    def __init__(self, pieces: int, positions: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dense = nn.Linear(2 * WIDTH, WIDTH)
        self.heads = nn.Linear(WIDTH, OUTPUTS)

    def read(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The last layer's vector of every piece, and the mean of each text's."""
        places = torch.arange(batch.ids.shape[1], device=batch.ids.device)
        seen = places < batch.length[:, None]
        mask = None if bool(seen.all()) else seen[:, None, None, :]
        x = self.norm(self.pieces(batch.ids) + self.positions(places))
        x = functional.dropout(x, DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x, (x * seen[..., None]).sum(1) / batch.length[:, None]

    def forward(self, batch: Batch) -> Tensor:
        """Eight logits a text."""
        x, mean = self.read(batch)
        focus = x[torch.arange(len(x), device=x.device), batch.focus]
        both = torch.cat([mean.to(x.dtype), focus], dim=1)
        dense = torch.tanh(self.dense(functional.dropout(both, DROPOUT, self.training)))
        dense = functional.dropout(dense, DROPOUT, self.training)
        return self.heads(dense).float()


def from_base(base: Mapping[str, Tensor], pieces: Tensor, positions: int) -> Encoder:
    """The encoder with all-MiniLM-L6-v2's weights, of the chosen pieces only, and fresh heads."""
    model = Encoder(len(pieces), positions)
    start = "embeddings."
    names = {
        "pieces.weight": base[start + "word_embeddings.weight"][pieces],
        "positions.weight": base[start + "position_embeddings.weight"][:positions]
        + base[start + "token_type_embeddings.weight"][0],
        "norm.weight": base[start + "LayerNorm.weight"],
        "norm.bias": base[start + "LayerNorm.bias"],
    }
    ours = {
        "mixed": "attention.output.dense",
        "norm_mixed": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm_outer": "output.LayerNorm",
    }
    for number in range(LAYERS):
        for part in ("weight", "bias"):
            layer, there = f"layers.{number}.", f"encoder.layer.{number}."
            names[f"{layer}qkv.{part}"] = torch.cat(
                [base[f"{there}attention.self.{k}.{part}"] for k in ("query", "key", "value")]
            )
            for mine, theirs in ours.items():
                names[f"{layer}{mine}.{part}"] = base[f"{there}{theirs}.{part}"]
    missing, unknown = model.load_state_dict(names, strict=False)
    if unknown or any(not name.startswith(("dense", "heads")) for name in missing):
        raise ValueError(f"base weights do not fit: {missing} missing, {unknown} unknown")
    nn.init.normal_(model.dense.weight, std=0.02)
    nn.init.normal_(model.heads.weight, std=0.02)
    nn.init.zeros_(model.dense.bias)
    nn.init.zeros_(model.heads.bias)
    return model
