"""Chart of what a text repeats from itself."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from analysis.charts.style import (
    ACCENT,
    INK,
    RULE,
    SOFT,
    bare,
    head,
    label_rows,
    label_ticks,
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

_PASSAGES = ("doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b", "words", "kind")
_OUTSIDE = "outside the article: "
_SHARED = "in common with "
_NONE = "no repeat of its own"
_Floats = NDArray[np.float64]


@styled
def plot_repeats(
    passages: pd.DataFrame, documents: pd.DataFrame, *, most: int = 12, ax: Axes | None = None
) -> Axes:
    """What each text repeats from itself: arcs from a passage to where it stands again.

    Args:
        passages: as find_duplicates gives it: doc_a, doc_b (as doc_id), start_a, end_a,
            start_b, end_b (int, offsets), words (int, that both sides have), kind (str, "exact"
            or "near"); where present boilerplate (bool, drawn in grey). Rows across two texts are
            not drawn.
        documents: doc_id (any), outlet (str), text (str), title (str, where present: told where
            an outlet has several texts); one row of the chart for each.
        most: texts to draw at most, those with most words said twice, then those with most in
            common with others; of more texts than this, those with neither are not drawn.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes. Collections: the texts' lines, then the passages on them, then the arcs. The
        longest repeat of a text is printed under it.

    Raises:
        InputError: a column is missing.

    Example:
        >>> documents = pd.DataFrame({"doc_id": [1], "outlet": "A", "text": "So it is. So it is."})
        >>> passages = pd.DataFrame({"doc_a": [1], "start_a": 0, "end_a": 8, "doc_b": 1,
        ...     "start_b": 10, "end_b": 18, "words": 3, "kind": "exact"})
        >>> plot_repeats(passages, documents).texts[0].get_text()
        '“So it is”, 3 words'
    """
    title = "What each text says twice"
    within, drawn = _within(passages, documents, most)
    if drawn.empty:
        return nothing(
            ax, title, "no text repeats anything." if len(documents) else "there is no text."
        )
    names = _names(drawn)
    longest = max(float(drawn["text"].str.len().max()), 1.0)
    left = text_width(names, weight="bold") + 12
    lines = [_said(within, drawn, row, passages, documents) for row in range(len(drawn))]
    arched = np.isin(np.arange(len(drawn)), within["row"])
    room = 0.55 + 0.17 * np.array([len(said) for said in lines]) + 0.45 * arched
    y = np.cumsum(room) - 0.17 * np.array([len(said) for said in lines]) - 0.2
    ax = start(ax, (6.6, 0.8 * float(room.sum())), left=left, top=84)
    ax.hlines(y, 0, drawn["text"].str.len(), color=RULE, linewidth=5)
    for outside, colour in ((True, SOFT), (False, ACCENT)):
        for kind, dash in (("exact", "solid"), ("near", (0, (3, 1.5)))):
            some = within[(within["kind"] == kind) & (within["outside"] == outside)]
            at = y[some["row"].to_numpy()][:, None]
            spans = np.concatenate([_spans(some, at, side) for side in "ab"])
            ax.add_collection(LineCollection(list(spans), color=colour, linewidth=5), autolim=False)
            line = (0, (1, 1.2)) if outside else dash
            style: dict[str, Any] = {"color": colour, "linewidth": 1.1, "linestyle": line}
            ax.add_collection(
                LineCollection(list(_arcs(some, at, longest)), **style), autolim=False
            )
    for row, said in enumerate(lines):
        for i, text in enumerate(said):
            where = shifted(ax, ax.transData, up=-6 - 11.5 * i)
            colour = SOFT if text.startswith((_OUTSIDE, _SHARED, _NONE)) else INK
            write(ax, 0, y[row], text, transform=where, va="top", fontsize=8, color=colour)
    bare(ax)
    ax.set_xlim(0, longest)
    ax.set_ylim(float(room.sum()) + 0.2, 0)
    label_ticks(ax, longest, "characters")
    label_rows(ax, y.tolist(), names, fontweight="bold", linespacing=1.15)
    key = [
        Line2D([], [], color=ACCENT, linewidth=1.4, label="word for word"),
        Line2D([], [], color=ACCENT, linewidth=1.4, linestyle=(0, (3, 1.5)), label="nearly"),
        Line2D(
            [],
            [],
            color=SOFT,
            linewidth=1.4,
            linestyle=(0, (1, 1.2)),
            label="outside the article: notices, teasers",
        ),
    ]
    subtitle = (
        "Each line is a text from start to end. An arc joins a passage to where it returns;\n"
        "the longest one is quoted."
    )
    if len(drawn) < len(documents):
        told = "text that repeats" if len(drawn) == 1 else f"{len(drawn)} texts that repeat"
        subtitle += f" The {told} or share most, of {len(documents):,}."
    head(ax, title, subtitle, left=left, key=key)
    return ax


def _within(
    passages: pd.DataFrame, documents: pd.DataFrame, most: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents to draw and the passages inside them, with the document's row."""
    require_columns(passages, _PASSAGES, "passages")
    require_columns(documents, ["doc_id", "outlet", "text"], "documents")
    same = passages[passages["doc_a"] == passages["doc_b"]]
    across = passages[passages["doc_a"] != passages["doc_b"]]
    own, shared = (
        documents["doc_id"].map(pd.concat(sides).groupby(level=0).sum()).fillna(0).to_numpy()
        for sides in (
            [same.set_index("doc_a")["words"]],
            [across.set_index(side)["words"] for side in ("doc_a", "doc_b")],
        )
    )
    heaviest = np.lexsort((-shared, -own))[:most]
    if len(documents) > most:
        heaviest = heaviest[(own + shared)[heaviest] > 0]
    drawn = documents.iloc[np.sort(heaviest)]
    row = {name: i for i, name in enumerate(drawn["doc_id"])}
    same = same[same["doc_a"].isin(list(row))]
    outside = same.get("boilerplate", pd.Series(False, same.index)).fillna(False).astype(bool)
    return same.assign(row=same["doc_a"].map(row).astype(int), outside=outside), drawn


