"""Charts of wording: what outlets share, in words and in facts, and what sets them apart."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import (
    ACCENT_TINT,
    GREENS,
    SOFT,
    bare,
    head,
    in_order,
    label_columns,
    label_rows,
    named,
    note,
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


@styled
def plot_shared_words(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Outlet by outlet, how much of the wording of one stands in the other.

    Args:
        table: as share_shingles gives it: a, b (str, outlets), containment (float, 0 to 1, the
            share of a's phrases that stand in b; NaN is left blank); where present shared (int)
            and examples (str), of which the pair with the most is named below.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with an image of the matrix, rows a, columns b.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"a": ["A", "B"], "b": ["B", "A"], "containment": [0.2, 0.5]})
        >>> plot_shared_words(table).images[0].get_array().tolist()
        [[None, 0.2], [0.5, None]]
    """
    title = "How much of their wording they share"
    matrix = _matrix(table)
    if matrix.empty:
        return nothing(ax, title, "it takes two outlets.")
    size = len(matrix)
    names = [wrapped(name) if size <= 6 else plain(name, 26) for name in matrix.index]
    left = text_width(names) + 12
    high, columns = label_columns([*matrix.columns])
    step = 0.95 if size <= 6 else max(0.36, 5.7 / size)
    ax = start(ax, (step * size, 0.55 * step * size), left=left, top=high + 70, bottom=50)
    values = np.ma.masked_invalid(matrix.to_numpy(float))
    top = max(float(values.max()) if values.count() else 0.0, 1e-9)
    ax.imshow(values, cmap=GREENS, vmin=0, vmax=top, aspect="auto")
    small = 9 if size <= 10 else 6.5
    for i, j in np.ndindex(size, size):
        if i == j:
            write(ax, j, i, "·", ha="center", va="center", color=SOFT)
        elif values[i, j] is not np.ma.masked:
            share = 100 * values[i, j]
            said = f"{share:.1f} %" if size <= 10 else f"{share:.1f}"
            write(ax, j, i, said, ha="center", va="center", fontsize=small)
    bare(ax)
    ax.set_xticks([])
    for edge in range(size - 1):
        ax.axhline(edge + 0.5, color="white", linewidth=2)
        ax.axvline(edge + 0.5, color="white", linewidth=2)
    label_rows(ax, range(size), names, linespacing=1.1)
    columns(ax)
    unit = "Share" if size <= 10 else "Percentage"
    subtitle = f"{unit} of the row’s three-word phrases that also stand in the column’s text."
    head(ax, title, subtitle, left=left, above=high)
    example = _example(table)
    if example:
        note(ax, example, left=left, below=10)
    return ax


def _matrix(table: pd.DataFrame) -> pd.DataFrame:
    require_columns(table, ["a", "b", "containment"], "table")
    names = in_order(pd.concat([table["a"], table["b"]]))
    pairs = table.astype({"a": "str", "b": "str"}).drop_duplicates(["a", "b"])
    wide = pairs.pivot_table("containment", "a", "b", "first", dropna=False)
    return wide.reindex(index=names, columns=names)


def _example(table: pd.DataFrame) -> str:
    """The pair that shares most phrases, and some of them, where the table says so."""
    if not {"shared", "examples"} <= set(table.columns) or not (table["shared"] > 0).any():
        return ""
    most = table.nlargest(1, "shared").to_dict("records")[0]
    told = [f"“{plain(example, 40)}”" for example in str(most["examples"]).split("; ")[:2]]
    pair = f"{plain(most['a'], 30)} and {plain(most['b'], 30)}"
    return f"Most in common: {pair}, {most['shared']:,} phrases,\nfor example {', '.join(told)}."


def describe_shared_words(table: pd.DataFrame) -> str:
    """The matrix of shared wording in words.

    Args:
        table: as for plot_shared_words.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"a": ["A", "B"], "b": ["B", "A"], "containment": [0.2, 0.5]})
        >>> describe_shared_words(table).splitlines()[1]
        'Of the phrases of A, 20.0 % stand in B.'
    """
    lines = ["Matrix: share of an outlet’s phrases that also stand in another’s text."]
    for name, row in _matrix(table).iterrows():
        said = [f"{100 * share:.1f} % stand in {named(b)}" for b, share in row.dropna().items()]
        if said:
            lines.append(f"Of the phrases of {named(name)}, {', '.join(said)}.")
    return "\n".join([*lines, _example(table).replace("\n", " ")]).rstrip()


