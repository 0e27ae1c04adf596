"""Fine-tuning: batches of like length, layer-wise learning rates, averaged weights."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from analysis.framing.pieces import CLOSE, MASK, Pieces
from training.encoder.data import Rows, make_batch
from training.encoder.model import LAYERS, OUTPUTS, TASKS, WIDTH, Batch, Encoder

HIDDEN = 0.15  # of the pieces, when they are guessed


class Recipe(NamedTuple):
    """How the encoder is trained; every figure of the model card is of these values."""

    tasks: str = "target coded features articles written"
    mention: str = "marks"  # or "second"
    coded_weight: float = 1.0  # what a coded sentence counts against a target of NewsMTSC
    written_weight: float = 1.0
    epochs: float = 3.0
    batch: int = 32
    rate: float = 1.5e-4  # of the top layer; each layer below learns at `decay` of the one above
    decay: float = 0.85
    head_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up: float = 0.1
    average: float = 0.99  # of the running mean of the weights that is kept at the end
    smoothing: float = 0.05
    voice: float = 0.3  # what the voice counts beside the framing
    pieces_learn: int = 1
    hidden: float = 0.05  # of the pieces, replaced by MASK at random
    adapt: float = 0.0  # passes over the texts before, guessing pieces that are hidden
    teach: float = 0.0  # what agreeing with the running mean counts beside the labels
    runs: int = 1  # in other orders, from one start, whose weights are averaged
    distil: float = 0.0  # of the labels, given by these runs instead, for one more run to learn


def learn(model: Encoder, rows: Rows, recipe: Recipe, seed: int) -> Encoder:
    """The model fine-tuned on the rows; its weights' running mean is returned."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    device = next(model.parameters()).device
    steps = round(recipe.epochs * math.ceil(len(rows.pieces) / recipe.batch))
    optimiser, schedule = prepare(rate_groups(model, recipe), recipe, steps)
    warm = recipe.warm_up * steps
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))
    model.train()
    for step, chosen in zip(range(steps), draw(rows.pieces, recipe.batch, random), strict=False):
        whole = make_batch([rows.pieces[row] for row in chosen], device)
        batch = hide(whole, recipe.hidden)
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast(device.type, torch.bfloat16):
            logits = model(batch)
        loss = measure(logits, rows, chosen, recipe)
        if recipe.teach and mean.n_averaged > 0:
            towards = torch.from_numpy(rows.target[chosen]).to(device)
            loss = loss + recipe.teach * differ(logits, mean.module.eval(), whole, towards)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step > warm:
            mean.update_parameters(model)
    return mean.module.eval()


def adapt(model: Encoder, rows: Rows, recipe: Recipe, seed: int) -> None:
    """Guess hidden pieces of the sentences, to know such text first (Devlin et al. 2019)."""
    random = np.random.default_rng(seed)
    device = next(model.parameters()).device
    pieces = [piece for piece, marked in zip(rows.pieces, rows.target, strict=True) if not marked]
    steps = round(recipe.adapt * math.ceil(len(pieces) / recipe.batch))
    guess = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH)).to(device)
    groups = [*rate_groups(model, recipe), {"params": guess.parameters(), "lr": recipe.head_rate}]
    optimiser, schedule = prepare(groups, recipe, steps)
    model.train()
    for _, chosen in zip(range(steps), draw(pieces, recipe.batch, random), strict=False):
        whole = make_batch([pieces[row] for row in chosen], device)
        batch = hide(whole, HIDDEN)
        gone = batch.ids != whole.ids
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast(device.type, torch.bfloat16):
            found = guess(model.read(batch)[0][gone]) @ model.pieces.weight.T
        functional.cross_entropy(found.float(), whole.ids[gone]).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()


