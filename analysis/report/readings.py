"""One sentence of reading for each table, its numbers worked out from that table."""

from importlib.resources import files
from typing import Any

import pandas as pd

from analysis.charts.language import GRADES
from analysis.charts.style import INSTRUMENTS, listed
from analysis.checks import records, require_columns

ENOUGH = 10
_MEASURED = {
    "sentence": {
        "coded news": "news sentences coded by language models",
        "five texts": "the five texts it comes with, coded likewise and read while it was built",
        "news": "news sentences that people labelled towards someone, who is not told",
    },
    "target": {
        "news with target": "human-labelled news sentences with the target named",
        "mentions in features": "names in whole articles, coded by language models",
    },
}
_RATED = "coded editorials"
_OURS = "five texts"


def read_framing(framing: pd.DataFrame, pairs: pd.DataFrame | None = None) -> str:
    """Which outlet praises most in its own words, which is most neutral, and where voices part.

    Outlets with fewer than ENOUGH scored sentences in a voice are left out of it.

    Args:
        framing: as compare_framing gives it.
        pairs: as compare_framing gives it with pairs=True; then the outlets that are not told
            apart from the first are named.

    Returns:
        A sentence or two, or that there is nothing to read.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_framing(pd.DataFrame({"outlet": ["A"], "voice": ["outlet"], "n": [90],
        ...     "measure": ["balance"], "estimate": [0.5], "low": [0.2], "high": [0.8]}))
        'In its own words only A can be read: praise minus doubt +50 points (+20 to +80).'
    """
    require_columns(
        framing, ["outlet", "voice", "measure", "estimate", "low", "high", "n"], "framing"
    )
    own = _enough(framing, "outlet", "balance")
    if not own:
        return f"No outlet has {ENOUGH} scored sentences in its own words."
    most = max(own.values(), key=_estimate)
    if len(own) == 1:
        return f"In its own words only {most['outlet']} can be read: {_points(most)}."
    if len({round(row["estimate"], 4) for row in own.values()}) == 1:
        return f"In their own words all {len(own)} outlets are alike: {_points(most)}."
    verb = "praises most" if most["estimate"] > 0 else "doubts least"
    told = f"In its own words {most['outlet']} {verb}: {_points(most)}"
    near = [name for name in _not_apart(pairs, most["outlet"]) if name in own]
    told += f", not told apart from {_several(near)}." if near else "."
    neutral = _enough(framing, "outlet", "neutral")
    if neutral:
        dry = max(neutral.values(), key=_estimate)
        told += f" Most neutral is {dry['outlet']} ({100 * dry['estimate']:.0f} %)."
    quoted = _enough(framing, "attributed", "balance")
    gaps = {
        outlet: quoted[outlet]["estimate"] - own[outlet]["estimate"]
        for outlet in own
        if outlet in quoted and _apart(quoted[outlet], own[outlet])
    }
    if gaps:
        far = max(gaps, key=lambda outlet: abs(gaps[outlet]))
        side = "kinder" if gaps[far] > 0 else "harsher"
        told += f" At {far} the voices it reports are {side} than the outlet itself."
    return told


def _not_apart(pairs: pd.DataFrame | None, outlet: str) -> list[str]:
    """The outlets whose balance in their own words is not told apart from this one's."""
    if pairs is None:
        return []
    require_columns(pairs, ["a", "b", "voice", "measure", "holds"], "pairs")
    own = (pairs["voice"] == "outlet") & (pairs["measure"] == "balance") & ~pairs["holds"]
    some = records(pairs[own & ((pairs["a"] == outlet) | (pairs["b"] == outlet))])
    return [row["b"] if row["a"] == outlet else row["a"] for row in some]


def _several(names: list[str]) -> str:
    return listed(names) if len(names) <= 4 else f"{len(names)} others"