def _names(drawn: pd.DataFrame) -> list[str]:
    """Each text's outlet, and its title where the outlet has another text."""
    several = drawn["outlet"].duplicated(keep=False)
    titles = drawn.get("title", pd.Series("", drawn.index)).fillna("").where(several, "")
    return [
        f"{wrapped(outlet)}\n{plain(title, 24)}" if title else wrapped(outlet)
        for outlet, title in zip(drawn["outlet"], titles, strict=True)
    ]


def _said(
    within: pd.DataFrame,
    drawn: pd.DataFrame,
    row: int,
    passages: pd.DataFrame,
    documents: pd.DataFrame,
    width: int = 66,
    cut: Callable[[str, int], str] = plain,
) -> list[str]:
    """What is printed under a text: its longest repeats, and the longest passage in common."""
    own = _quoted(within[within["row"] == row], drawn["text"].iloc[row], width, cut)
    shared = _in_common(passages, documents, drawn["doc_id"].iloc[row])
    return [*(own or [_NONE]), *([cut(shared, width)] if shared else [])]


def _quoted(
    repeats: pd.DataFrame, text: str, width: int, cut: Callable[[str, int], str]
) -> list[str]:
    """The longest repeat in the article, and the longest outside it."""
    said = []
    for outside in (False, True):
        some = repeats[repeats["outside"] == outside]
        if len(some):
            best = some.nlargest(1, "words").to_dict("records")[0]
            sides = (text[best[f"start_{side}"] : best[f"end_{side}"]] for side in "ab")
            words = cut(min(sides, key=len), width - 20 * outside)
            nearly = " in common" if best["kind"] == "near" else ""
            said.append(f"{_OUTSIDE * outside}“{words}”, {best['words']:,} words{nearly}")
    return said


def _in_common(passages: pd.DataFrame, documents: pd.DataFrame, doc_id: object) -> str:
    """The longest passage that a text shares with another one, and with whom."""
    across = passages[passages["doc_a"] != passages["doc_b"]]
    some = across[(across["doc_a"] == doc_id) | (across["doc_b"] == doc_id)]
    if some.empty:
        return ""
    best = some.nlargest(1, "words").to_dict("records")[0]
    other = best["doc_b"] if best["doc_a"] == doc_id else best["doc_a"]
    outlet = documents.loc[documents["doc_id"] == other, "outlet"]
    name = outlet.iloc[0] if len(outlet) else other
    return f"{_SHARED}{name}: {best['words']:,} words"


def _spans(some: pd.DataFrame, at: _Floats, side: str) -> _Floats:
    x = some[[f"start_{side}", f"end_{side}"]].to_numpy(float)
    return np.stack([x, np.broadcast_to(at, x.shape)], axis=2)


def _arcs(some: pd.DataFrame, at: _Floats, width: float) -> _Floats:
    """Half ellipses over the line of a text, the higher the farther apart the passages are."""
    a = some[["start_a", "end_a"]].mean(axis=1).to_numpy()[:, None]
    b = some[["start_b", "end_b"]].mean(axis=1).to_numpy()[:, None]
    turn = np.linspace(0, np.pi, 60)
    x = (a + b) / 2 - (b - a) / 2 * np.cos(turn)
    height = 0.14 + 0.55 * np.abs(b - a) / width
    return np.stack([x, at - 0.04 - height * np.sin(turn)], axis=2)


def describe_repeats(passages: pd.DataFrame, documents: pd.DataFrame, *, most: int = 12) -> str:
    """The chart of repeats in words.

    Args:
        passages: as for plot_repeats.
        documents: as for plot_repeats.
        most: as for plot_repeats.

    Returns:
        One sentence on what is drawn, then one for each text.

    Raises:
        InputError: a column is missing.

    Example:
        >>> documents = pd.DataFrame({"doc_id": [1], "outlet": "A", "text": "So it is. So it is."})
        >>> passages = pd.DataFrame({"doc_a": [1], "start_a": 0, "end_a": 8, "doc_b": 1,
        ...     "start_b": 10, "end_b": 18, "words": 3, "kind": "exact"})
        >>> describe_repeats(passages, documents).splitlines()[1]
        'A: repeats found: 1; “So it is”, 3 words.'
    """
    within, drawn = _within(passages, documents, most)
    lines = ["Arcs: passages that a text repeats from itself, drawn over the line of the text."]
    for row, name in enumerate(_names(drawn)):
        count = int((within["row"] == row).sum())
        said = _said(within, drawn, row, passages, documents, 120, named)
        found = [f"repeats found: {count:,}"] if count else []
        lines.append(f"{named(' '.join(name.split()))}: {'; '.join([*found, *said])}.")
    return "\n".join(lines)
