"""Charts of how right an instrument is: scores side by side, confusion, calibration."""

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts.style import (
    ACCENT,
    COLOURS,
    GREENS,
    INK,
    LABELS,
    RULE,
    SOFT,
    bare,
    head,
    in_order,
    label_rows,
    named,
    nothing,
    plain,
    shifted,
    start,
    styled,
    text_width,
    wrapped,
    write,
)
from analysis.checks import require_columns

_RESULTS = ("instrument", "dataset", "measure", "value", "low", "high")
_MANY = 10  # sentences in a bin from which it is drawn full


@styled
def plot_accuracy(
    results: pd.DataFrame, *, highlight: str | None = None, ax: Axes | None = None
) -> Axes:
    """Instruments side by side on each data set.

    Args:
        results: one row for each instrument, data set and measure: instrument, dataset, measure
            (str), value (float, 0 to 1; NaN is not drawn), low, high (float; NaN where there is
            no interval). All stand in the table's order.
        highlight: the instrument drawn dark, else the last one.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with a bar for each row and its value beside it.

    Raises:
        InputError: a column is missing.

    Example:
        >>> results = pd.DataFrame({"instrument": ["VADER", "terms"], "dataset": "news",
        ...     "measure": "macro-F1", "value": [0.5, 0.7], "low": np.nan, "high": np.nan})
        >>> [text.get_text() for text in plot_accuracy(results).texts][:2]
        ['0.50', '0.70']
    """
    title = "How right each instrument is"
    require_columns(results, _RESULTS, "results")
    rows = results.dropna(subset=["instrument", "dataset", "measure", "value"])
    if rows.empty:
        return nothing(ax, title, "there is no result.")
    group = rows["dataset"].astype("str") + ", " + rows["measure"].astype("str")
    rows = rows.assign(group=pd.Categorical(group, in_order(group)))
    rows = rows.sort_values("group", kind="stable", ignore_index=True)
    first = ~rows["group"].duplicated().to_numpy()
    y = np.arange(len(rows)) + 1.35 * np.cumsum(first)
    names = [plain(name, 36) for name in rows["instrument"]]
    left = text_width(names) + 14
    ax = start(ax, (5.6, 0.25 * (y[-1] + 0.6)), left=left, top=66)
    dark = highlight if highlight is not None else rows["instrument"].iloc[-1]
    colours = np.where(rows["instrument"] == dark, ACCENT, "#A9B8B4")
    ax.barh(y, rows["value"], height=0.78, color=colours)
    ax.hlines(y, rows["low"], rows["high"], color=INK, linewidth=1.1)
    edge = rows[["value", "high"]].max(axis=1)
    beside = shifted(ax, ax.transData, 5)
    for at, x, value in zip(y.tolist(), edge, rows["value"], strict=True):
        write(ax, x, at, f"{value:.2f}", transform=beside, va="center_baseline", fontsize=8)
    for at, name in zip(y[first].tolist(), rows.loc[first, "group"], strict=True):
        write(ax, 0, at - 0.95, plain(name, 70), fontweight="bold", va="center_baseline")
    bare(ax, grid=True)
    ax.set_xlim(0, 1.004)
    ax.set_ylim(y[-1] + 0.6, 0)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    label_rows(ax, y.tolist(), names)
    head(ax, title, "1 is perfect. Lines: intervals, where given.", left=left)
    return ax


