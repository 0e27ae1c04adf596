"""Charts of framing: shares by voice, and every sentence in reading order."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from analysis.charts.style import (
    COLOURS,
    INK,
    LABELS,
    RULE,
    SOFT,
    TINTS,
    VOICES,
    bare,
    framing_key,
    head,
    in_order,
    label_rows,
    label_ticks,
    made_by,
    named,
    nothing,
    panels,
    percent,
    start,
    styled,
    text_width,
    wrapped,
    write,
)
from analysis.checks import require_columns

_SHARES = ("outlet", "voice", "measure", "estimate", "low", "high", "n")
_FEW = 10  # sentences, below which shares are counted out
_STEP = 2.5  # rows an outlet takes in the chart of shares: two bars and a gap


@styled
def plot_framing_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Framing shares by outlet, its own words above those it quotes, and the balance of each.

    Args:
        table: as compare_framing gives it: outlet (str), voice (str; "outlet" and "attributed"
            are drawn), measure (str; "promotional", "neutral", "critical" and "balance" are
            drawn), estimate, low, high (float, shares 0 to 1, balance -1 to 1; NaN is not
            drawn), n (int, sentences), instrument (str) where present. Outlets stand in the
            table's order.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes. Its two child axes hold the bars, each centred on its neutral share, and the
        balance (promotional minus critical share) with its interval.

    Raises:
        InputError: a column is missing.

    Example:
        >>> row = {"outlet": "A", "voice": "outlet", "low": 0, "high": 1, "n": 4}
        >>> table = pd.DataFrame([row | {"measure": name, "estimate": share} for name, share in
        ...     [("promotional", 0.5), ("neutral", 0.25), ("critical", 0.25)]])
        >>> [text.get_text() for text in plot_framing_shares(table).child_axes[0].texts][:3]
        ['1 of 4', '1 of 4', '2 of 4']
    """
    title = "Praise and doubt, in an outlet’s own words and in those it attributes"
    require_columns(table, _SHARES, "table")
    shares = framing_wide(table)
    if shares.empty:
        return nothing(ax, title, "no sentence has a framing.")
    outlets = in_order(shares["outlet"])
    names = [wrapped(outlet) for outlet in outlets]
    count = shares.set_index(["outlet", "voice"])["n"]
    said = {
        voice: [f"{VOICES[voice]} ({count.get((name, voice), 0):,})" for name in outlets]
        for voice in VOICES
    }
    voices = text_width(said["outlet"], 8.5) + 20
    left = voices + text_width(names, weight="bold") + 4
    ax = start(ax, (6, 0.6 * len(outlets)), left=left, top=84)
    bars, dots = panels(ax, [3, 1.2], gap=0.05)
    row = {outlet: _STEP * i for i, outlet in enumerate(outlets)}
    shares["y"] = shares["outlet"].map(row) + (shares["voice"] == "attributed")
    for voice, some in shares.groupby("voice"):
        draw_shares(bars, some, solid=voice == "outlet")
        _draw_balance(dots, some, solid=voice == "outlet")
    bare(bars)
    reach = shares["neutral"] / 2 + shares[["critical", "promotional"]].max(axis=1)
    bars.set_xlim(-reach.max() - 0.06, reach.max() + 0.06)
    bars.set_xticks([])
    bare(dots)
    dots.axvline(0, color=SOFT, linewidth=0.8, zorder=0)
    dots.set_xlim(-1.05, 1.05)
    dots.set_xticks([-1, 0, 1], ["all critical", "even", "all promotional"], fontsize=7.5)
    for panel in (bars, dots):
        panel.set_ylim(_STEP * len(outlets) - 0.9, -0.7)
    label_rows(bars, [row[name] + 0.5 for name in outlets], names, -voices, fontweight="bold")
    for step, voice in enumerate(VOICES):
        places = [row[name] + step for name in outlets]
        label_rows(bars, places, said[voice], fontsize=8.5, color=SOFT)
    subtitle = (
        "Share of sentences, their number in brackets; pale: attributed to others.\n"
        f"Right: promotional minus critical share, with its 95 % interval. {made_by(table)}"
    ).rstrip()
    head(ax, title, subtitle, left=left, above=2, key=framing_key())
    return ax


