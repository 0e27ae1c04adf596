"""Temperatures: by how much the logits are scaled, so that probabilities come true."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from torch import Tensor

from training.encoder.model import TASKS
from training.framing import LABELS

SETS = {"sentence": ("coded news", "written"), "target": ("news with target",)}


def fit_temperatures(said: pd.DataFrame) -> dict[str, float]:
    """The temperature of each task (Guo et al. 2017) that makes what was held out likeliest.

    said: data, framing (str), and the logits sentence_promotional to target_critical.
    """
    return {
        task: round(_fit(said[said["data"].isin(sets)], task), 3) for task, sets in SETS.items()
    }


def _fit(said: pd.DataFrame, task: str) -> float:
    logits = said[[f"{task}_{label}" for label in LABELS]].to_numpy(float)
    wanted = pd.Index(LABELS).get_indexer(said["framing"])

    def surprise(temperature: float) -> float:
        scaled = logits / temperature
        norm = np.logaddexp.reduce(scaled, axis=1)
        return float((norm - scaled[np.arange(len(scaled)), wanted]).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5), method="bounded").x)


def sharpen(weights: dict[str, Tensor], temperatures: dict[str, float]) -> dict[str, Tensor]:
    """The weights with each framing head divided by its temperature."""
    heads = {name: weights[name].clone() for name in ("heads.weight", "heads.bias")}
    for task, temperature in temperatures.items():
        for head in heads.values():
            head[TASKS[task]] /= temperature
    return weights | heads