def describe_accuracy(results: pd.DataFrame) -> str:
    """The chart of accuracy in words.

    Args:
        results: as for plot_accuracy.

    Returns:
        One sentence on what is drawn, then one for each data set and measure.

    Raises:
        InputError: a column is missing.

    Example:
        >>> results = pd.DataFrame({"instrument": ["VADER", "terms"], "dataset": "news",
        ...     "measure": "macro-F1", "value": [0.5, 0.7], "low": np.nan, "high": np.nan})
        >>> describe_accuracy(results).splitlines()[1]
        'news, macro-F1: VADER 0.50, terms 0.70.'
    """
    require_columns(results, _RESULTS, "results")
    lines = ["Bars: how right each instrument is on each data set; 1 is perfect."]
    rows = results.dropna(subset=["value"])
    for (dataset, measure), some in rows.groupby(["dataset", "measure"], sort=False):
        pairs = zip(some["instrument"], some["value"], strict=True)
        said = ", ".join(f"{named(name)} {value:.2f}" for name, value in pairs)
        lines.append(f"{named(dataset)}, {named(measure)}: {said}.")
    return "\n".join(lines)


@styled
def plot_confusion(table: pd.DataFrame, *, data: str = "", ax: Axes | None = None) -> Axes:
    """What sentences are and what the instrument calls them.

    Args:
        table: one row for each pair: coded, label (str, as the coders and as the instrument
            have it; framings stand in the order critical, neutral, promotional), n (int,
            sentences), share (float, 0 to 1, of the sentences coded so).
        data: what was measured on, for the title.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with an image of the shares, rows as coded, and n in each cell.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"coded": ["critical", "critical"],
        ...     "label": ["critical", "neutral"], "n": [3, 1], "share": [0.75, 0.25]})
        >>> plot_confusion(table).images[0].get_array().tolist()
        [[0.75, 0.25], [None, None]]
    """
    title = f"What it takes for what: {data}" if data else "What it takes for what"
    require_columns(table, ["coded", "label", "n", "share"], "table")
    names = in_order(pd.concat([table["coded"], table["label"]]))
    if not names:
        return nothing(ax, title, "there is no coded sentence.")
    names.sort(key=lambda name: LABELS.index(name) if name in LABELS else len(LABELS))
    place = {name: i for i, name in enumerate(names)}
    shares = np.full((len(names), len(names)), np.nan)
    rows = table.dropna(subset=["coded", "label", "share"])
    row, column = rows["coded"].map(place), rows["label"].map(place)
    shares[row, column] = rows["share"]
    labels = [wrapped(name, 16) for name in names]
    left = text_width(labels) + 12
    ax = start(ax, (1.15 * len(names), 0.62 * len(names)), left=left, top=96)
    ax.imshow(np.ma.masked_invalid(shares), cmap=GREENS, vmin=0, vmax=1, aspect="auto")
    for i, j, n, share in zip(row, column, rows["n"], rows["share"], strict=True):
        said = f"{100 * share:.0f} %\n{n:,}"
        weight = "bold" if i == j else "normal"
        write(ax, j, i, said, ha="center", va="center", fontweight=weight, linespacing=1.3)
    bare(ax)
    ax.set_xticks([])
    for edge in range(len(names) - 1):
        ax.axhline(edge + 0.5, color="white", linewidth=2)
        ax.axvline(edge + 0.5, color="white", linewidth=2)
    label_rows(ax, [*range(len(names))], labels)
    where = shifted(ax, ax.get_xaxis_transform(), up=6)
    for j, label in enumerate(labels):
        write(ax, j, 1, label, transform=where, ha="center", va="bottom")
    subtitle = (
        "Rows: as coded. Columns: as the instrument labels it.\nShare of the row, and how many."
    )
    head(ax, title, subtitle, left=left, above=20)
    return ax


def describe_confusion(table: pd.DataFrame) -> str:
    """The confusion table in words.

    Args:
        table: as for plot_confusion.

    Returns:
        One sentence on what is drawn, then one for each coded framing.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"coded": ["critical", "critical"],
        ...     "label": ["critical", "neutral"], "n": [3, 1], "share": [0.75, 0.25]})
        >>> describe_confusion(table).splitlines()[1]
        'Coded critical: labelled critical 3, neutral 1.'
    """
    require_columns(table, ["coded", "label", "n", "share"], "table")
    lines = ["Matrix: framing as coded, and as the instrument labels it."]
    for coded, rows in table.groupby("coded", sort=False):
        said = ", ".join(f"{named(a)} {n:,}" for a, n in zip(rows["label"], rows["n"], strict=True))
        lines.append(f"Coded {named(coded)}: labelled {said}.")
    return "\n".join(lines)