def prepare(groups: list[dict], recipe: Recipe, steps: int) -> tuple[Optimizer, LambdaLR]:
    """AdamW, and a rate that rises over the first steps and falls to nothing over the others."""
    optimiser = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)
    warm = recipe.warm_up * steps

    def rise_and_fall(step: int) -> float:
        return min(step / warm, max(0.0, (steps - step) / (steps - warm)))

    return optimiser, LambdaLR(optimiser, rise_and_fall)


def differ(logits: Tensor, teacher: Encoder, batch: Batch, towards: Tensor) -> Tensor:
    """How far the framing is from what the teacher says, none of the pieces hidden (mean teacher).

    towards: which rows have a mention marked.
    """
    with torch.no_grad(), torch.autocast(logits.device.type, torch.bfloat16):
        wanted = teacher(batch)
    return functional.cross_entropy(choose(logits, towards), choose(wanted, towards).softmax(1))


def choose(logits: Tensor, towards: Tensor) -> Tensor:
    """The three logits of each row's task."""
    return torch.where(towards[:, None], logits[:, TASKS["target"]], logits[:, TASKS["sentence"]])


def rate_groups(model: Encoder, recipe: Recipe) -> list[dict]:
    """Parameters with the learning rate of their layer."""
    groups = []
    for name, parameter in model.named_parameters():
        if name.startswith(("dense", "heads")):
            rate = recipe.head_rate
        elif name.startswith("layers."):
            rate = recipe.rate * recipe.decay ** (LAYERS - 1 - int(name.split(".")[1]))
        else:
            rate = recipe.rate * recipe.decay**LAYERS
        if name == "pieces.weight" and not recipe.pieces_learn:
            parameter.requires_grad_(False)
            continue
        plain = parameter.ndim < 2
        groups.append(
            {
                "params": [parameter],
                "lr": rate,
                "weight_decay": 0.0 if plain else recipe.weight_decay,
            }
        )
    return groups


def draw(pieces: Sequence[Pieces], size: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    """Batches without end, of rows of like length, so that little is padded, in random order."""
    length = np.array([len(item.ids) for item in pieces])
    while True:
        order = random.permutation(len(pieces))
        order = order[np.argsort(length[order], kind="stable")]
        starts = range(0, len(order), size)
        for start in random.permutation(starts):
            yield order[start : start + size]


def hide(batch: Batch, share: float) -> Batch:
    """The batch with some pieces, chosen at random, replaced by MASK."""
    chosen = (torch.rand(batch.ids.shape, device=batch.ids.device) < share) & (batch.ids > CLOSE)
    return batch._replace(ids=torch.where(chosen, MASK, batch.ids))


def measure(logits: Tensor, rows: Rows, chosen: np.ndarray, recipe: Recipe) -> Tensor:
    """Mean loss of a batch: framing by the head of its task, and voice where it is known."""
    target, framing, voice, weight = (
        torch.from_numpy(column[chosen]).to(logits.device)
        for column in (rows.target, rows.framing, rows.voice, rows.weight)
    )
    given, smooth = choose(logits, target), recipe.smoothing
    loss = functional.cross_entropy(given, framing, reduction="none", label_smoothing=smooth)
    total = (loss * weight).sum()
    known = voice >= 0
    if recipe.voice and known.any():
        spoken = logits[known, TASKS["voice"]]
        total = total + recipe.voice * functional.cross_entropy(
            spoken, voice[known], reduction="sum"
        )
    return total / recipe.batch


@torch.no_grad()
def predict(model: Encoder, pieces: Sequence[Pieces]) -> np.ndarray:
    """The eight logits of each text, in float32."""
    model.eval()
    device = next(model.parameters()).device
    order = np.argsort([len(item.ids) for item in pieces], kind="stable")
    logits = np.zeros((len(pieces), OUTPUTS), np.float32)
    for start in range(0, len(order), 64):
        chosen = order[start : start + 64]
        logits[chosen] = model(make_batch([pieces[row] for row in chosen], device)).cpu().numpy()
    return logits
