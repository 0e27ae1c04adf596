"""Charts as files: PNG, SVG, the table behind them and a description in words."""

import re
import tempfile
from pathlib import Path

import matplotlib.style as looks
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.style import STYLE
from analysis.checks import InputError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def save_figure(
    chart: Axes | Figure, table: pd.DataFrame, folder: Path | str, name: str, alt: str
) -> list[Path]:
    """Write a chart, the table behind it and its description; the same bytes on every run.

    Args:
        chart: an axes or a figure, as the plot functions return it.
        table: what the chart was drawn from, any columns; floats are written to ten digits.
            Text cells and column names that a spreadsheet would run as a formula get a leading
            apostrophe.
        folder: made where it is missing.
        name: of the files, without ending; letters, digits, "_" and "-".
        alt: the chart in words.

    Returns:
        The paths written: name.png, name.svg, name.csv, name.txt. Each appears whole or not at
        all.

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
    assert isinstance(figure, Figure)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{name}.{ending}" for ending in ("png", "svg", "csv", "txt")]
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as made:
        png, svg, csv, txt = (Path(made) / each for each in names)
        with looks.context(STYLE):
            look = {"bbox_inches": "tight", "pad_inches": 0.15, "facecolor": "white"}
            figure.savefig(png, dpi=150, metadata={"Software": None}, **look)
            about = {"Date": None, "Creator": None, "Title": name, "Description": alt}
            figure.savefig(svg, metadata=about, **look)
        neutral(table).to_csv(csv, index=False, lineterminator="\n", float_format="%.10g")
        txt.write_text(alt.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        return [Path(made, each).replace(folder / each) for each in names]


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would run as a formula.

    Example:
        >>> neutral(pd.DataFrame({"text": ["=1+1", "a-b"], "score": [-1, 1]})).values.tolist()
        [["'=1+1", -1], ['a-b', 1]]
    """

    def harmless(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

    texts = table.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    columns = {column: table[column].map(harmless) for column in texts}
    return table.assign(**columns).rename(columns=harmless)