def read_instrument(instrument: str, task: str = "sentence") -> str:
    """How often an instrument of framing agrees with coders, and VADER on the same sentences.

    Args:
        instrument: "terms", "encoder" or "vader", as the column instrument has it.
        task: "sentence", framing of the sentence as a whole, or "target", towards a mention.

    Returns:
        Sentences with the figures of analysis/data/framing_accuracy.csv (instrument, data
        (str), n (int, sentences), macro_f1, low, high (float, 0 to 1), balance_error (float, 0
        to 2, mean distance of an article's promotional less critical share from the coders'),
        balance_bias (float, -2 to 2, the same with its sign, above 0 where it is kinder), own_bias
        (float, -2 to 2, the same of the outlets' own sentences), rating_r (float, -1 to 1,
        Pearson's correlation with people's ratings)), which
        benchmarks/framing.py measures; those that the file lacks are left out.

    Example:
        >>> read_instrument("terms").startswith("Framing by terms: macro-F1 0.")
        True
    """
    name = INSTRUMENTS.get(instrument, instrument)
    sets = _MEASURED[task]
    figures, vader = (_measured(who, "macro_f1") for who in (instrument, "vader"))
    shown = [data for data in sets if data in figures]
    if not shown:
        return f"Framing by {name}: no figure says how often it agrees with coders."
    told = ", ".join(f"{figures[data]:.2f} on {sets[data]}" for data in shown)
    beside = [f"{vader[data]:.2f}" for data in shown if data in vader]
    if instrument != "vader" and len(beside) == len(shown):
        told += f" (VADER: {listed(beside)})"
    told = f"Framing by {name}: macro-F1 {told}."
    return told if task == "target" else told + _beyond_labels(instrument)


def _beyond_labels(instrument: str) -> str:
    """How scores go with people's ratings, and what an article's balance is off by."""
    told = ""
    rated, vader = (_measured(who, "rating_r") for who in (instrument, "vader"))
    if _RATED in rated:
        other = instrument != "vader" and _RATED in vader
        beside = f" (VADER: {vader[_RATED]:.2f})" if other else ""
        told += (
            " Its scores and people’s ratings of editorials, sentence by sentence, correlate at "
            f"{rated[_RATED]:.2f}{beside}."
        )
    errors = _measured(instrument, "balance_error").items()
    missed = [f"{100 * off:.0f}" for off in sorted(off for data, off in errors if data != _OURS)]
    if missed:
        off = " to ".join(dict.fromkeys([missed[0], missed[-1]]))
        told += (
            f" In whole articles held out, praise minus doubt is {off} points off from "
            "language-model coders on average, by kind of article; the intervals leave that out."
        )
    bias = _measured(instrument, "balance_bias").get(_OURS)
    if bias is not None:
        side = "kinder" if bias > 0 else "harsher"
        own = _measured(instrument, "own_bias").get(_OURS)
        apart = "" if own is None else f", {abs(100 * own):.0f} in the outlets’ own words"
        points = f"{abs(100 * bias):.0f} points {side} than they{apart}"
        told += f" On the five texts it comes with it is {points}."
    return told


def _measured(instrument: str, figure: str) -> dict[str, float]:
    """A figure of an instrument by data set, where it was measured."""
    table = _load_accuracy()
    if figure not in table.columns:
        return {}
    own = table[table["instrument"] == instrument].dropna(subset=[figure])
    return dict(zip(own["data"], own[figure], strict=True))


