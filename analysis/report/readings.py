"""One sentence of reading for each table, its numbers worked out from that table."""

from importlib.resources import files
from typing import Any

import pandas as pd

from analysis.charts.style import INSTRUMENTS, listed
from analysis.checks import records, require_columns

ENOUGH = 10
_CODED = {
    "news with target": "human-labelled news sentences with the target named",
    "five texts": "five texts coded sentence by sentence by language models",
}


def read_framing(framing: pd.DataFrame) -> str:
    """Which outlet praises most and which least in its own words, and where voices part.

    Outlets with fewer than ENOUGH scored sentences in a voice are left out of it.

    Args:
        framing: as compare_framing gives it.

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
    own = _balances(framing, "outlet")
    if not own:
        return f"No outlet has {ENOUGH} scored sentences in its own words."
    most = max(own.values(), key=_estimate)
    if len(own) == 1:
        return f"In its own words only {most['outlet']} can be read: {_points(most)}."
    nearest = min(own.values(), key=lambda row: abs(row["estimate"]))
    told = (
        f"In its own words {most['outlet']} praises most: {_points(most)}. "
        f"Nearest to even is {nearest['outlet']} ({_signed(nearest['estimate'])})."
    )
    quoted = _balances(framing, "attributed")
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


def read_instrument(instrument: str) -> str:
    """How often an instrument of framing agrees with coders, and VADER on the same sentences.

    Args:
        instrument: "terms", "encoder" or "vader", as the column instrument has it.

    Returns:
        One sentence with the figures of analysis/data/framing_accuracy.csv (instrument, data
        (str), n (int, sentences), macro_f1, low, high (float, 0 to 1)), which
        benchmarks/framing.py measures; those that the file lacks are left out.

    Example:
        >>> read_instrument("terms").startswith("Framing by terms: macro-F1 0.")
        True
    """
    name = INSTRUMENTS.get(instrument, instrument)
    figures, vader = _agreement(instrument), _agreement("vader")
    if not figures:
        return f"Framing by {name}: no figure says how often it agrees with coders."
    told = ", ".join(f"{figure:.2f} on {_CODED[data]}" for data, figure in figures.items())
    beside = [f"{vader[data]:.2f}" for data in figures if data in vader]
    if instrument != "vader" and len(beside) == len(figures):
        told += f" (VADER: {listed(beside)})"
    return f"Framing by {name}: macro-F1 {told}."


def _agreement(instrument: str) -> dict[str, float]:
    measured = _load_accuracy().dropna(subset=["macro_f1"])
    own = measured[measured["instrument"] == instrument].set_index("data")["macro_f1"]
    return {data: float(own[data]) for data in _CODED if data in own.index}


def _load_accuracy() -> pd.DataFrame:
    with files("analysis").joinpath("data/framing_accuracy.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _apart(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["low"] > b["high"] or a["high"] < b["low"])


def _balances(framing: pd.DataFrame, voice: str) -> dict[str, dict[str, Any]]:
    rows = (framing["voice"] == voice) & (framing["measure"] == "balance")
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
        One sentence.

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
        'A reads hardest: 50.0 (45.0 to 55.0); B easiest: 40.0 (35.0 to 45.0).'
    """
    require_columns(table, ["outlet", "measure", "estimate", "low", "high"], "readability")
    some = records(table[table["measure"] == measure])
    if not some:
        return "No text could be scored."
    hard, easy = max(some, key=_estimate), min(some, key=_estimate)
    if hard is easy:
        return f"{hard['outlet']}: {_in_numbers(hard)}."
    return (
        f"{hard['outlet']} reads hardest: {_in_numbers(hard)}; "
        f"{easy['outlet']} easiest: {_in_numbers(easy)}."
    )


def _in_numbers(row: dict[str, Any]) -> str:
    return f"{row['estimate']:.1f} ({row['low']:.1f} to {row['high']:.1f})"


def read_repeats(passages: pd.DataFrame, documents: pd.DataFrame) -> str:
    """The longest passage repeated inside a text, and whether any stands in two texts.

    Args:
        passages: as find_duplicates gives it.
        documents: doc_id, outlet.

    Returns:
        One or two sentences.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_repeats(pd.DataFrame(columns=["doc_a", "doc_b", "words", "scope"]),
        ...     pd.DataFrame({"doc_id": ["a"], "outlet": ["A"]}))
        'No text repeats a passage of its own. No passage stands in two texts.'
    """
    require_columns(passages, ["doc_a", "doc_b", "words", "scope"], "passages")
    outlets = documents.set_index("doc_id")["outlet"]
    within = passages[passages["scope"] == "within"]
    across = passages[passages["scope"] == "across"]
    told = "No text repeats a passage of its own."
    if len(within):
        longest = max(records(within), key=lambda row: row["words"])
        texts = within["doc_a"].nunique()
        told = (
            f"{texts} of {len(documents)} texts repeat themselves; the longest repeat is "
            f"{longest['words']} words, in {outlets[longest['doc_a']]}."
        )
    if across.empty:
        return f"{told} No passage stands in two texts."
    longest = max(records(across), key=lambda row: row["words"])
    return (
        f"{told} {len(across)} passages stand in two texts; the longest is {longest['words']} "
        f"words, in {outlets[longest['doc_a']]} and {outlets[longest['doc_b']]}."
    )


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
        'At most 2.0 % of one text’s phrases stand in another (A in B), such as “met the press”.'
    """
    require_columns(wording, ["a", "b", "containment", "examples"], "wording")
    some = wording.dropna(subset=["containment"])
    if some.empty or not some["containment"].max() > 0:
        return "No two outlets share a phrase."
    most = max(records(some), key=lambda row: row["containment"])
    example = most["examples"].split("; ")[0]
    return (
        f"At most {most['containment']:.1%} of one text’s phrases stand in another "
        f"({most['a']} in {most['b']}), such as “{example}”."
    ).replace("%", " %")


def read_facts(facts: pd.DataFrame, documents: pd.DataFrame) -> str:
    """What the most texts name, by kind.

    Args:
        facts: as shared_facts gives it.
        documents: doc_id.

    Returns:
        One sentence.

    Raises:
        InputError: a column is missing.

    Example:
        >>> read_facts(pd.DataFrame({"fact": ["IMF"] * 2, "kind": "organisation",
        ...     "doc_id": ["a", "b"]}), pd.DataFrame({"doc_id": ["a", "b"]}))
        '1 fact is named by two texts or more, 1 by all 2: IMF.'
    """
    require_columns(facts, ["fact", "kind", "doc_id"], "facts")
    once = facts.drop_duplicates(["fact", "kind", "doc_id"])
    spread = records(once.groupby(["fact", "kind"])["doc_id"].count().reset_index())
    shared = [row["fact"] for row in spread if row["doc_id"] >= 2]
    everywhere = [row["fact"] for row in spread if row["doc_id"] == len(documents)]
    count = f"{len(shared)} fact{' is' if len(shared) == 1 else 's are'} named by two texts or more"
    if not everywhere:
        return f"{count}, none by all {len(documents)}."
    return f"{count}, {len(everywhere)} by all {len(documents)}: {', '.join(everywhere)}."