@styled
def plot_calibration(table: pd.DataFrame, *, data: str = "", ax: Axes | None = None) -> Axes:
    """Whether sentences given a probability turn out so as often as it says.

    Args:
        table: one row for each label and bin: label (str), predicted (float, 0 to 1, the mean
            probability in the bin), observed (float, 0 to 1, the share that is so), n (int,
            sentences).
        data: what was measured on, for the title.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with a line for each label beside the diagonal through the bins of ten sentences
        and more, marks as large as n; smaller bins are hollow.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"label": "critical", "predicted": [0.1, 0.9],
        ...     "observed": [0.2, 0.8], "n": [10, 10]})
        >>> plot_calibration(table).lines[1].get_ydata().tolist()
        [0.2, 0.8]
    """
    title = f"Does 80 % mean 80 %? {data}".strip()
    require_columns(table, ["label", "predicted", "observed", "n"], "table")
    rows = table.dropna(subset=["label", "predicted", "observed"])
    if rows.empty:
        return nothing(ax, title, "there is no bin with sentences.")
    ax = start(ax, (3.9, 3.9), left=52, top=78, bottom=52)
    ax.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    marks = dict(zip(LABELS, ("v", "o", "^"), strict=True))
    key: list[Artist] = []
    for label, some in rows.groupby("label", sort=False):
        some = some.sort_values("predicted")
        colour = {**COLOURS, "neutral": SOFT}.get(str(label), ACCENT)
        many = some["n"] >= _MANY
        ax.plot(some["predicted"][many], some["observed"][many], color=colour, linewidth=1.2)
        size = 14 + 90 * some["n"] / rows["n"].max()
        mark = marks.get(str(label), "s")
        ax.scatter(
            some["predicted"],
            some["observed"],
            s=size,
            c=[colour if enough else "white" for enough in many],
            edgecolors=colour,
            marker=mark,
        )
        key.append(Line2D([], [], color=colour, marker=mark, linestyle="none", label=plain(label)))
    bare(ax)
    ticks, labels = [0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"]
    ax.set_xticks(ticks, labels)
    ax.set_yticks(ticks, labels)
    ax.grid(color=RULE, linewidth=0.5)
    ax.set_xlim(-0.03, 1.03)
    ax.set_ylim(-0.03, 1.03)
    ax.set_xlabel("probability given")
    ax.set_ylabel("share that is so")
    subtitle = (
        "On the diagonal, probabilities come true.\n"
        "Larger mark: more sentences; hollow: fewer than ten."
    )
    head(ax, title, subtitle, left=44, key=key)
    return ax


def describe_calibration(table: pd.DataFrame) -> str:
    """The chart of calibration in words.

    Args:
        table: as for plot_calibration.

    Returns:
        One sentence on what is drawn, then one for each label.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"label": "critical", "predicted": [0.1, 0.9],
        ...     "observed": [0.2, 0.8], "n": [10, 10]})
        >>> describe_calibration(table).splitlines()[1]
        'critical: 10 % given, 20 % so; 90 % given, 80 % so.'
    """
    require_columns(table, ["label", "predicted", "observed", "n"], "table")
    lines = ["Lines: probability given by the instrument against the share that is so."]
    for label, rows in table.dropna(subset=["predicted", "observed"]).groupby("label", sort=False):
        pairs = zip(rows["predicted"], rows["observed"], strict=True)
        said = "; ".join(f"{100 * p:.0f} % given, {100 * o:.0f} % so" for p, o in pairs)
        lines.append(f"{named(label)}: {said}.")
    return "\n".join(lines)