def _load_accuracy() -> pd.DataFrame:
    with files("analysis").joinpath("data/framing_accuracy.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _apart(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["low"] > b["high"] or a["high"] < b["low"])


def _enough(framing: pd.DataFrame, voice: str, measure: str) -> dict[str, dict[str, Any]]:
    """The rows of a measure in a voice that rest on enough sentences, by outlet."""
    rows = (framing["voice"] == voice) & (framing["measure"] == measure)
    rows &= framing["n"] >= ENOUGH
    return {row["outlet"]: row for row in records(framing[rows])}


def _estimate(row: dict[str, Any]) -> float:
    return float(row["estimate"])


def _points(row: dict[str, Any]) -> str:
    low, high = _signed(row["low"]), _signed(row["high"])
    return f"praise minus doubt {_signed(row['estimate'])} points ({low} to {high})"


def _signed(share: float) -> str:
    points = round(100 * share)
    return f"{points:+d}" if points else "0"


def read_pairs(pairs: pd.DataFrame, measure: str, unit: str) -> str:
    """How many differences between outlets hold beyond chance, and the widest that does.

    Args:
        pairs: as compare_framing or compare_readability gives it with pairs=True.
        measure: which of its measures.
        unit: what the difference is counted in, for the sentence.

    Returns:
        One sentence; empty where there is no pair.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_pairs(pd.DataFrame({"a": ["A"], "b": ["B"], "measure": ["lix"],
        ...     "difference": [5.0], "holds": [True]}), "lix", "points")
        'Of 1 pair, 1 differs beyond chance; the widest is A above B by 5.0 points.'
    """
    require_columns(pairs, ["a", "b", "measure", "difference", "holds"], "pairs")
    some = pairs[pairs["measure"] == measure]
    if "voice" in some.columns:
        some = some[some["voice"] == "outlet"]
    if some.empty:
        return ""
    held = some[some["holds"]]
    count = f"Of {len(some)} pair{'' if len(some) == 1 else 's'}"
    if held.empty:
        return f"{count}, none differs beyond chance."
    widest = max(records(held), key=lambda row: abs(row["difference"]))
    above, below = (widest["a"], widest["b"])[:: 1 if widest["difference"] > 0 else -1]
    verb = "differs" if len(held) == 1 else "differ"
    return (
        f"{count}, {len(held)} {verb} beyond chance; the widest is {above} above {below} by "
        f"{abs(widest['difference']):.1f} {unit}."
    )


def read_readability(table: pd.DataFrame, measure: str = "flesch_kincaid_grade") -> str:
    """The hardest and the easiest outlet by one formula.

    Args:
        table: as compare_readability gives it.
        measure: the formula, one where higher is harder.

    Returns:
        One sentence.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_readability(pd.DataFrame({"outlet": ["A", "B"], "measure": "lix",
        ...     "estimate": [50.0, 40.0], "low": [45.0, 35.0], "high": [55.0, 45.0]}), "lix")
        'By lix, A reads hardest: 50.0 (45.0 to 55.0); B easiest: 40.0 (35.0 to 45.0).'
    """
    require_columns(table, ["outlet", "measure", "estimate", "low", "high"], "readability")
    some = records(table[table["measure"] == measure])
    name = f"{GRADES[measure]} grade" if measure in GRADES else measure.replace("_", " ")
    if not some:
        return "No text could be scored."
    hard, easy = max(some, key=_estimate), min(some, key=_estimate)
    if hard is easy:
        return f"By {name}, {hard['outlet']}: {_in_numbers(hard)}."
    return (
        f"By {name}, {hard['outlet']} reads hardest: {_in_numbers(hard)}; "
        f"{easy['outlet']} easiest: {_in_numbers(easy)}."
    )


def _in_numbers(row: dict[str, Any]) -> str:
    span = f"{row['low']:.1f} to {row['high']:.1f}"
    return f"{row['estimate']:.1f} ({'one sentence' if pd.isna(row['low']) else span})"


def read_repeats(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The longest passage repeated inside an article, and whether any stands in two texts.

    Args:
        passages: as find_duplicates gives it; what is marked boilerplate is left out.
        documents: doc_id, outlet.

    Returns:
        One or two sentences.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_repeats(pd.DataFrame(columns=["doc_a", "doc_b", "words", "scope"]),
        ...     pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["A", "B"]}))
        'No article repeats a passage of its own. No passage stands in two texts.'
    """
    require_columns(passages, ["doc_a", "doc_b", "words", "scope"], "passages")
    outlets = documents.set_index("doc_id")["outlet"]
    if "boilerplate" in passages.columns:
        passages = passages[~passages["boilerplate"].fillna(False).astype(bool)]
    within = passages[passages["scope"] == "within"]
    across = passages[passages["scope"] == "across"]
    told = "No article repeats a passage of its own."
    if len(within):
        longest = max(records(within), key=lambda row: row["words"])
        texts = within["doc_a"].nunique()
        told = (
            f"{texts} of {len(documents)} articles {'repeats itself' if texts == 1 else 'repeat'}"
            f"{'' if texts == 1 else ' themselves'}; the longest repeat in an article is "
            f"{_length(longest)}, in {outlets[longest['doc_a']]}."
        )
    if len(documents) == 1:
        return told
    if across.empty:
        return f"{told} No passage stands in two texts."
    longest = max(records(across), key=lambda row: row["words"])
    count = "1 passage stands" if len(across) == 1 else f"{len(across)} passages stand"
    return (
        f"{told} {count} in two texts; the longest is {_length(longest)}, in "
        f"{outlets[longest['doc_a']]} and {outlets[longest['doc_b']]}."
    )


def _length(passage: dict[str, Any]) -> str:
    """Its words, and whether both sides have them word for word."""
    near = passage.get("kind") == "near"
    likeness = f" in common ({100 * passage['similarity']:.0f} % alike)" if near else ""
    return f"{passage['words']} words{likeness}"


def read_wording(wording: pd.DataFrame) -> str:
    """The largest share of one outlet's phrases that another has too.

    Args:
        wording: as share_shingles gives it.

    Returns:
        One sentence.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_wording(pd.DataFrame({"a": ["A"], "b": ["B"], "shared": [1], "distinct": [50],
        ...     "containment": [0.02], "examples": ["met the press"]}))
        'At most 2.0 % of one text’s three-word phrases stand in another (A in B): “met the press”.'
    """
    require_columns(wording, ["a", "b", "containment", "examples"], "wording")
    some = wording.dropna(subset=["containment"])
    if some.empty:
        return ""
    if not some["containment"].max() > 0:
        return "No two outlets share a phrase of three words."
    most = max(records(some), key=lambda row: row["containment"])
    example = most["examples"].split("; ")[0]
    return (
        f"At most {most['containment']:.1%} of one text’s three-word phrases stand in another "
        f"({most['a']} in {most['b']}): “{example}”."
    ).replace("%", " %")


def read_facts(facts: pd.DataFrame, documents: pd.DataFrame) -> str:
    """How many names, amounts and dates several outlets have, and which all of them.

    Args:
        facts: as shared_facts gives it.
        documents: doc_id, outlet.

    Returns:
        One sentence; empty where there is one outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_facts(pd.DataFrame({"fact": ["IMF"] * 2, "kind": "organisation",
        ...     "doc_id": ["a", "b"]}), pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["A", "B"]}))
        '1 name, amount or date stands in two outlets or more, 1 in all 2: IMF.'
    """
    require_columns(facts, ["fact", "kind", "doc_id"], "facts")
    require_columns(documents, ["doc_id", "outlet"], "documents")
    outlets = documents["outlet"].nunique()
    if outlets < 2:
        return ""
    where = facts.assign(outlet=facts["doc_id"].map(documents.set_index("doc_id")["outlet"]))
    once = where.drop_duplicates(["fact", "kind", "outlet"])
    spread = records(once.groupby(["fact", "kind"])["outlet"].count().reset_index())
    shared = [row["fact"] for row in spread if row["outlet"] >= 2]
    everywhere = [row["fact"] for row in spread if row["outlet"] == outlets]
    told = "name, amount or date stands" if len(shared) == 1 else "names, amounts and dates stand"
    count = f"{len(shared)} {told} in two outlets or more"
    if not everywhere:
        return f"{count}, none in all {outlets}."
    return f"{count}, {len(everywhere)} in all {outlets}: {', '.join(everywhere)}."
