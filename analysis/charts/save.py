"""Charts as files: PNG, SVG, the table behind them and a description in words."""

import io
import re
from pathlib import Path

import matplotlib.style as looks
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.style import STYLE
from analysis.checks import InputError
from analysis.export import write_bytes, write_table


def save_figure(
    chart: Axes | Figure, table: pd.DataFrame, folder: Path | str, name: str, alt: str
) -> list[Path]:
    """Write a chart, the table behind it and its description; the same bytes on every run.

    Args:
        chart: an axes or a figure, as the plot functions return it.
        table: what the chart was drawn from, any columns; written by write_table.
        folder: made where it is missing.
        name: of the files, without ending; letters, digits, "_" and "-".
        alt: the chart in words; also kept inside the SVG.

    Returns:
        The paths written: name.png, name.svg, name.csv, name.txt. None is ever half there.

    Raises:
        InputError: the name has other characters.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     table = pd.DataFrame({"outlet": ["=A"]})
        ...     paths = save_figure(Figure(), table, folder, "empty", "Nothing.")
        ...     print([path.name for path in paths], paths[2].read_text().split())
        ['empty.png', 'empty.svg', 'empty.csv', 'empty.txt'] ['outlet', "'=A"]
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise InputError(f"name is {name!r}. Use letters, digits, '_' and '-'.")
    figure = chart.get_figure(root=True) if isinstance(chart, Axes) else chart
    assert figure is not None
    said = "".join(c for c in alt.strip() if c.isprintable() or c == "\n")
    png = _drawn(figure, "png", {"Software": None})
    svg = _drawn(figure, "svg", {"Date": None, "Creator": None, "Title": name, "Description": said})
    paths = [Path(folder) / f"{name}.{ending}" for ending in ("png", "svg", "csv", "txt")]
    write_bytes(paths[0], png)
    write_bytes(paths[1], svg)
    write_table(table, paths[2])
    write_bytes(paths[3], f"{said}\n".encode())
    return paths


def _drawn(figure: Figure, kind: str, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    with looks.context(STYLE):
        figure.savefig(
            buffer,
            format=kind,
            dpi=150,
            bbox_inches="tight",
            pad_inches=0.15,
            facecolor="white",
            metadata=metadata,
        )
    return buffer.getvalue()