def framing_wide(table: pd.DataFrame) -> pd.DataFrame:
    """One row for each outlet and voice of a compare_framing table that has the three shares."""
    some = table[table["voice"].isin(list(VOICES)) & table["outlet"].notna()]
    some = some.astype({"outlet": "str"}).drop_duplicates(["outlet", "voice", "measure"])
    keys = some[["outlet", "voice", "n"]].drop_duplicates(["outlet", "voice"])
    wide = keys.sort_values("voice", ascending=False, kind="stable")
    for name in LABELS:
        one = some.loc[some["measure"] == name, ["outlet", "voice", "estimate"]]
        wide = wide.merge(one.rename(columns={"estimate": name}), on=["outlet", "voice"])
    balance = some.loc[some["measure"] == "balance", ["outlet", "voice", "estimate", "low", "high"]]
    wide = wide.merge(balance, on=["outlet", "voice"], how="left").dropna(subset=list(LABELS))
    order = {name: i for i, name in enumerate(in_order(some["outlet"]))}
    return wide.sort_values(
        "outlet", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


def draw_shares(
    ax: Axes, shares: pd.DataFrame, *, solid: bool, height: float = 0.86, centred: bool = True
) -> None:
    """Bars of critical, neutral and promotional shares at y, centred on the neutral one or not."""
    middle = shares["neutral"] / 2 + shares["critical"]
    end = (-middle if centred else 0 * middle).to_numpy()
    for label, side in zip(LABELS, (-1, 0, 1), strict=True):
        width = shares[label].to_numpy()
        ax.barh(
            shares["y"],
            width,
            left=end,
            height=height,
            color=(COLOURS if solid else TINTS)[label],
            edgecolor="white" if solid else COLOURS[label],
            linewidth=0.8 if solid else 0.7,
            clip_on=False,
        )
        for y, x, share, n in zip(shares["y"], end, width, shares["n"], strict=True):
            inside = share >= (0.135 if centred else 0.04)
            if inside or (share > 0 and side and centred):
                at = x + share / 2 if inside else x + share * (side > 0) + 0.015 * side
                colour = "white" if inside and solid and side else INK
                place = {0: "center", -1: "right", 1: "left"}[0 if inside else side]
                style = {"color": colour, "ha": place, "va": "center_baseline"}
                wide = centred or share >= 0.16
                write(ax, at, y, _amount(share, n, wide=wide), fontsize=8 if wide else 7, **style)
        end = end + width


def _amount(share: float, n: int, *, wide: bool) -> str:
    """A share as it is labelled: in per cent, or of few sentences as their number."""
    if n < _FEW:
        return f"{share * n:.0f}{' of ' if wide else '/'}{n}"
    return percent(share) if wide else f"{100 * share:.0f}"


def _draw_balance(ax: Axes, shares: pd.DataFrame, *, solid: bool) -> None:
    shares = shares.dropna(subset=["estimate"])
    ax.hlines(shares["y"], shares["low"], shares["high"], color=INK, linewidth=1.2)
    face = INK if solid else "white"
    ax.scatter(shares["estimate"], shares["y"], s=24, color=face, edgecolor=INK, zorder=3)


def describe_framing_shares(table: pd.DataFrame) -> str:
    """The chart of framing shares in words.

    Args:
        table: as for plot_framing_shares.

    Returns:
        One sentence on what is drawn, then one for each outlet and voice.

    Raises:
        InputError: a column is missing.

    Example:
        >>> row = {"outlet": "A", "voice": "outlet", "low": 0, "high": 1, "n": 4}
        >>> table = pd.DataFrame([row | {"measure": name, "estimate": share} for name, share in
        ...     [("promotional", 0.5), ("neutral", 0.25), ("critical", 0.25)]])
        >>> describe_framing_shares(table).splitlines()[1]
        'A, own words (4 sentences): 50 % promotional, 25 % neutral, 25 % critical.'
    """
    require_columns(table, _SHARES, "table")
    drawn = "Bars: share of promotional, neutral and critical sentences by outlet and voice."
    lines = [f"{drawn} {made_by(table)}".rstrip()]
    for row in framing_wide(table).to_dict("records"):
        shares = ", ".join(f"{percent(row[label])} {label}" for label in reversed(LABELS))
        said = f"{named(row['outlet'])}, {VOICES[row['voice']]} ({row['n']:,} sentences)"
        lines.append(f"{said}: {shares}.")
    return "\n".join(lines)


@styled
def plot_framing_strip(sentences: pd.DataFrame, *, most: int = 300, ax: Axes | None = None) -> Axes:
    """Every sentence in reading order, as wide as it is long: praise up, doubt down.

    Args:
        sentences: one row a sentence: outlet (str), start, end (int, offsets), label (str,
            "promotional", "neutral", "critical"; rows without one are left blank), voice (str,
            "outlet" or "attributed"); where present words (float, else a sentence is as wide as
            its characters), doc_id (any; an outlet's articles follow one another, divided by a
            line) and instrument (str). Outlets and articles stand in the table's order, sentences
            by start.
        most: sentences to draw at most of each outlet, its first ones.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes. Collections: the base lines, then one of cells for each framing and voice that
        occurs.

    Raises:
        InputError: a column is missing.

    Example:
        >>> sentences = pd.DataFrame({"outlet": "A", "start": [0, 9], "end": [8, 30],
        ...     "label": ["promotional", "critical"], "voice": "outlet"})
        >>> len(plot_framing_strip(sentences).collections)
        3
    """
    title = "Where in a text the praise sits"
    require_columns(sentences, ["outlet", "start", "end", "label", "voice"], "sentences")
    cells = _cells(sentences, most)
    if cells.empty:
        return nothing(ax, title, "there is no sentence.")
    outlets = in_order(cells["outlet"])
    names = [wrapped(name) for name in outlets]
    left = text_width(names, weight="bold") + 12
    ax = start(ax, (6.6, 0.62 * len(outlets)), left=left, top=84)
    ends = cells.groupby("outlet", sort=False)["right"].max()
    rows = np.arange(len(outlets))
    ax.hlines(rows, 0, ends.to_numpy(), color=RULE, linewidth=0.8, zorder=0)
    for label, up, down in (("promotional", 1, 0), ("neutral", 0.22, 0.22), ("critical", 0, 1)):
        for voice in VOICES:
            some = cells[(cells["label"] == label) & (cells["voice"] == voice)]
            if len(some):
                _draw_cells(ax, some, up * 0.42, down * 0.42, label, solid=voice == "outlet")
    begins = cells[(cells["left"] > 0) & cells["opens"]]
    for x, row in zip(begins["left"], begins["row"], strict=True):
        ax.plot([x, x], [row - 0.45, row + 0.45], color=INK, linewidth=0.6)
    scored = cells.groupby("row")["label"].count()
    for row in scored.index[scored == 0]:
        write(ax, 0, row - 0.06, "not scored", fontsize=8, color=SOFT, va="bottom")
    bare(ax)
    unit = "words" if "words" in sentences else "characters"
    ax.set_xlim(0, ends.max())
    ax.set_ylim(len(outlets) - 0.5, -0.5)
    label_ticks(ax, ends.max(), unit)
    label_rows(ax, list(rows), names, fontweight="bold", linespacing=1.15)
    subtitle = (
        "Each block is a sentence, in reading order, as wide as it is long. Up: promotional.\n"
        f"Down: critical. Pale: attributed to others. {made_by(sentences)}"
    ).rstrip()
    if sentences["outlet"].value_counts().max() > most:
        subtitle += f" The first {most:,} sentences of each outlet."
    head(ax, title, subtitle, left=left, above=2, key=framing_key(voices=True))
    return ax


def _cells(sentences: pd.DataFrame, most: int) -> pd.DataFrame:
    """Where each sentence lies: its outlet's row, its left and right edge."""
    kept = sentences[sentences["outlet"].notna()]
    article = kept["doc_id"] if "doc_id" in kept.columns else pd.Series(0, kept.index)
    size = kept["words"] if "words" in kept.columns else kept["end"] - kept["start"]
    cells = pd.DataFrame(
        {
            "outlet": kept["outlet"].astype("str"),
            "article": pd.factorize(article)[0],
            "start": kept["start"],
            "label": kept["label"],
            "voice": kept["voice"],
            "size": size.fillna(0).astype(float),
        }
    )
    cells["row"] = pd.factorize(cells["outlet"])[0]
    cells = cells.sort_values(["row", "article", "start"], kind="stable", ignore_index=True)
    cells = cells.groupby("row").head(most)
    cells["right"] = cells.groupby("row")["size"].cumsum()
    cells["left"] = cells["right"] - cells["size"]
    cells["opens"] = ~cells.duplicated(["row", "article"])
    return cells[cells["size"] > 0]


def _draw_cells(
    ax: Axes, cells: pd.DataFrame, up: float, down: float, label: str, *, solid: bool
) -> None:
    left, right, y = (cells[name].to_numpy(float) for name in ("left", "right", "row"))
    low, high = y - up, y + down
    corners = np.stack([left, low, right, low, right, high, left, high], axis=1)
    ax.add_collection(
        PolyCollection(
            list(corners.reshape(-1, 4, 2)),
            facecolor=(COLOURS if solid else TINTS)[label],
            edgecolor="white" if solid else COLOURS[label],
            linewidth=0.5,
        ),
        autolim=False,
    )


def describe_framing_strip(sentences: pd.DataFrame, *, most: int = 300) -> str:
    """The strip of sentences in words: how each third of an outlet's text is framed.

    Args:
        sentences: as for plot_framing_strip.
        most: as for plot_framing_strip.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> sentences = pd.DataFrame({"outlet": "A", "start": [0, 9], "end": [8, 30],
        ...     "label": ["promotional", "critical"], "voice": "outlet"})
        >>> describe_framing_strip(sentences).splitlines()[1]
        'A, 2 sentences; promotional / critical in each third: 1 / 0, 0 / 1, 0 / 0.'
    """
    require_columns(sentences, ["outlet", "start", "end", "label", "voice"], "sentences")
    drawn = "Strip: every sentence in reading order, promotional up, critical down."
    lines = [f"{drawn} {made_by(sentences)}".rstrip()]
    for name, cells in _cells(sentences, most).groupby("outlet", sort=False):
        middle = (cells["left"] + cells["right"]) / 2 / cells["right"].max()
        third = np.minimum(middle * 3, 2).astype(int)
        parts = []
        for number in range(3):
            here = cells.loc[third == number, "label"].value_counts()
            parts.append(f"{here.get('promotional', 0):,} / {here.get('critical', 0):,}")
        said = f"{named(name)}, {len(cells):,} sentences"
        if cells["label"].notna().any():
            lines.append(f"{said}; promotional / critical in each third: {', '.join(parts)}.")
        else:
            lines.append(f"{said}, none of them scored.")
    return "\n".join(lines)
