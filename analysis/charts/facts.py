"""Charts of who and what each outlet names: shared facts, and the framing around actors."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import (
    ACCENT,
    COLOURS,
    FAINT,
    INK,
    LABELS,
    RULE,
    SOFT,
    TINTS,
    bare,
    framing_key,
    head,
    in_order,
    label_columns,
    label_rows,
    made_by,
    named,
    nothing,
    percent,
    plain,
    start,
    styled,
    text_width,
    write,
)
from analysis.checks import require_columns

_KINDS = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "amount": "Amounts",
    "date": "Dates",
    "quote": "Quotations",
}
_FEW = 10  # mentions, below which a cell is drawn pale
_ACTORS = ("outlet", "actor", *LABELS, "n")


@styled
def plot_facts(table: pd.DataFrame, *, most: int = 28, ax: Axes | None = None) -> Axes:
    """Which outlet names what: facts that two or more of them name.

    Args:
        table: as shared_facts gives it: fact (str), kind (str, "person", "organisation",
            "place", "amount", "date" or "quote"), outlet (str), mentions (int, in one text).
        most: facts to draw at most, those that most outlets name first.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with a dot for each fact and outlet and the mentions written in it.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"fact": "IMF", "kind": "organisation", "outlet": ["A", "B"],
        ...     "mentions": [3, 1]})
        >>> [text.get_text() for text in plot_facts(table).texts][:2]
        ['3', '1']
    """
    title = "Who and what they name"
    named = _named(table, most)
    if named.empty:
        return nothing(ax, title, "no fact is named by two outlets.")
    outlets = in_order(table["outlet"])
    facts = named[["kind", "fact"]].drop_duplicates()
    kinds = facts["kind"].to_numpy()
    step = np.concatenate([[0], np.where(kinds[1:] != kinds[:-1], 1.6, 1.0)])
    facts = facts.assign(y=step.cumsum() + 0.6)
    places = named.merge(facts, on=["kind", "fact"])
    x = places["outlet"].map({name: i for i, name in enumerate(outlets)})
    names = [plain(fact, 34) for fact in facts["fact"]]
    room = text_width(names) + 18
    left = room + text_width(list(_KINDS.values()), weight="bold")
    wide = 0.92 if len(outlets) <= 6 else max(0.32, 5.5 / len(outlets))
    tall = float(facts["y"].max()) + 0.6
    high, columns = label_columns(outlets)
    ax = start(ax, (wide * len(outlets), 0.235 * tall), left=left, top=high + 62, bottom=16)
    ax.hlines(facts["y"], -0.5, len(outlets) - 0.5, color=FAINT, linewidth=7)
    ax.scatter(x, places["y"], s=135, color=ACCENT, linewidth=0, zorder=3)
    style = {"color": "white", "ha": "center", "va": "center_baseline", "zorder": 4}
    for at, y, number in zip(x, places["y"], places["mentions"], strict=True):
        write(ax, at, y, f"{number:,}", fontsize=7.5 if number < 100 else 5.5, **style)
    bare(ax)
    ax.set_xticks([])
    ax.set_xlim(-0.5, len(outlets) - 0.5)
    ax.set_ylim(tall, 0)
    label_rows(ax, facts["y"].tolist(), names)
    first = facts.drop_duplicates("kind")
    headings = [_KINDS.get(kind, plain(kind, 16)) for kind in first["kind"]]
    label_rows(ax, first["y"].tolist(), headings, -room, fontweight="bold")
    columns(ax)
    subtitle = f"Named by two outlets or more{_share_drawn(named, most)}. The number: how often."
    head(ax, title, subtitle, left=left, above=high)
    return ax


def _share_drawn(drawn: pd.DataFrame, most: int) -> str:
    """How many of how many are drawn, where some are not."""
    count = int(drawn["of"].max()) if len(drawn) else 0
    return f" ({most} of {count:,})" if count > most else ""


def _named(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Mentions by fact and outlet, of the facts that most outlets name, in the order drawn.

    of: how many facts there are.
    """
    require_columns(table, ["fact", "kind", "outlet", "mentions"], "table")
    rows = table.dropna(subset=["outlet"]).astype({"outlet": "str"})
    keys = ["kind", "fact", "outlet"]
    named = rows.groupby(keys, sort=False)["mentions"].sum().reset_index()
    fact = named.groupby(["kind", "fact"], sort=False)
    named["outlets"] = fact["outlet"].transform("size")
    named["total"] = fact["mentions"].transform("sum")
    named = named[named["outlets"] >= 2].copy()
    rank = {kind: i for i, kind in enumerate(_KINDS)}
    named["rank"] = named["kind"].map(rank).fillna(len(rank))
    order = ["outlets", "total", "fact"]
    falling = [False, False, True]
    best = named.drop_duplicates(["kind", "fact"]).sort_values(order, ascending=falling)
    named["of"] = len(best)
    drawn: pd.DataFrame = named.merge(best[["kind", "fact"]].head(most), on=["kind", "fact"])
    keys, rising = ["rank", "kind", *order], [True, True, *falling]
    return drawn.sort_values(keys, ascending=rising, kind="stable", ignore_index=True)


def describe_facts(table: pd.DataFrame, *, most: int = 28) -> str:
    """The chart of shared facts in words.

    Args:
        table: as for plot_facts.
        most: as for plot_facts.

    Returns:
        One sentence on what is drawn, then one for each kind of fact.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"fact": "IMF", "kind": "organisation", "outlet": ["A", "B"],
        ...     "mentions": [3, 1]})
        >>> describe_facts(table).splitlines()[1]
        'Organisations: IMF (2 outlets).'
    """
    facts = _named(table, most).drop_duplicates(["kind", "fact"])
    shown = f"facts named by two outlets or more{_share_drawn(facts, most)}"
    lines = [f"Matrix: {shown}, and how often each outlet names them."]
    for kind, rows in facts.groupby("kind", sort=False):
        said = [
            f"{named(f)} ({n} outlets)" for f, n in zip(rows["fact"], rows["outlets"], strict=True)
        ]
        lines.append(f"{_KINDS.get(str(kind), named(kind))}: {', '.join(said)}.")
    return "\n".join(lines)


