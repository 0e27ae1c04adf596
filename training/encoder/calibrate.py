"""Temperatures: by how much the logits are scaled, so that probabilities come true."""

import numpy as np
import pandas as pd
from torch import Tensor

from analysis.compare.measure import calibration_error
from analysis.framing.score import LABELS
from training.encoder.model import TASKS

SETS = {  # of running text: sentences written one by one are easier than what will be read
    "sentence": ("coded news", "coded features", "written articles"),
    "target": ("news with target",),
}
TRIED = np.arange(0.5, 3, 0.02)


def fit_temperatures(said: pd.DataFrame) -> dict[str, float]:
    """The temperature of each task (Guo et al. 2017) by which what was held out is best calibrated.

    Where a task has several sets, the worst calibrated of them counts.

    said: data, framing (str), and the logits promotional, neutral, critical.
    """
    return {task: round(_fit(said[said["data"].isin(SETS[task])]), 2) for task in SETS}


def _fit(said: pd.DataFrame) -> float:
    parts = [
        (part["framing"].tolist(), part[list(LABELS)].to_numpy(float))
        for _, part in said.groupby("data")
    ]
    errors = [
        max(calibration_error(wanted, _shares(logits / temperature)) for wanted, logits in parts)
        for temperature in TRIED
    ]
    return float(TRIED[int(np.argmin(errors))])


def _shares(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def sharpen(weights: dict[str, Tensor], temperatures: dict[str, float]) -> dict[str, Tensor]:
    """The weights with each framing head divided by its temperature."""
    heads = {name: weights[name].clone() for name in ("heads.weight", "heads.bias")}
    for task, temperature in temperatures.items():
        for head in heads.values():
            head[TASKS[task]] /= temperature
    return weights | heads
