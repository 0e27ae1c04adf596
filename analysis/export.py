"""Write files so that none is ever half there, and no cell or id can do harm."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from analysis.checks import InputError

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"[-+]?\s?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?%?")
_LIST_DASH = re.compile(r"[^\S\t\r\n]*[+\-＋－﹢﹣](?:\s+(?P<item>.*))?", re.DOTALL)
_OPERATOR = re.compile(r"[()\[\]{}&!#$=*/^<>|\"+\\~`]|(?<!\w)['@]|['@](?!\w)")
_RANGE = re.compile(r"\b[A-Za-z]{1,3}[0-9]+\b|\b[Rr][0-9]+[Cc][0-9]+\b|(?:(?<!\d):|:(?!\d))(?=\S)")


def neutralise(cell: object) -> object:
    """A cell that a spreadsheet would run as a formula, with an apostrophe before it.

    Such a cell begins, after any space, with =, @, + or -, or it begins with a tab or a line
    break. A number with its sign is none, and neither is a dash or plus, a space and plain words,
    as a list item has them: words with commas, stops, hyphens and apostrophes inside words, but
    without brackets, straight double quotation marks, signs of formulas such as ! # $ & * + / = |
    and what could be a cell, such as A1. So a harmless item may have an apostrophe too.

    Example:
        >>> neutralise("=1+1"), neutralise("-2+3"), neutralise("-0.5"), neutralise(-0.5)
        ("'=1+1", "'-2+3", '-0.5', -0.5)
        >>> neutralise("- Tuesday 5 March"), neutralise("- cmd|' /C calc'!A0")
        ('- Tuesday 5 March', "'- cmd|' /C calc'!A0")
    """
    if not isinstance(cell, str) or not _FORMULA.match(cell):
        return cell
    return cell if _NUMBER.fullmatch(cell) or _is_list_item(cell) else "'" + cell


def _is_list_item(cell: str) -> bool:
    """A dash or plus, a space and plain words; or the sign alone."""
    found = _LIST_DASH.fullmatch(cell)
    if not found:
        return False
    item = unicodedata.normalize("NFKC", found["item"] or "")
    worded = not item or any(map(str.isalpha, item))
    runs = _FORMULA.match(item) or _OPERATOR.search(item) or _RANGE.search(item)
    return worded and not runs


def write_bytes(path: Path, content: bytes) -> Path:
    """Write under a temporary name beside the target, then rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as CSV (UTF-8, LF), cells neutralised, floats to six significant digits.

    A carriage return in a cell is written as a line feed, or as a space before one.

    Example:
        >>> import tempfile
        >>> out = Path(tempfile.mkdtemp()) / "t.csv"
        >>> write_table(pd.DataFrame({"a": ["=1", "x"], "b": [0.1, 1 / 3]}), out).read_text()
        "a,b\\n'=1,0.1\\nx,0.333333\\n"
    """
    return write_bytes(path, _as_csv(table, header=True))


def _as_csv(table: pd.DataFrame, *, header: bool) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if header:
        writer.writerow([neutralise(str(column)) for column in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_plain(cell) for cell in row])
    return buffer.getvalue().encode("utf-8", "replace")


@contextmanager
def table_writer(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Write a long table piece by piece to .csv or .parquet; it has its name once it is whole.

    Example:
        >>> import tempfile
        >>> out = Path(tempfile.mkdtemp()) / "t.csv"
        >>> with table_writer(out) as write:
        ...     write(pd.DataFrame({"a": [1]}))
        ...     write(pd.DataFrame({"a": [2]}))
        >>> out.read_text()
        'a\\n1\\n2\\n'
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise InputError(f"{path}: not a table it writes. Name a .csv or .parquet file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with (_csv_writer if suffix == ".csv" else _parquet_writer)(part) as write:
            yield write
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _csv_writer(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    with path.open("wb") as file:

        def write(table: pd.DataFrame) -> None:
            file.write(_as_csv(table, header=file.tell() == 0))

        yield write


@contextmanager
def _parquet_writer(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            "Parquet tables need the extra: pip install 'news-parallax[parquet]'."
        ) from None
    opened: list[pyarrow.parquet.ParquetWriter] = []
    empty: list[pyarrow.Table] = []

    def filled(first: pyarrow.Schema) -> pyarrow.Schema:
        text = pyarrow.string()
        return pyarrow.schema(
            [
                field.with_type(text) if pyarrow.types.is_null(field.type) else field
                for field in first
            ]
        )

    def write(table: pd.DataFrame) -> None:
        rows = pyarrow.Table.from_pandas(table, preserve_index=False)
        if opened:
            opened[0].write_table(rows.cast(opened[0].schema))
        elif table.empty:
            empty.append(rows)
        else:
            schema = filled(rows.schema)
            opened.append(pyarrow.parquet.ParquetWriter(path, schema))
            opened[0].write_table(rows.cast(schema))

    try:
        yield write
        if empty and not opened:
            pyarrow.parquet.write_table(empty[0], path)
    finally:
        for writer in opened:
            writer.close()


def _plain(cell: object) -> object:
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.6g}"
    if isinstance(cell, str):
        return neutralise(cell.replace("\r\n", " \n").replace("\r", "\n"))
    return "" if cell is None or cell is pd.NA or cell is pd.NaT else cell


def hash_files(folder: Path) -> pd.DataFrame:
    """The files in a folder: file (str, path inside it), bytes (int), sha256 (str); sorted."""
    rows = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(".part"):
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            rows.append((path.relative_to(folder).as_posix(), len(content), digest))
    return pd.DataFrame(rows, columns=["file", "bytes", "sha256"])