@styled
def plot_framing_actors(table: pd.DataFrame, *, most: int = 10, ax: Axes | None = None) -> Axes:
    """Framing towards each actor, by outlet.

    Args:
        table: one row for each outlet and actor: outlet, actor (str), promotional, neutral,
            critical (float, mean probabilities, 0 to 1; NaN is not drawn), n (int, mentions),
            instrument (str) where present. Actors and outlets stand in the table's order.
        most: actors to draw at most, those with most mentions.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes. In each cell a bar to the right, as long as the mentions are promotional, and
        one to the left for critical, the thicker the more mentions, and n below.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": ["A"], "actor": ["Ada"], "promotional": [0.5],
        ...     "neutral": [0.25], "critical": [0.25], "n": [4]})
        >>> [float(bar.get_width()) for bar in plot_framing_actors(table).patches]
        [-0.105, 0.21]
    """
    title = "Who is praised, who is doubted"
    cells = _cells(table, most)
    if cells.empty:
        return nothing(ax, title, "no actor has a framing.")
    outlets, actors = in_order(cells["outlet"]), in_order(cells["actor"])
    names = [plain(actor, 28) for actor in actors]
    left = text_width(names, weight="bold") + 12
    wide = 1.05 if len(outlets) <= 6 else max(0.5, 6.3 / len(outlets))
    high, columns = label_columns(outlets)
    size = (wide * len(outlets), 0.62 * len(actors))
    ax = start(ax, size, left=left, top=high + 82, bottom=16)
    x = cells["outlet"].map({name: i for i, name in enumerate(outlets)}).to_numpy(float)
    y = cells["actor"].map({name: i for i, name in enumerate(actors)}).to_numpy(float)
    thick = np.maximum(0.05, 0.62 * cells["n"] / cells["n"].max()).to_numpy()
    for label, side in (("critical", -1), ("promotional", 1)):
        width = side * 0.42 * cells[label]
        few = (cells["n"] < _FEW).to_numpy()
        colour = [(TINTS if pale else COLOURS)[label] for pale in few]
        ax.barh(y - 0.12, width, left=x, height=thick, color=colour, linewidth=0)
    ax.vlines(x, y - 0.12 - thick / 2 - 0.03, y - 0.12 + thick / 2 + 0.03, color=INK, linewidth=0.9)
    for at, row, n in zip(x.tolist(), y.tolist(), cells["n"], strict=True):
        style = {"fontsize": 7.5, "color": SOFT, "ha": "center", "va": "center"}
        write(ax, at, row + 0.36, f"{n:,}", **style)
    bare(ax)
    for edge in range(len(actors) + 1):
        ax.axhline(edge - 0.5, color=RULE, linewidth=0.6)
    ax.set_xticks([])
    ax.set_xlim(-0.5, len(outlets) - 0.5)
    ax.set_ylim(len(actors) - 0.5, -0.5)
    label_rows(ax, [*range(len(actors))], names, fontweight="bold")
    columns(ax)
    subtitle = (
        "Left of the mark: how critical the mentions of an actor are, right: how promotional.\n"
        f"Thicker: more mentions, in all voices; their number below. Pale: fewer than {_FEW}. "
        f"{made_by(table)}"
    ).rstrip()
    if cells["of"].max() > most:
        subtitle += f"\nThe actors with most mentions{_share_drawn(cells, most)}."
    key = [patch for patch in framing_key() if patch.get_label() != "neutral"]
    head(ax, title, subtitle, left=left, above=high, key=key)
    return ax


def _cells(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The cells that have shares, of the actors with most mentions, in the table's order.

    of: how many actors there are.
    """
    require_columns(table, _ACTORS, "table")
    cells = table.dropna(subset=["outlet", "actor", *LABELS]).astype({"outlet": "str"})
    cells = cells[cells["n"] > 0].drop_duplicates(["outlet", "actor"])
    total = cells.groupby("actor", sort=False)["n"].sum()
    drawn = cells[cells["actor"].isin(total.nlargest(most).index)]
    return drawn.assign(of=len(total))


def describe_framing_actors(table: pd.DataFrame, *, most: int = 10) -> str:
    """The chart of framing by actor in words.

    Args:
        table: as for plot_framing_actors.
        most: as for plot_framing_actors.

    Returns:
        One sentence on what is drawn, then one for each actor.

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"outlet": ["A"], "actor": ["Ada"], "promotional": [0.5],
        ...     "neutral": [0.25], "critical": [0.25], "n": [4]})
        >>> describe_framing_actors(table).splitlines()[1]
        'Ada: A 50 % promotional, 25 % critical (4 mentions).'
    """
    cells = _cells(table, most)
    drawn = f"framing of the mentions of each actor{_share_drawn(cells, most)}"
    lines = [f"Bars: {drawn}, mean probabilities by outlet. {made_by(table)}".rstrip()]
    for actor, rows in cells.groupby("actor", sort=False):
        said = []
        for row in rows.to_dict("records"):
            shares = (
                f"{percent(row['promotional'])} promotional, {percent(row['critical'])} critical"
            )
            said.append(f"{named(row['outlet'])} {shares} ({row['n']:,} mentions)")
        lines.append(f"{named(actor)}: {'; '.join(said)}.")
    return "\n".join(lines)