@styled
def plot_keyness(table: pd.DataFrame, *, most: int = 8, ax: Axes | None = None) -> Axes:
    """The terms that set each outlet apart from the others.

    Args:
        table: as keyness gives it: outlet (str), term (str), z (float; at or below 0 and NaN
            are not drawn), count, rest (int, uses by the outlet and by all others); where
            present low (float, of the log-odds ratio; at or below 0 is not drawn). Outlets stand
            in the table's order.
        most: terms to draw for each outlet, highest z first.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with one child axes for each outlet: bars as long as z.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": "A", "term": ["peace"], "z": [1.5], "count": [2],
        ...     "rest": [0]})
        >>> [text.get_text() for text in plot_keyness(table).child_axes[0].texts]
        ['peace', '2 : 0', 'A']
    """
    title = "The words that set each outlet apart"
    best = _best(table, most)
    if best.empty:
        return nothing(ax, title, "no term sets an outlet apart.")
    outlets = in_order(best["outlet"])
    most = int(best["outlet"].value_counts().max())
    across = min(3, len(outlets))
    down = -(-len(outlets) // across)
    tall, gap, aside = 0.205 * most, 0.5, 0.3
    size = (2.45 * across - aside, tall * down + gap * (down - 1))
    ax = start(ax, size, left=12, top=92, bottom=14)
    ax.set_axis_off()
    width = (2.45 - aside) / size[0]
    for i, name in enumerate(outlets):
        low = 1 - ((i // across + 1) * tall + (i // across) * gap) / size[1]
        panel = ax.inset_axes((i % across * 2.45 / size[0], low, width, tall / size[1]))
        some = best[best["outlet"] == name]
        y = np.arange(len(some))
        panel.barh(y, some["z"], height=0.82, color=ACCENT_TINT)
        edge = shifted(panel, panel.get_yaxis_transform(), -2)
        inner = shifted(panel, panel.get_yaxis_transform(), 4)
        style = {"va": "center_baseline", "fontsize": 8.5}
        for place, row in zip(y.tolist(), some.to_dict("records"), strict=True):
            write(panel, 0, place, plain(row["term"], 24), transform=inner, **style)
            said = f"{row['count']:,} : {row['rest']:,}"
            write(panel, 1, place, said, transform=edge, ha="right", color=SOFT, **style)
        bare(panel)
        panel.set_xticks([])
        panel.set_xlim(0, float(best["z"].max()) * 1.25)
        panel.set_ylim(most - 0.5, -0.5)
        above = shifted(panel, panel.transAxes, up=6)
        write(panel, 0, 1, plain(name, 28), transform=above, fontweight="bold", va="baseline")
    subtitle = (
        "Longer bar: more typical of the outlet, beyond chance (z of the log-odds ratio).\n"
        "Numbers: uses by the outlet and by all others together."
    )
    head(ax, title, subtitle, above=22)
    return ax


def _best(table: pd.DataFrame, most: int) -> pd.DataFrame:
    require_columns(table, ["outlet", "term", "z", "count", "rest"], "table")
    clear = (table["z"] > 0) & (table.get("low", table["z"]) > 0)
    kept = table[table["outlet"].notna() & clear].astype({"outlet": "str"})
    order = {name: i for i, name in enumerate(in_order(table["outlet"]))}
    best = kept.sort_values("z", ascending=False, kind="stable").groupby("outlet").head(most)
    return best.sort_values("outlet", key=lambda names: names.map(order), kind="stable")


def describe_keyness(table: pd.DataFrame, *, most: int = 8) -> str:
    """The chart of distinctive terms in words.

    Args:
        table: as for plot_keyness.
        most: as for plot_keyness.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": "A", "term": ["peace"], "z": [1.5], "count": [2],
        ...     "rest": [0]})
        >>> describe_keyness(table).splitlines()[1]
        'A: peace.'
    """
    lines = ["Bars: the terms most typical of each outlet, the most typical first."]
    for name, rows in _best(table, most).groupby("outlet", sort=False):
        lines.append(f"{named(name)}: {', '.join(named(term, 40) for term in rows['term'])}.")
    return "\n".join(lines)
