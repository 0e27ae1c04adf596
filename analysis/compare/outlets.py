"""Set outlets side by side: each figure with the interval that chance alone would give it."""

import zlib
from collections.abc import Callable, Iterable
from itertools import combinations, permutations
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import (
    InputError,
    require_columns,
    require_text,
    require_values,
    stated_languages,
)
from analysis.readability.formulas import NEEDS, formula_values, formulas_from_counts
from analysis.tokens import tokenise

LABELS = ("promotional", "neutral", "critical")
DRAWS = 2000
SEED = 20250120
_MANY_ARTICLES = 10
_IN_TAIL = 5  # samples at least beyond the end of an interval that is read from them

_Floats = NDArray[np.float64]
_Statistic = Callable[[dict[str, _Floats]], dict[str, _Floats]]


def compare_framing(
    framing: pd.DataFrame,
    *,
    by: str = "outlet",
    pairs: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Framing by outlet, in the outlet's own voice, in the voices it quotes, and in both.

    Args:
        framing: one row a sentence: the by column (str); label (str, as score_framing gives it;
            rows without one are left out); score (float, -1 to 1); voice (str, "outlet" or
            "attributed"); doc_id (any); vader_compound (float, -1 to 1) and instrument (str) where
            present.
        by: the column that names the outlets.
        pairs: compare every two outlets instead.
        draws: bootstrap samples (Efron 1979).
        seed: of the samples; the same seed gives the same table.

    Returns:
        One row for each outlet, voice ("outlet", "attributed", "all") and measure: estimate,
        low, high (float, 95 % percentile interval, NaN under two units); n (int, sentences);
        unit (str, what was drawn anew: "article" from ten articles on, else "sentence", which
        describes the text at hand and not the outlet). Measures: promotional, neutral, critical
        (share of sentences, 0 to 1); balance (promotional minus critical share, -1 to 1); score
        (mean, -1 to 1); vader_compound (mean, -1 to 1). With pairs, one row for each two
        outlets, voice and measure: a, b (str); difference, low, high (float, a minus b); holds
        (bool, the interval leaves out 0). Intervals are widened for the number of pairs
        (Bonferroni), by the normal distribution where the samples are too few to show so far a
        tail. Where framing has it, instrument (str, what framed the row's sentences; several
        names are joined by " and ").

    Raises:
        InputError: a column or the name of an outlet is missing.

    Example:
        >>> framing = pd.DataFrame({"outlet": "A", "doc_id": 1, "voice": "outlet",
        ...     "label": ["promotional", "neutral"], "score": [0.8, 0.0]})
        >>> table = compare_framing(framing)
        >>> table.loc[table["measure"] == "balance", ["voice", "estimate", "n"]].values.tolist()
        [['outlet', 0.5, 2], ['all', 0.5, 2]]
    """
    require_columns(framing, [by, "doc_id", "voice", "label", "score"], "framing")
    require_values(framing, by, "framing")
    scored = framing[framing["label"].notna()]
    values = {label: (scored["label"] == label).to_numpy(float) for label in LABELS}
    for column in ("score", "vader_compound"):
        if column in scored.columns:
            values[column] = scored[column].to_numpy(float)

    def shares(sums: dict[str, _Floats]) -> dict[str, _Floats]:
        means = {name: sums[name] / sums["n"] for name in values}
        balance = means["promotional"] - means["critical"]
        return {**{label: means[label] for label in LABELS}, "balance": balance, **means}

    table = pd.DataFrame(values, index=scored.index).assign(n=1.0)
    names = scored[[by, "doc_id"]].rename(columns={by: "group"})
    parts = []
    for voice in ("outlet", "attributed", "all"):
        rows = (scored["voice"] == voice) | (voice == "all")
        samples = _draw(table[rows], names[rows], shares, draws, seed)
        part = _pairs(samples) if pairs else _intervals(samples).rename(columns={"group": by})
        part.insert(2 if pairs else 1, "voice", voice)
        if "instrument" in scored.columns:
            used = scored[rows].groupby(by)["instrument"].agg(set).rename(str)
            groups = part[["a", "b"] if pairs else [by]].itertuples(index=False)
            part["instrument"] = _joined(used[list(row)] for row in groups)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _joined(rows: Iterable[Iterable[set[object]]]) -> pd.Series:
    """The names in the sets of each row, without missing ones."""
    named = [{name for one in sets for name in one if isinstance(name, str)} for sets in rows]
    return pd.Series([" and ".join(sorted(names)) for names in named], dtype="str")


def compare_readability(
    counts: pd.DataFrame,
    *,
    by: str = "outlet",
    pairs: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Readability formulas by outlet, from the sums of its sentences' counts.

    Args:
        counts: one row a sentence: the by column (str), doc_id (any) and the columns of
            count_sentences (float). With a column language (str, ISO 639-1), sentences in
            another language than most of the outlet's are left out.
        by: the column that names the outlets.
        pairs: compare every two outlets instead.
        draws: bootstrap samples (Efron 1979).
        seed: of the samples.

    Returns:
        One row for each outlet and measure (str, each formula of formulas_from_counts that the
        text's language has, and words_per_sentence): estimate, low, high (float, in the
        formula's unit, 95 % percentile interval); n (int, sentences); unit (str, as in
        compare_framing).

    Raises:
        InputError: a column or the name of an outlet is missing.

    Example:
        >>> from analysis.readability.counts import count_sentences
        >>> sentences = pd.DataFrame({"outlet": "A", "doc_id": 1, "text": ["It is so.", "Yes."]})
        >>> table = compare_readability(count_sentences(sentences))
        >>> table.loc[table["measure"] == "words_per_sentence", "estimate"].tolist()
        [2.0]
    """
    require_columns(counts, [by, "doc_id", *NEEDS], "counts")
    require_values(counts, by, "counts")
    worded = counts[counts["words"] > 0]
    if "language" in worded.columns:
        language = pd.Series(stated_languages(worded), worded.index)
        main = language.groupby(worded[by]).agg(lambda given: given.mode().iloc[0])
        worded = worded.assign(language=language)[language == worded[by].map(main)]

    def formulas(sums: dict[str, _Floats]) -> dict[str, _Floats]:
        each = {"words_per_sentence": sums["words"] / sums["sentences"]}
        return each | formula_values(sums)

    table = worded[list(NEEDS)].astype(float).assign(n=1.0)
    names = worded[[by, "doc_id"]].rename(columns={by: "group"})
    samples = _draw(table, names, formulas, draws, seed)
    sums = worded.groupby(by, sort=False)[list(NEEDS)].sum()
    if "language" in worded.columns:
        sums["language"] = worded.groupby(by)["language"].first()
    for group, fitting in formulas_from_counts(sums).select_dtypes("number").iterrows():
        point = samples[str(group)].point
        point |= dict.fromkeys(fitting.index[fitting.isna()].intersection(list(point)), np.nan)
    return _pairs(samples) if pairs else _intervals(samples).rename(columns={"group": by})


def compare_actors(
    actors: pd.DataFrame, documents: pd.DataFrame, *, voice: str = "all"
) -> pd.DataFrame:
    """Framing towards each person or organisation by outlet, over its texts.

    Args:
        actors: as frame_actors gives it: doc_id, name, kind, voice (str), mentions (int),
            promotional, neutral, critical (float, mean probabilities over the mentions);
            instrument (str) where present.
        documents: doc_id, outlet.
        voice: "outlet", "attributed" or "all".

    Returns:
        One row for each outlet and actor, most mentioned first: outlet, actor, kind (str);
        promotional, neutral, critical (float, 0 to 1, mean probabilities); score (float, -1 to
        1, promotional minus critical); n (int, mentions). Where actors has it, instrument (str,
        as in compare_framing).

    Raises:
        InputError: a column is missing.

    Example:
        >>> actors = pd.DataFrame({"doc_id": [1, 1], "name": "Bo", "kind": "person",
        ...     "voice": ["outlet", "attributed"], "mentions": [3, 1], "promotional": [0.0, 1.0],
        ...     "neutral": [1.0, 0.0], "critical": 0.0})
        >>> compare_actors(actors, pd.DataFrame({"doc_id": [1], "outlet": "A"}))["score"].tolist()
        [0.25]
    """
    require_columns(actors, ["doc_id", "name", "kind", "voice", "mentions", *LABELS], "actors")
    require_columns(documents, ["doc_id", "outlet"], "documents")
    rows = actors[(actors["voice"] == voice) | (voice == "all")]
    rows = rows.merge(documents[["doc_id", "outlet"]], on="doc_id")
    weighed = rows[list(LABELS)].mul(rows["mentions"], axis=0)
    keys = rows[["outlet", "name", "kind"]].rename(columns={"name": "actor"})
    sums = pd.concat([keys, weighed, rows["mentions"].rename("n")], axis=1)
    groups = ["outlet", "actor", "kind"]
    table = sums.groupby(groups, sort=False, as_index=False).sum()
    table[list(LABELS)] = table[list(LABELS)].div(table["n"], axis=0)
    table.insert(6, "score", table["promotional"] - table["critical"])
    if "instrument" in rows.columns:
        used = keys.assign(used=rows["instrument"]).groupby(groups, sort=False)["used"].agg(set)
        table["instrument"] = _joined([one] for one in used)
    total = table.groupby("actor")["n"].transform("sum")
    place = pd.factorize(table["outlet"])[0]
    order = np.lexsort((place, table["actor"], -total))
    return table.iloc[order].reset_index(drop=True)


class _Samples(NamedTuple):
    n: int
    unit: str
    point: dict[str, float]
    drawn: dict[str, _Floats]


def _draw(
    table: pd.DataFrame, names: pd.DataFrame, statistic: _Statistic, draws: int, seed: int
) -> dict[str, _Samples]:
    """Each group's statistics, as they are and on samples drawn anew with replacement."""
    samples = {}
    for group in names["group"].unique():
        rows = (names["group"] == group).to_numpy()
        values = table[rows]
        articles = names.loc[rows, "doc_id"]
        many = articles.nunique() >= _MANY_ARTICLES
        units = (values.groupby(articles.to_numpy()).sum() if many else values).to_numpy()
        random = np.random.default_rng([seed, zlib.crc32(str(group).encode())])
        size = max(1, 4_000_000 // len(units))
        even = np.full(len(units), 1 / len(units))
        sums = [
            random.multinomial(len(units), even, min(size, draws - done)) @ units
            for done in range(0, draws, size)
        ]
        columns = list(table.columns)
        point = statistic(dict(zip(columns, units.sum(axis=0, keepdims=True).T, strict=True)))
        drawn = statistic(dict(zip(columns, np.concatenate(sums).T, strict=True)))
        if len(units) < 2:
            drawn = {name: np.full(draws, np.nan) for name in drawn}
        first = {name: float(value[0]) for name, value in point.items()}
        samples[str(group)] = _Samples(len(values), "article" if many else "sentence", first, drawn)
    return samples


def _intervals(samples: dict[str, _Samples]) -> pd.DataFrame:
    rows = [
        (
            group,
            name,
            value,
            *np.quantile(sample.drawn[name], [0.025, 0.975]),
            sample.n,
            sample.unit,
        )
        for group, sample in samples.items()
        for name, value in sample.point.items()
        if not np.isnan(value)
    ]
    columns = ["group", "measure", "estimate", "low", "high", "n", "unit"]
    types = {"group": "str", "measure": "str", "unit": "str", "n": "int64"}
    types |= dict.fromkeys(["estimate", "low", "high"], "float64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def _pairs(samples: dict[str, _Samples]) -> pd.DataFrame:
    couples = list(combinations(samples, 2))
    tail = 0.025 / max(1, len(couples))
    rows = []
    for a, b in couples:
        for name, value in samples[a].point.items():
            if name not in samples[b].point or np.isnan(value - samples[b].point[name]):
                continue
            gap = samples[a].drawn[name] - samples[b].drawn[name]
            low, high = np.quantile(gap, [tail, 1 - tail])
            if tail * len(gap) < _IN_TAIL:
                half = NormalDist().inv_cdf(1 - tail) * gap.std()
                low, high = gap.mean() - half, gap.mean() + half
            holds = bool(low > 0 or high < 0)
            rows.append((a, b, name, value - samples[b].point[name], low, high, holds))
    columns = ["a", "b", "measure", "difference", "low", "high", "holds"]
    types = dict.fromkeys(["a", "b", "measure"], "str") | {"holds": "bool"}
    types |= dict.fromkeys(["difference", "low", "high"], "float64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def share_shingles(
    sentences: pd.DataFrame, *, by: str = "outlet", words: int = 3, examples: int = 3
) -> pd.DataFrame:
    """How much of each outlet's wording stands in another's: containment of word shingles.

    Args:
        sentences: the by column (str), text (str). Shingles do not cross sentences.
        by: the column that names the outlets.
        words: words in a shingle, 1 or more.
        examples: shared shingles to name, the longest ones in letters.

    Returns:
        One row for each ordered pair of different outlets: a, b (str); shared (int, distinct
        shingles in both); distinct (int, in a); containment (float, shared over distinct, 0 to
        1, NaN where a has none: Broder 1997); examples (str, divided by "; ").

    Raises:
        InputError: a column is missing, a text is not str, a group is missing, or words is below 1.

    Example:
        >>> sentences = pd.DataFrame({"outlet": ["A", "B"],
        ...     "text": ["He met the press today.", "She met the press."]})
        >>> share_shingles(sentences)[["a", "b", "shared", "containment"]].values.tolist()
        [['A', 'B', 1, 0.3333333333333333], ['B', 'A', 1, 0.5]]
    """
    require_columns(sentences, [by, "text"], "sentences")
    require_values(sentences, by, "sentences")
    if words < 1:
        raise InputError(f"words is {words}. A shingle has 1 word or more.")
    tokens = tokenise(require_text(sentences["text"], "sentences"))
    groups, names = pd.factorize(sentences[by])
    starts = np.arange(max(0, len(tokens.id) - words + 1))
    starts = starts[tokens.row[starts] == tokens.row[starts + words - 1]]
    shingles = pd.DataFrame({place: tokens.id[starts + place] for place in range(words)})
    shingles["group"] = groups[tokens.row[starts]]
    distinct = shingles.drop_duplicates()
    sizes = np.bincount(distinct["group"], minlength=len(names))
    places = list(range(words))
    common = distinct[distinct.duplicated(places, keep=False)]
    number = common.groupby(places, sort=False).ngroup().to_numpy()
    present = np.zeros((number.max(initial=-1) + 1, len(names)), bool)
    present[number, common["group"]] = True
    first = common[~pd.Series(number).duplicated().to_numpy()]
    phrases = np.array(
        [" ".join(tokens.vocabulary[i] for i in row) for row in first[places].to_numpy()]
    )
    order = np.argsort([-len(phrase) for phrase in phrases], kind="stable")
    rows = []
    for a, b in permutations(range(len(names)), 2):
        both = order[(present[order, a] & present[order, b])]
        share = len(both) / sizes[a] if sizes[a] else np.nan
        told = "; ".join(phrases[both[:examples]])
        rows.append((str(names[a]), str(names[b]), len(both), int(sizes[a]), share, told))
    columns = ["a", "b", "shared", "distinct", "containment", "examples"]
    types = dict.fromkeys(["a", "b", "examples"], "str") | {"containment": "float64"}
    types |= dict.fromkeys(["shared", "distinct"], "int64")
    return pd.DataFrame(rows, columns=columns).astype(types)
