"""The look that all charts share: colours, type, and room for words around an axes."""

import textwrap
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import matplotlib.style as looks
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import ScaledTranslation, Transform

LABELS = ("critical", "neutral", "promotional")
VOICES = {"outlet": "own words", "attributed": "attributed"}
INSTRUMENTS = {"encoder": "the encoder", "terms": "terms", "vader": "VADER"}
COLOURS = {"critical": "#C94F00", "neutral": "#BDBDBD", "promotional": "#0072B2"}
TINTS = {"critical": "#F9DCC8", "neutral": "#F0F0F0", "promotional": "#CFE5F2"}
INK, SOFT, RULE, FAINT = "#1F1F1F", "#636363", "#D6D6D6", "#F4F4F4"
ACCENT, ACCENT_TINT = "#00735C", "#CDE8E0"
GREENS = LinearSegmentedColormap.from_list("greens", ["#FFFFFF", ACCENT_TINT, "#5DB49D"])

# Tried in this order for characters that DejaVu Sans, which comes with matplotlib, lacks.
_FALLBACKS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Microsoft YaHei", "SimHei")
_INSTALLED = set(fontManager.get_font_names())
_FAMILY = ["DejaVu Sans", *(name for name in _FALLBACKS if name in _INSTALLED)]

STYLE: list[str | dict[str, Any]] = [
    "default",
    {
        "font.family": _FAMILY,
        "font.size": 9,
        "text.color": INK,
        "axes.edgecolor": RULE,
        "axes.labelcolor": SOFT,
        "axes.linewidth": 0.8,
        "axes.unicode_minus": True,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "hatch.linewidth": 0.7,
        "svg.hashsalt": "parallax",
        "svg.fonttype": "path",
        "savefig.dpi": 150,
    },
]

styled = looks.context(STYLE)


def start(
    ax: Axes | None, size: tuple[float, float], *, left: float, top: float, bottom: float = 36
) -> Axes:
    """The given axes, or a new one of that size (inches) with that room around it (points)."""
    if ax is not None:
        return ax
    width, height = size[0] + (left + 24) / 72, size[1] + (top + bottom) / 72
    figure = Figure(figsize=(width, height), dpi=100)
    place = (left / 72 / width, bottom / 72 / height, size[0] / width, size[1] / height)
    return figure.add_axes(place)


def shifted(ax: Axes, base: Transform, right: float = 0, up: float = 0) -> Transform:
    """The transform moved by that many points."""
    scale = ax.get_figure(root=True).dpi_scale_trans  # type: ignore[union-attr]
    return base + ScaledTranslation(right / 72, up / 72, scale)


def write(ax: Axes, x: float, y: float, text: str, **options: Any) -> Text:
    """Text taken as it stands: a dollar sign is a dollar sign."""
    return ax.text(x, y, text, parse_math=False, **options)


@lru_cache
def _drawable() -> frozenset[int]:
    fonts = (get_font(findfont(name)) for name in _FAMILY)
    return frozenset().union(*(font.get_charmap() for font in fonts))


