"""Estimates with the interval that chance alone would give them, by bootstrap."""

import zlib
from collections.abc import Callable, Iterator
from itertools import combinations
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_whole

DRAWS = 2000
SEED = 20250120
_FEWEST_DRAWS = 100
_MANY_ARTICLES = 10
_FEWEST_SENTENCES = 5  # that a difference needs on both sides to hold
_IN_TAIL = 5  # samples at least beyond the end of an interval that is read from them
_STILL = 1e-9  # samples that lie no further apart do not vary
_CELLS = 4_000_000

Floats = NDArray[np.float64]
Statistic = Callable[[dict[str, Floats]], dict[str, Floats]]


class Samples(NamedTuple):
    """A group's statistics: as they are, and as they come out on each draw."""

    n: int
    unit: str
    point: dict[str, float]
    drawn: dict[str, Floats]


def draw_samples(
    values: pd.DataFrame,
    groups: pd.DataFrame,
    statistic: Statistic,
    draws: int,
    seed: int,
    prior: pd.DataFrame | None = None,
) -> dict[str, Samples]:
    """The statistics of each group, as they are and on samples of its units.

    Without a prior, units are drawn anew with replacement (Efron 1979). With one, each unit has
    an exponential weight (Bayesian bootstrap, Rubin 1981) and each row of the prior a weight from
    the gamma distribution of shape 1/2: with a row for each of several labels, shares come from
    the Dirichlet posterior under Jeffreys' prior (Jeffreys 1946).

    Args:
        values: what the statistic needs the sums of (float), one row a sentence.
        groups: group (str), doc_id, one row a sentence. Units are articles from ten on, else
            sentences.
        statistic: from sums by column to ratios of them by name, in arrays of one shape.
        draws: samples, 100 or more.
        seed: of the samples, 0 or more.
        prior: further rows of values.

    Raises:
        InputError: draws or seed is no whole number or too small.
    """
    require_whole(draws, "draws", _FEWEST_DRAWS)
    require_whole(seed, "seed", 0)
    columns = list(values.columns)
    beside = None if prior is None else prior[columns].to_numpy(float)
    samples = {}
    for group in groups["group"].unique():
        rows = (groups["group"] == group).to_numpy()
        article, articles = pd.factorize(groups.loc[rows, "doc_id"])
        many = len(articles) >= _MANY_ARTICLES
        sentences = values[rows].to_numpy(float)
        units = _summed(sentences, article, len(articles)) if many else sentences
        random = np.random.default_rng([seed, zlib.crc32(group.encode())])
        sums = np.concatenate([*_sums(units, beside, draws, random)])
        point = statistic(dict(zip(columns, units.sum(axis=0, keepdims=True).T, strict=True)))
        drawn = statistic(dict(zip(columns, sums.T, strict=True)))
        samples[group] = Samples(
            len(sentences),
            "article" if many else "sentence",
            {name: float(value[0]) for name, value in point.items()},
            {name: _varied(value, len(units)) for name, value in drawn.items()},
        )
    return samples


def _summed(sentences: Floats, article: NDArray[np.intp], articles: int) -> Floats:
    sums = np.zeros((articles, sentences.shape[1]))
    np.add.at(sums, article, sentences)
    return sums


def _sums(
    units: Floats, prior: Floats | None, draws: int, random: np.random.Generator
) -> Iterator[Floats]:
    """The sums by column, one row a draw."""
    size = max(1, _CELLS // len(units))
    even = np.full(len(units), 1 / len(units))
    for done in range(0, draws, size):
        step = min(size, draws - done)
        if prior is None:
            yield random.multinomial(len(units), even, step) @ units
        else:
            beside = random.standard_gamma(0.5, (step, len(prior))) @ prior
            yield random.standard_exponential((step, len(units))) @ units + beside


def _varied(drawn: Floats, units: int) -> Floats:
    """The draws, or NaN where one unit or units all alike say nothing about chance."""
    if units > 1 and np.ptp(drawn) > _STILL:
        return drawn
    return np.full(len(drawn), np.nan)


def interval_table(samples: dict[str, Samples]) -> pd.DataFrame:
    """One row a group and measure: group, measure, estimate, low, high, n, unit.

    An interval reaches to its estimate (Brown, Cai and DasGupta 2001 for shares of 0 and 1).
    """
    rows = []
    for group, sample in samples.items():
        for name, value in sample.point.items():
            if not np.isnan(value):
                low, high = _reaching(value, *np.quantile(sample.drawn[name], [0.025, 0.975]))
                rows.append((group, name, value, low, high, sample.n, sample.unit))
    columns = ["group", "measure", "estimate", "low", "high", "n", "unit"]
    types = {"group": "str", "measure": "str", "unit": "str", "n": "int64"}
    types |= dict.fromkeys(["estimate", "low", "high"], "float64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def pair_table(samples: dict[str, Samples]) -> pd.DataFrame:
    """One row for each two groups and measure: a, b, measure, difference, low, high, holds."""
    couples = list(combinations(samples, 2))
    tail = 0.025 / max(1, len(couples))
    rows = []
    for a, b in couples:
        enough = min(samples[a].n, samples[b].n) >= _FEWEST_SENTENCES
        for name, value in samples[a].point.items():
            if name not in samples[b].point or np.isnan(value - samples[b].point[name]):
                continue
            difference = value - samples[b].point[name]
            gap = samples[a].drawn[name] - samples[b].drawn[name]
            low, high = np.quantile(gap, [tail, 1 - tail])
            if tail * len(gap) < _IN_TAIL:
                half = NormalDist().inv_cdf(1 - tail) * gap.std()
                low, high = gap.mean() - half, gap.mean() + half
            low, high = _reaching(difference, low, high)
            apart = bool(low > 0 or high < 0)
            rows.append((a, b, name, difference, low, high, apart and enough))
    columns = ["a", "b", "measure", "difference", "low", "high", "holds"]
    types = dict.fromkeys(["a", "b", "measure"], "str") | {"holds": "bool"}
    types |= dict.fromkeys(["difference", "low", "high"], "float64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def _reaching(value: float, low: float, high: float) -> tuple[float, float]:
    """The interval, widened to the value where it lies outside."""
    return float(np.minimum(low, value)), float(np.maximum(high, value))
