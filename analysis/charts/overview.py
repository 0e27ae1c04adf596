"""One figure that sets the outlets side by side."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.framing import draw_shares, framing_wide
from analysis.charts.style import (
    ACCENT,
    RULE,
    SOFT,
    VOICES,
    bare,
    framing_key,
    head,
    in_order,
    made_by,
    named,
    nothing,
    panels,
    percent,
    shifted,
    start,
    styled,
    text_width,
    wrapped,
    write,
)
from analysis.checks import require_columns

_GRADE = "flesch_kincaid_grade"
_NUMBERS = dict(enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], 1))
_HEADINGS = {
    "own": "In its own words",
    "attributed": "In words it attributes",
    "grade": "School grade",
    "within": "Said twice",
    "across": "In others",
}


@styled
def plot_overview(
    framing: pd.DataFrame,
    readability: pd.DataFrame,
    duplicated: pd.DataFrame,
    *,
    ax: Axes | None = None,
) -> Axes:
    """A row for each outlet: framing in its own and in attributed words, grade, and repeats.

    Args:
        framing: as compare_framing gives it: outlet, voice, measure (str), estimate, low, high
            (float), n (int), instrument (str) where present. Outlets stand in this table's order.
        readability: as compare_readability gives it: outlet, measure (str), estimate, low, high
            (float); flesch_kincaid_grade is drawn.
        duplicated: one row a text: outlet (str), within (float, 0 to 1, the share of its words
            that it repeats), across (float, 0 to 1, the share that other texts have too) where
            present, words (int, by which the texts of an outlet are weighed, where present); NaN
            is not drawn. Where an outlet has several texts, each has a small dot besides.
        ax: axes to draw in; without it, axes of a new figure.

    Returns:
        The axes, with child axes: own words, attributed, grade, said twice, in others.

    Raises:
        InputError: a column is missing.

    Example:
        >>> row = {"outlet": "A", "voice": "outlet", "low": 0, "high": 1, "n": 4}
        >>> framing = pd.DataFrame([row | {"measure": name, "estimate": share} for name, share in
        ...     [("promotional", 0.5), ("neutral", 0.25), ("critical", 0.25)]])
        >>> grade = pd.DataFrame({"outlet": ["A"], "measure": "flesch_kincaid_grade",
        ...     "estimate": 12.0, "low": 11.0, "high": 13.0})
        >>> axes = plot_overview(framing, grade, pd.DataFrame({"outlet": ["A"], "within": 0.1}))
        >>> [child.texts[0].get_text() for child in axes.child_axes]
        ['In its own words', 'In words it attributes', 'School grade', 'Said twice']
    """
    shares, grades, repeats = _parts(framing, readability, duplicated)
    outlets = in_order(pd.concat([shares["outlet"], grades["outlet"], repeats["outlet"]]))
    if not outlets:
        return nothing(ax, "One story", "there is no outlet.")
    place = {name: i for i, name in enumerate(outlets)}
    names = [wrapped(name) for name in outlets]
    counts = _counts(shares, outlets)
    left = max(text_width(names, 10, "bold"), text_width(counts, 8)) + 14
    ax = start(ax, (7.6, 0.6 * len(outlets)), left=left, top=106, bottom=20)
    headings = list(_HEADINGS.values())[: 4 + ("across" in repeats)]
    columns = panels(ax, [3.0, 3.0, 1.7, 1.3, 1.3][: len(headings)], gap=0.03)
    own, quoted, grade, *copied = columns
    for panel, heading in zip(columns, headings, strict=True):
        above = shifted(panel, panel.transAxes, up=8)
        write(panel, 0, 1, heading, transform=above, fontweight="bold", va="baseline")
        bare(panel)
        panel.set_xticks([])
        panel.set_ylim(len(outlets) - 0.5, -0.5)
        for edge in range(len(outlets) + 1):
            panel.axhline(edge - 0.5, color=RULE, linewidth=0.6, zorder=0)
    shares["y"] = shares["outlet"].map(place)
    for panel, voice in ((own, "outlet"), (quoted, "attributed")):
        some = shares[shares["voice"] == voice]
        draw_shares(panel, some, solid=voice == "outlet", height=0.54, centred=False)
        panel.set_xlim(0, 1)
        for name in sorted(set(outlets) - set(some["outlet"])):
            said = "no sentences" if name in set(shares["outlet"]) else "not scored"
            write(panel, 0, place[name], said, fontsize=8, color=SOFT, va="center")
    _draw_grades(grade, grades, place)
    for panel, side in zip(copied, ("within", "across"), strict=False):
        _draw_repeats(panel, repeats, side, place)
    for i, (name, count) in enumerate(zip(names, counts, strict=True)):
        middle = 4.5 * name.count("\n")
        where = shifted(own, own.get_yaxis_transform(), -10, -middle)
        style = {"transform": where, "ha": "right"}
        write(
            own, 0, i, name, va="bottom", fontsize=10, fontweight="bold", linespacing=1.1, **style
        )
        write(own, 0, i, f"\n{count}", va="center", fontsize=8, color=SOFT, **style)
    number = _NUMBERS.get(len(outlets), f"{len(outlets)}")
    subtitle = (
        "Share of sentences that doubt, report and praise; US school grade by formula\n"
        "(Flesch-Kincaid, 95 % interval); share of a text’s words that stand twice, or elsewhere. "
        + made_by(framing)
    ).rstrip()
    title = f"One story, {number} outlet" + "s" * (len(outlets) > 1)
    head(ax, title, subtitle, left=left, above=24, key=framing_key())
    return ax


def _counts(shares: pd.DataFrame, outlets: list[str]) -> list[str]:
    n = shares.set_index(["outlet", "voice"])["n"]
    scored = set(shares["outlet"])
    return [
        f"{n.get((name, 'outlet'), 0):,} own, {n.get((name, 'attributed'), 0):,} attributed"
        if name in scored
        else "no sentence scored"
        for name in outlets
    ]


def _parts(
    framing: pd.DataFrame, readability: pd.DataFrame, duplicated: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    intervals = ("outlet", "measure", "estimate", "low", "high")
    require_columns(framing, [*intervals, "voice", "n"], "framing")
    require_columns(readability, intervals, "readability")
    require_columns(duplicated, ["outlet", "within"], "duplicated")
    grades = readability[readability["measure"] == _GRADE].dropna(subset=["outlet", "estimate"])
    grades = grades.astype({"outlet": "str"}).drop_duplicates("outlet")
    repeats = duplicated.dropna(subset=["outlet", "within"]).astype({"outlet": "str"})
    return framing_wide(framing), grades, repeats


def _draw_grades(ax: Axes, grades: pd.DataFrame, place: dict[str, int]) -> None:
    y = grades["outlet"].map(place).to_numpy(float)
    ax.hlines(y, grades["low"], grades["high"], color=ACCENT, linewidth=1.4)
    ax.scatter(grades["estimate"], y, s=28, color=ACCENT, zorder=3)
    for at, row, value in zip(grades["estimate"], y.tolist(), grades["estimate"], strict=True):
        where = shifted(ax, ax.transData, up=5)
        write(ax, at, row, f"{value:.1f}", transform=where, fontsize=8, ha="center", va="bottom")
    if len(grades):
        spans = grades[["estimate", "low", "high"]]
        low, high = spans.min().min(), spans.max().max()
        room = 0.12 * max(high - low, 1.0)
        ax.set_xlim(low - room, high + room)


def _draw_repeats(ax: Axes, repeats: pd.DataFrame, side: str, place: dict[str, int]) -> None:
    texts = repeats.dropna(subset=[side])
    shares = pool_repeats(repeats, side)
    y = shares.index.map(place).to_numpy(float)
    top = max(0.05, float(texts[side].max()) if len(texts) else 0.0)
    several = texts[texts["outlet"].duplicated(keep=False)]
    ax.scatter(several[side], several["outlet"].map(place), s=9, color=ACCENT, alpha=0.35)
    ax.hlines(y, 0, shares, color=ACCENT, linewidth=1.4, alpha=0.5)
    ax.scatter(shares, y, s=28, color=ACCENT, zorder=3, clip_on=False)
    for row, share in zip(y.tolist(), shares.tolist(), strict=True):
        where = shifted(ax, ax.transData, 7)
        write(ax, share, row, percent(share), transform=where, fontsize=8, va="center")
    ax.set_xlim(-0.08 * top, 1.6 * top)


def pool_repeats(repeats: pd.DataFrame, side: str) -> pd.Series:
    """The share of each outlet's words that stand again, in all its texts.

    Args:
        repeats: outlet; words (int) where present, by which texts are weighed; the side.
        side: "within" or "across"; without this column nothing is given.

    Example:
        >>> repeats = pd.DataFrame({"outlet": "A", "words": [100, 300], "within": [0.5, 0.1]})
        >>> pool_repeats(repeats, "within").to_dict()
        {'A': 0.2}
    """
    if side not in repeats:
        return pd.Series(dtype=float)
    texts = repeats.dropna(subset=[side])
    words = texts["words"] if "words" in texts else pd.Series(1.0, texts.index)
    sums = pd.DataFrame({"repeated": texts[side] * words, "words": words})
    sums = sums.groupby(texts["outlet"], sort=False).sum()
    return (sums["repeated"] / sums["words"]).dropna()


def describe_overview(
    framing: pd.DataFrame, readability: pd.DataFrame, duplicated: pd.DataFrame
) -> str:
    """The overview in words.

    Args:
        framing: as for plot_overview.
        readability: as for plot_overview.
        duplicated: as for plot_overview.

    Returns:
        One sentence on what is drawn, then one for each outlet.

    Raises:
        InputError: a column is missing.

    Example:
        >>> framing = pd.DataFrame(columns=["outlet", "voice", "measure", "estimate", "low",
        ...     "high", "n"])
        >>> grade = pd.DataFrame({"outlet": ["A"], "measure": "flesch_kincaid_grade",
        ...     "estimate": 12.0, "low": 11.0, "high": 13.0})
        >>> repeated = pd.DataFrame({"outlet": ["A"], "within": 0.1})
        >>> describe_overview(framing, grade, repeated).splitlines()[1]
        'A: school grade 12.0; 10 % of its words said twice.'
    """
    shares, grades, repeats = _parts(framing, readability, duplicated)
    drawn = "Overview: framing in own and attributed words, school grade and repeats, by outlet."
    lines = [f"{drawn} {made_by(framing)}".rstrip()]
    for name in in_order(pd.concat([shares["outlet"], grades["outlet"], repeats["outlet"]])):
        said = [
            f"{VOICES[row['voice']]} {percent(row['promotional'])} promotional and "
            f"{percent(row['critical'])} critical of {row['n']:,} sentences"
            for row in shares[shares["outlet"] == name].to_dict("records")
        ]
        said += [f"school grade {x:.1f}" for x in grades.loc[grades["outlet"] == name, "estimate"]]
        said += [
            f"{percent(pool_repeats(repeats, side)[name])} of its words {told}"
            for side, told in _REPEATED.items()
            if name in pool_repeats(repeats, side)
        ]
        lines.append(f"{named(name)}: {'; '.join(said)}.")
    return "\n".join(lines)


_REPEATED = {"within": "said twice", "across": "in other texts too"}