def named(value: object, width: int = 60) -> str:
    """The value on one line, cut to a width."""
    text = " ".join(str(value)[: 8 * width].split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def plain(value: object, width: int = 60) -> str:
    """The value on one line, cut to a width, with a box for each character no font can draw."""
    return "".join(c if ord(c) in _drawable() else "□" for c in named(value, width))


def wrapped(value: object, width: int = 22) -> str:
    """The value on at most two lines."""
    return "\n".join(textwrap.wrap(plain(value, 4 * width), width, max_lines=2, placeholder="…"))


def text_width(texts: Sequence[str], size: float = 9, weight: str = "normal") -> float:
    """Points that the widest line takes."""
    font = FontProperties(family=_FAMILY, size=size, weight=weight)
    measure = TextToPath().get_text_width_height_descent
    lines = [line for text in texts for line in text.split("\n")]
    return max((float(measure(line, font, ismath=False)[0]) for line in lines), default=0.0)


def label_rows(
    ax: Axes, places: Sequence[float], names: Sequence[str], right: float = -8, **options: Any
) -> None:
    """Names at the left of an axes, right-aligned, at those heights of its y axis."""
    where = shifted(ax, ax.get_yaxis_transform(), right)
    for y, name in zip(places, names, strict=True):
        write(ax, 0, y, name, transform=where, ha="right", va="center", **options)


def head(
    ax: Axes,
    title: str,
    subtitle: str = "",
    *,
    left: float = 0,
    above: float = 0,
    key: Sequence[Artist] = (),
) -> None:
    """Title, subtitle and key over an axes, from `left` points left of it."""
    y = above + 8
    if key:
        where = shifted(ax, ax.transAxes, -left, y - 5)
        ax.add_artist(
            ax.legend(
                handles=list(key),
                loc="lower left",
                bbox_to_anchor=(0, 1),
                bbox_transform=where,
                ncol=len(key),
                frameon=False,
                borderpad=0,
                borderaxespad=0,
                handlelength=1.3,
                handleheight=0.9,
                handletextpad=0.5,
                columnspacing=1.4,
                fontsize=8.5,
            )
        )
        y += 18
    if subtitle:
        where = shifted(ax, ax.transAxes, -left, y)
        write(ax, 0, 1, subtitle, transform=where, va="bottom", color=SOFT, linespacing=1.3)
        y += 12.5 * (subtitle.count("\n") + 1) + 3
    where = shifted(ax, ax.transAxes, -left, y)
    write(ax, 0, 1, title, transform=where, va="bottom", fontsize=13, fontweight="bold")


def note(ax: Axes, text: str, *, left: float = 0, below: float = 26) -> None:
    """Small print under an axes."""
    where = shifted(ax, ax.transAxes, -left, -below)
    write(ax, 0, 0, text, transform=where, va="top", fontsize=8, color=SOFT, linespacing=1.3)


def bare(ax: Axes, *, grid: bool = False) -> None:
    """No frame and no ticks; light vertical lines where asked."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)
    ax.set_yticks([])
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis="x", color=RULE, linewidth=0.6)


def label_columns(names: Sequence[str]) -> tuple[float, Callable[[Axes], None]]:
    """The height in points of names over columns 0, 1, ..., and what writes them there.

    Up to six stand upright on two lines; more lean.
    """
    lean = len(names) > 6
    labels = [plain(name, 26) if lean else wrapped(name, 14) for name in names]
    style: dict[str, Any] = {"ha": "center", "linespacing": 1.1}
    if lean:
        style = {"ha": "left", "rotation": 60}

    def label(ax: Axes) -> None:
        where = shifted(ax, ax.get_xaxis_transform(), up=6)
        for x, name in enumerate(labels):
            write(ax, x, 1, name, transform=where, va="bottom", rotation_mode="anchor", **style)

    return (text_width(labels) * 0.87 + 14 if lean else 30), label


def label_ticks(ax: Axes, top: float, unit: str) -> None:
    """Round numbers along the x axis from 0 to the top, the last one with its unit."""
    steps = [step for step in map(float, ax.get_xticks()) if 0 < step <= top and step == int(step)]
    labels = ["0", *(f"{step:,.0f}" for step in steps)]
    ax.set_xticks([0, *steps], [*labels[:-1], f"{labels[-1]} {unit}"])


def panels(ax: Axes, widths: Sequence[float], *, gap: float = 0.03) -> list[Axes]:
    """Axes side by side inside one axes, of those relative widths; the outer one turns blank."""
    ax.set_axis_off()
    room = (1 - gap * (len(widths) - 1)) / sum(widths)
    edges = np.cumsum([0, *(width * room + gap for width in widths)])
    return [
        ax.inset_axes((edge, 0, width * room, 1))
        for edge, width in zip(edges[:-1], widths, strict=True)
    ]


def nothing(ax: Axes | None, title: str, why: str) -> Axes:
    """A chart that says there is nothing to show, and why."""
    ax = start(ax, (6, 1.2), left=12, top=40)
    ax.set_axis_off()
    head(ax, title)
    write(ax, 0, 0.5, f"Nothing to show: {why}", transform=ax.transAxes, color=SOFT, va="center")
    return ax


def percent(share: float) -> str:
    """A share as a whole percentage; above 0 and below 1 % it says so."""
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def listed(items: Sequence[str]) -> str:
    """Items as running text: a, b and c."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def in_order(column: pd.Series) -> list[str]:
    """The distinct values as str, in order of appearance, without missing ones."""
    return [str(value) for value in column.dropna().unique()]


def made_by(table: pd.DataFrame) -> str:
    """What framed the rows of a table, as a sentence; nothing where no column instrument says."""
    if "instrument" not in table.columns:
        return ""
    names = {name for joined in in_order(table["instrument"]) for name in joined.split(" and ")}
    told = [INSTRUMENTS.get(name, plain(name)) for name in sorted(names)]
    return f"Framing by {listed(told)}." if told else ""


def framing_key(*, voices: bool = False) -> list[Patch]:
    """Swatches for the three framings, and for the outlet's words and attributed ones."""
    key = [Patch(facecolor=COLOURS[label], label=label) for label in LABELS]
    if voices:
        key.append(Patch(facecolor=SOFT, label="the outlet’s own words"))
        key.append(Patch(facecolor="white", edgecolor=SOFT, label="attributed to others"))
    return key
