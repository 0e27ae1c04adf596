"""Charts of how texts read: readability by formula, and sentence lengths."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import (
    ACCENT,
    FAINT,
    INK,
    bare,
    head,
    in_order,
    label_rows,
    label_ticks,
    named,
    nothing,
    shifted,
    start,
    styled,
    text_width,
    wrapped,
    write,
)
from analysis.checks import require_columns

GRADES = {
    "flesch_kincaid_grade": "Flesch-Kincaid",
    "gunning_fog": "Gunning fog",
    "smog_index": "SMOG",
    "coleman_liau_index": "Coleman-Liau",
    "automated_readability_index": "Automated index",
}
SCALES = {
    "flesch_reading_ease": "Flesch reading ease\n(0 to 100, higher is easier)",
    "dale_chall_readability_score": "Dale-Chall score\n(higher is harder)",
    "words_per_sentence": "Words per sentence\n(mean)",
}
_INTERVALS = ("outlet", "measure", "estimate", "low", "high")


@styled
def plot_readability(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Readability by outlet: five formulas in school grades on one scale, three on their own.

    Args:
        table: as compare_readability gives it: outlet (str), measure (str; formulas other than
            those of GRADES and SCALES are not drawn), estimate, low, high (float, in the
            formula's unit; NaN is not drawn). Outlets stand in the table's order.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with one child axes for each formula that the table has.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": ["A"], "measure": ["smog_index"],
        ...     "estimate": [12.0], "low": [11.0], "high": [13.0]})
        >>> [text.get_text() for text in plot_readability(table).child_axes[0].texts]
        ['12.0', 'SMOG', 'A']
    """
    title = "How hard the texts are to read"
    require_columns(table, _INTERVALS, "table")
    known = table[table["measure"].isin([*GRADES, *SCALES]) & table["estimate"].notna()]
    known = known[known["outlet"].notna()].astype({"outlet": "str"})
    if known.empty:
        return nothing(ax, title, "no readability formula has a value.")
    outlets = in_order(known["outlet"])
    names = [wrapped(name) for name in outlets]
    left = text_width(names) + 12
    rows = [
        [name for name in names_ if (known["measure"] == name).any()] for names_ in (GRADES, SCALES)
    ]
    rows = [row for row in rows if row]
    each = 0.34 * len(outlets) + 0.1
    height = each * len(rows) + 0.7 * (len(rows) - 1)
    ax = start(ax, (7, height), left=left, top=92)
    ax.set_axis_off()
    low, high = _range(known[known["measure"].isin(list(GRADES))])
    for i, row in enumerate(rows):
        bottom = 1 - ((i + 1) * each + i * 0.7) / height
        for j, measure in enumerate(row):
            width = (1 - 0.03 * (len(row) - 1)) / len(row)
            panel = ax.inset_axes((j * (width + 0.03), bottom, width, each / height))
            some = known[known["measure"] == measure].drop_duplicates("outlet")
            _draw_intervals(panel, some, outlets)
            panel.set_xlim(*((low, high) if measure in GRADES else _range(some)))
            lines = {**GRADES, **SCALES}[measure].split("\n")
            for k, line in enumerate(reversed(lines)):
                above = shifted(panel, panel.transAxes, up=6 + 12 * k)
                style = {"fontweight": "bold", "fontsize": 8.5, "va": "baseline"}
                write(panel, 0, 1, line, transform=above, **style)
            if j == 0:
                label_rows(panel, range(len(outlets)), names, linespacing=1.1)
    subtitle = "Upper row: US school grade by each formula, on one scale.\nLines: 95 % intervals."
    head(ax, title, subtitle, left=left, above=26)
    return ax


def _range(some: pd.DataFrame) -> tuple[float, float]:
    """Limits that hold the intervals and the number beside each dot."""
    if some.empty:
        return 0.0, 1.0
    values = some[["estimate", "low", "high"]].to_numpy(float)
    low, high = np.nanmin(values), np.nanmax(values)
    room = max(high - low, 1.0)
    return float(low - 0.06 * room), float(high + 0.42 * room)


def _draw_intervals(ax: Axes, some: pd.DataFrame, outlets: list[str]) -> None:
    y = some["outlet"].map({name: i for i, name in enumerate(outlets)}).to_numpy(float)
    ax.set_ylim(len(outlets) - 0.5, -0.5)
    for i in range(0, len(outlets), 2):
        ax.axhspan(i - 0.5, i + 0.5, color=FAINT, linewidth=0, zorder=0)
    ax.hlines(y, some["low"], some["high"], color=ACCENT, linewidth=1.4)
    ax.scatter(some["estimate"], y, s=26, color=ACCENT, zorder=3)
    edge = some[["high", "estimate"]].max(axis=1)
    for place, x, value in zip(y.tolist(), edge, some["estimate"], strict=True):
        where = shifted(ax, ax.transData, 6)
        write(ax, x, place, f"{value:.1f}", transform=where, va="center", fontsize=8)
    bare(ax)
    ax.set_xticks([])


