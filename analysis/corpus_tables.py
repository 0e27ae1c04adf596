"""Read tables of articles row by row, and say what is wrong with a row."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from numbers import Number
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.checks import InputError, records, without_surrogates

COLUMNS = ("doc_id", "outlet", "title", "language", "published", "text", "sha256")

Row = dict[str, str]


class Problem(NamedTuple):
    """What keeps an article from being read, where, and what to do."""

    file: str
    row: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        """All of it as one line."""
        return f"{place(self.file, self.row)}: {self.reason}. {self.remedy}."


def place(file: str, row: str) -> str:
    """The name of a file, with the row where there is one.

    Example:
        >>> place("manifest.csv", "2"), place("a.txt", "")
        ('manifest.csv, row 2', 'a.txt')
    """
    return f"{file}, row {row}" if row else file


def decode(path: Path) -> str | Problem:
    """The text of a file in UTF-8, or why there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"{path.name} is not UTF-8 (byte {error.start})"
        return Problem(path.name, "", reason, "Save it as UTF-8")
    except OSError as error:
        return Problem(path.name, "", f"cannot be read ({error.strerror})", "Check its rights")


_Given = tuple[int, dict[str, object]] | Problem  # number and fields of a row


def table_rows(path: Path) -> Iterator[Row | Problem]:
    """The articles of a table, each with COLUMNS, its other fields and _place, or a problem."""
    for given in READERS[path.suffix.lower()](path):
        if isinstance(given, Problem):
            yield given
            continue
        yield _as_row(path.name, *given)
        if "text" not in given[1] and path.suffix.lower() != ".jsonl":
            return


def _as_row(file: str, number: int, given: dict[str, object]) -> Row | Problem:
    if "text" not in given:
        has = ", ".join(map(repr, given)) or "none"
        remedy = "Name the column with the article text so"
        if len(given) == 1 and any(mark in next(iter(given)) for mark in ";\t|"):
            remedy = "Put commas between the columns"
        return Problem(file, str(number), f"no column 'text'; it has {has}", remedy)
    for column in COLUMNS:
        kind = _kind(given.get(column))
        if kind and (column == "text" or kind != "a number"):
            reason = f"column {column!r} holds {kind}, not text"
            return Problem(file, str(number), reason, "Write it as text, or leave it empty")
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        key: "" if _is_missing(value) else without_surrogates(str(value))
        for key, value in given.items()
    }
    row["doc_id"] = row["doc_id"] if "doc_id" in given else f"row-{number}"
    row["outlet"] = row["outlet"] or ("unknown" if "outlet" in given else row["doc_id"])
    row["published"] = re.sub(r"[T ]\d\d:.*", "", row["published"], flags=re.DOTALL)
    row["sha256"] = hashlib.sha256(row["text"].encode()).hexdigest()
    return row | {"_place": f"{file}\0{number}"}


def _kind(value: object) -> str:
    """What a field is that would not read as text, in the words of JSON, or ""."""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, dict):
        return "an object"
    if pd.api.types.is_list_like(value):
        return "a list"
    if isinstance(value, bytes):
        return "bytes"
    return "a number" if isinstance(value, Number) and not _is_missing(value) else ""


def _is_missing(value: Any) -> bool:
    return pd.isna(value) is True


_QUOTE = "Put quotation marks round texts with commas"


def _csv_rows(path: Path) -> Iterator[_Given]:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        line = re.search(r"Expected \d+ fields in line (\d+)", str(error))
        if line:
            reason = f"line {line[1]} has more fields than the first line names"
            yield Problem(path.name, "", reason, _QUOTE)
            return
        remedy = "Save it as CSV, commas between columns, in UTF-8"
        yield Problem(path.name, "", f"not a CSV table in UTF-8 ({error})", remedy)
        return
    if not isinstance(table.index, pd.RangeIndex):
        names = table.columns
        parts = [table.index.to_frame(index=False), table.reset_index(drop=True)]
        table = pd.concat(parts, axis=1)
        if (table.iloc[:, len(names) :] != "").any(axis=None):
            reason = "rows have more fields than the first line names"
            yield Problem(path.name, "", reason, _QUOTE)
            return
        table = table.iloc[:, : len(names)].set_axis(names, axis=1)
    yield from enumerate(records(table), start=1)


def _jsonl_rows(path: Path) -> Iterator[_Given]:
    content = decode(path)
    if isinstance(content, Problem):
        yield content
        return
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else error
            yield Problem(path.name, str(number), f"not JSON ({why})", "One object on each line")
            continue
        if isinstance(entry, dict):
            yield number, entry
        else:
            yield Problem(path.name, str(number), "not a JSON object", "One object on each line")


def _parquet_rows(path: Path) -> Iterator[_Given]:
    try:
        table = pd.read_parquet(path)
    except ImportError:
        raise InputError(
            "Parquet tables need the extra: pip install 'news-parallax[parquet]'."
        ) from None
    except (ValueError, OSError) as error:
        yield Problem(path.name, "", f"not a Parquet table ({error})", "Write it again")
        return
    index = [name for name in table.index.names if name is not None and name not in table.columns]
    if index:
        table = table.reset_index(level=index)
    table.columns = table.columns.map(str)
    yield from enumerate(records(table.astype(object)), start=1)


READERS: dict[str, Callable[[Path], Iterator[_Given]]] = {
    ".csv": _csv_rows,
    ".jsonl": _jsonl_rows,
    ".parquet": _parquet_rows,
}
