"""Set outlets side by side: each figure with the interval that chance alone would give it."""

from collections.abc import Iterable
from itertools import permutations

import numpy as np
import pandas as pd

from analysis.checks import (
    InputError,
    require_columns,
    require_numbers,
    require_once,
    require_text,
    require_values,
    require_whole,
    stated_languages,
)
from analysis.compare.groups import group_names, require_groups
from analysis.compare.intervals import (
    DRAWS,
    SEED,
    Floats,
    draw_samples,
    interval_table,
    pair_table,
)
from analysis.framing.score import LABELS
from analysis.readability.formulas import NEEDS, formula_values, formulas_from_counts
from analysis.tokens import tokenise

VOICES = ("outlet", "attributed", "all")
_PUREST = (1.0, 0.0, -1.0)  # the score of each label at its surest
_MEANS = ("score", "vader_compound")
_MADE = ("measure", "estimate", "low", "high", "n", "unit")


def compare_framing(
    framing: pd.DataFrame,
    *,
    by: str = "outlet",
    pairs: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Framing by outlet, in the outlet's own voice, in the voices it quotes, and in both.

    Each sample weighs the units at random (Bayesian bootstrap, Rubin 1981) and adds, with a weight
    about 1/2, a sentence of each label whose score is 1, 0 or -1: Jeffreys' prior (Jeffreys 1946;
    Brown, Cai and DasGupta 2001), so that no interval is empty, however few the sentences.
    Estimates are without it.

    Args:
        framing: one row a sentence: the by column (taken as str); label (str, as score_framing
            gives it; rows without one are left out); score (float, -1 to 1); voice (str, "outlet"
            or "attributed"); doc_id (any); vader_compound (float, -1 to 1) and instrument (str)
            where present.
        by: the column that names the outlets.
        pairs: compare every two outlets instead.
        draws: bootstrap samples, 100 or more.
        seed: of the samples, 0 or more; the same seed gives the same table.

    Returns:
        One row for each outlet, voice ("outlet", "attributed", "all") and measure: estimate,
        low, high (float, 95 % percentile interval, NaN under two units); n (int, sentences);
        unit (str, what was drawn anew: "article" from ten articles on, else "sentence", which
        describes the text at hand and not the outlet). Measures: promotional, neutral, critical
        (share of sentences, 0 to 1); balance (promotional minus critical share, -1 to 1); score
        and vader_compound (means over the sentences that have one, -1 to 1). With pairs, one row
        for each two outlets, voice and measure: a, b (str); difference, low, high (float, a minus
        b); holds (bool, the interval leaves out 0 and both have five sentences or more).
        Intervals are widened for the number of pairs (Bonferroni), by the normal distribution
        where the samples are too few to show so far a tail. Where framing has it, instrument
        (str, what framed the row's sentences; several names are joined by " and ").

    Raises:
        InputError: a column, the name of an outlet or a doc_id is missing, by is a column that
            the result makes, or draws or seed is no whole number or too small.

    Example:
        >>> framing = pd.DataFrame({"outlet": "A", "doc_id": 1, "voice": "outlet",
        ...     "label": ["promotional", "neutral"], "score": [0.8, 0.0]})
        >>> table = compare_framing(framing)
        >>> table.loc[table["measure"] == "balance", ["voice", "estimate", "n"]].values.tolist()
        [['outlet', 0.5, 2], ['all', 0.5, 2]]
    """
    made = ("voice", "instrument", *_MADE)
    require_groups(framing, by, ["doc_id", "voice", "label", "score"], made, "framing")
    require_values(framing, "doc_id", "framing")
    framing = framing.assign(**{by: group_names(framing, by)})
    scored = framing[framing["label"].notna()]
    means = [column for column in _MEANS if column in scored.columns]
    values, prior = _framing_values(scored, means)

    def measures(sums: dict[str, Floats]) -> dict[str, Floats]:
        shares = {label: sums[label] / sums["n"] for label in LABELS}
        balance = {"balance": shares["promotional"] - shares["critical"]}
        with np.errstate(invalid="ignore"):
            return shares | balance | {mean: sums[mean] / sums[f"{mean}_n"] for mean in means}

    groups = pd.DataFrame({"group": scored[by], "doc_id": scored["doc_id"]})
    parts = []
    for voice in VOICES:
        rows = (scored["voice"] == voice) | (voice == "all")
        samples = draw_samples(values[rows], groups[rows], measures, draws, seed, prior)
        part = pair_table(samples) if pairs else _named(interval_table(samples), by)
        part.insert(2 if pairs else 1, "voice", voice)
        if "instrument" in scored.columns:
            used = scored[rows].groupby(by)["instrument"].agg(set).rename(str)
            names = part[["a", "b"] if pairs else [by]].itertuples(index=False)
            part["instrument"] = _joined(used[list(row)] for row in names)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _framing_values(scored: pd.DataFrame, means: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What shares and means need the sums of: of each sentence, and of one of each label."""
    values = pd.DataFrame({label: scored["label"] == label for label in LABELS}, dtype=float)
    prior = pd.DataFrame(np.eye(len(LABELS)), columns=list(LABELS))
    for mean in means:
        values[mean] = scored[mean].astype(float).fillna(0.0)
        values[f"{mean}_n"] = scored[mean].notna().astype(float)
        prior[mean], prior[f"{mean}_n"] = _PUREST, 1.0
    return values.assign(n=1.0), prior.assign(n=1.0)


def _named(table: pd.DataFrame, by: str) -> pd.DataFrame:
    return table.rename(columns={"group": by})


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
        counts: one row a sentence: the by column (taken as str), doc_id (any) and the columns of
            count_sentences (float). With a column language (str, ISO 639-1), sentences in
            another language than most of the outlet's are left out.
        by: the column that names the outlets.
        pairs: compare every two outlets instead.
        draws: bootstrap samples (Efron 1979), 100 or more.
        seed: of the samples, 0 or more.

    Returns:
        One row for each outlet and measure (str, each formula of formulas_from_counts that the
        text's language has, and words_per_sentence): estimate, low, high (float, in the
        formula's unit, 95 % percentile interval, NaN under two units and where they are all
        alike); n (int, sentences); unit (str, as in compare_framing). With pairs, as in
        compare_framing, without voice.

    Raises:
        InputError: a column, the name of an outlet or a doc_id is missing, a count is no number,
            by is a column that the result makes, or draws or seed is no whole number or too small.

    Example:
        >>> from analysis.readability.counts import count_sentences
        >>> sentences = pd.DataFrame({"outlet": "A", "doc_id": 1, "text": ["It is so.", "Yes."]})
        >>> table = compare_readability(count_sentences(sentences))
        >>> table.loc[table["measure"] == "words_per_sentence", "estimate"].tolist()
        [2.0]
    """
    require_groups(counts, by, ["doc_id", *NEEDS], _MADE, "counts")
    require_values(counts, "doc_id", "counts")
    numbers = require_numbers(counts, NEEDS, "counts")
    counts = counts.assign(**{by: group_names(counts, by)}, **numbers)
    worded = counts[counts["words"] > 0]
    if "language" in worded.columns:
        language = pd.Series(stated_languages(worded), worded.index)
        main = language.groupby(worded[by]).agg(lambda given: given.mode().iloc[0])
        worded = worded.assign(language=language)[language == worded[by].map(main)]

    def formulas(sums: dict[str, Floats]) -> dict[str, Floats]:
        each = {"words_per_sentence": sums["words"] / sums["sentences"]}
        return each | formula_values(sums)

    groups = pd.DataFrame({"group": worded[by], "doc_id": worded["doc_id"]})
    samples = draw_samples(worded[list(NEEDS)], groups, formulas, draws, seed)
    sums = worded.groupby(by, sort=False)[list(NEEDS)].sum()
    if "language" in worded.columns:
        sums["language"] = worded.groupby(by)["language"].first()
    for group, fitting in formulas_from_counts(sums).select_dtypes("number").iterrows():
        point = samples[str(group)].point
        point |= dict.fromkeys(fitting.index[fitting.isna()].intersection(list(point)), np.nan)
    return pair_table(samples) if pairs else _named(interval_table(samples), by)


def compare_actors(
    actors: pd.DataFrame, documents: pd.DataFrame, *, voice: str = "all"
) -> pd.DataFrame:
    """Framing towards each person or organisation by outlet, over its texts.

    Args:
        actors: as frame_actors gives it: doc_id, name, kind, voice (str), mentions (int),
            promotional, neutral, critical (float, mean probabilities over the mentions);
            instrument (str) where present. Other columns are not looked at.
        documents: doc_id (unique), outlet (taken as str).
        voice: "outlet", "attributed" or "all".

    Returns:
        One row for each outlet and actor, most mentioned first: outlet, actor, kind (str);
        promotional, neutral, critical (float, 0 to 1, mean probabilities); score (float, -1 to
        1, promotional minus critical); n (int, mentions). Where actors has it, instrument (str,
        as in compare_framing).

    Raises:
        InputError: a column or an outlet is missing, a doc_id occurs twice among the documents or
            is not among them, or there is no such voice.

    Example:
        >>> actors = pd.DataFrame({"doc_id": [1, 1], "name": "Bo", "kind": "person",
        ...     "voice": ["outlet", "attributed"], "mentions": [3, 1], "promotional": [0.0, 1.0],
        ...     "neutral": [1.0, 0.0], "critical": 0.0})
        >>> compare_actors(actors, pd.DataFrame({"doc_id": [1], "outlet": "A"}))["score"].tolist()
        [0.25]
    """
    needed = ["doc_id", "name", "kind", "voice", "mentions", *LABELS]
    require_columns(actors, needed, "actors")
    outlet_of = _outlets(documents)
    if voice not in VOICES:
        raise InputError(f"voice is {voice!r}. Give one of {', '.join(map(repr, VOICES))}.")
    unknown = actors["doc_id"][~actors["doc_id"].isin(outlet_of.index)]
    if len(unknown):
        raise InputError(
            f"actors: row {unknown.index[0]}: doc_id {unknown.tolist()[0]!r} is not among the "
            "documents. Pass the documents that the actors were found in."
        )
    kept = [*needed, *(["instrument"] if "instrument" in actors.columns else [])]
    rows = actors.loc[(actors["voice"] == voice) | (voice == "all"), kept]
    rows = rows.assign(outlet=rows["doc_id"].map(outlet_of)).reset_index(drop=True)
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


def _outlets(documents: pd.DataFrame) -> pd.Series:
    """The outlet of each doc_id."""
    require_columns(documents, ["doc_id", "outlet"], "documents")
    require_values(documents, "outlet", "documents")
    require_once(documents)
    return group_names(documents, "outlet").set_axis(documents["doc_id"])


def share_shingles(
    sentences: pd.DataFrame, *, by: str = "outlet", words: int = 3, examples: int = 3
) -> pd.DataFrame:
    """How much of each outlet's wording stands in another's: containment of word shingles.

    Args:
        sentences: the by column (taken as str), text (str). Shingles do not cross sentences.
        by: the column that names the outlets.
        words: words in a shingle, 1 or more.
        examples: shared shingles to name, the longest ones in letters.

    Returns:
        One row for each ordered pair of different outlets: a, b (str); shared (int, distinct
        shingles in both); distinct (int, in a); containment (float, shared over distinct, 0 to
        1, NaN where a has none: Broder 1997); examples (str, divided by "; ").

    Raises:
        InputError: a column or a group is missing, a text is not str, or words or examples is no
            whole number or too small.

    Example:
        >>> sentences = pd.DataFrame({"outlet": ["A", "B"],
        ...     "text": ["He met the press today.", "She met the press."]})
        >>> share_shingles(sentences)[["a", "b", "shared", "containment"]].values.tolist()
        [['A', 'B', 1, 0.3333333333333333], ['B', 'A', 1, 0.5]]
    """
    require_columns(sentences, [by, "text"], "sentences")
    require_values(sentences, by, "sentences")
    require_whole(words, "words", 1)
    require_whole(examples, "examples", 0)
    tokens = tokenise(require_text(sentences["text"], "sentences"))
    groups, names = pd.factorize(group_names(sentences, by))
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
        rows.append((names[a], names[b], len(both), int(sizes[a]), share, told))
    columns = ["a", "b", "shared", "distinct", "containment", "examples"]
    types = dict.fromkeys(["a", "b", "examples"], "str") | {"containment": "float64"}
    types |= dict.fromkeys(["shared", "distinct"], "int64")
    return pd.DataFrame(rows, columns=columns).astype(types)