def describe_readability(table: pd.DataFrame) -> str:
    """The chart of readability in words.

    Args:
        table: as for plot_readability.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": ["A"], "measure": ["smog_index"],
        ...     "estimate": [12.0], "low": [11.0], "high": [13.0]})
        >>> describe_readability(table).splitlines()[1]
        'A: SMOG 12.0 (11.0 to 13.0).'
    """
    require_columns(table, _INTERVALS, "table")
    lines = ["Dots with intervals: readability by outlet, one panel for each formula."]
    labels = {name: label.split("\n")[0] for name, label in {**GRADES, **SCALES}.items()}
    known = table[table["measure"].isin(list(labels)) & table["estimate"].notna()]
    for outlet, rows in known.groupby("outlet", sort=False):
        said = [
            f"{labels[measure]} {value:.1f}" + (f" ({low:.1f} to {high:.1f})" if low == low else "")
            for measure, value, low, high in rows[list(_INTERVALS[1:])].itertuples(index=False)
        ]
        lines.append(f"{named(outlet)}: {', '.join(said)}.")
    return "\n".join(lines)


@styled
def plot_sentence_lengths(counts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Sentence lengths by outlet: a dot for each sentence, its median and middle half.

    Args:
        counts: one row a sentence: outlet (str), words (float; NaN and 0 are not drawn).
            Outlets stand in the table's order. From 400 sentences an outlet on, dots are drawn
            for 400 of them, evenly spaced by length.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with one collection of dots for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> counts = pd.DataFrame({"outlet": "A", "words": [10.0, 20.0, 60.0]})
        >>> [text.get_text() for text in plot_sentence_lengths(counts).texts][0]
        '20'
    """
    title = "How long the sentences are"
    lengths = _lengths(counts)
    if lengths.empty:
        return nothing(ax, title, "no sentence has a word.")
    outlets = in_order(lengths["outlet"])
    names = [wrapped(name) for name in outlets]
    left = text_width(names, weight="bold") + 12
    ax = start(ax, (6.4, 0.68 * len(outlets)), left=left, top=66, bottom=42)
    for i, name in enumerate(outlets):
        words = np.sort(lengths.loc[lengths["outlet"] == name, "words"].to_numpy(float))
        lower, middle, upper = np.quantile(words, [0.25, 0.5, 0.75]).tolist()
        ax.barh(i + 0.3, upper - lower, left=lower, height=0.1, color=ACCENT, alpha=0.35)
        ax.vlines(middle, i + 0.2, i + 0.4, color=INK, linewidth=2.2)
        x, stack = _stacked(words)
        ax.scatter(x, i + 0.12 - stack, s=11, color=ACCENT, alpha=0.75, linewidth=0)
        where = shifted(ax, ax.transData, 5)
        style = {"fontsize": 8, "fontweight": "bold", "va": "center"}
        write(ax, float(upper), i + 0.3, f"{round(middle, 1):g}", transform=where, **style)
    bare(ax, grid=True)
    top = float(lengths["words"].max())
    ax.set_xlim(0, top * 1.04)
    ax.set_ylim(len(outlets) - 0.3, -0.55)
    label_ticks(ax, top * 1.04, "words")
    label_rows(ax, [*range(len(outlets))], names, fontweight="bold", linespacing=1.15)
    subtitle = "Each dot is a sentence. Mark and number: the median; band: the middle half."
    head(ax, title, subtitle, left=left)
    return ax


def _lengths(counts: pd.DataFrame) -> pd.DataFrame:
    require_columns(counts, ["outlet", "words"], "counts")
    lengths = counts.loc[counts["outlet"].notna() & (counts["words"] > 0), ["outlet", "words"]]
    return lengths.astype({"outlet": "str"})


def _stacked(words: np.ndarray, most: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Dots for sorted lengths, those of one length stacked, at most 0.55 high."""
    if len(words) > most:
        words = words[np.linspace(0, len(words) - 1, most).round().astype(int)]
    x = np.round(words)
    level = np.arange(len(x)) - np.searchsorted(x, x)
    return x, level * min(0.085, 0.55 / max(1, int(level.max())))


def describe_sentence_lengths(counts: pd.DataFrame) -> str:
    """The chart of sentence lengths in words.

    Args:
        counts: as for plot_sentence_lengths.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> counts = pd.DataFrame({"outlet": "A", "words": [10.0, 20.0, 60.0]})
        >>> describe_sentence_lengths(counts).splitlines()[1]
        'A: median 20 words, longest 60, 3 sentences.'
    """
    lines = ["Dots: the length of every sentence in words, by outlet."]
    for name, rows in _lengths(counts).groupby("outlet", sort=False):
        words = rows["words"]
        said = f"median {round(words.median(), 1):g} words, longest {words.max():,.0f}"
        lines.append(f"{named(name)}: {said}, {len(words):,} sentences.")
    return "\n".join(lines)
