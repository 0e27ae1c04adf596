"""Read tables of articles row by row, and say what is wrong with a row."""

import calendar
import csv
import hashlib
import json
import re
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from numbers import Number
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.checks import InputError, records, without_surrogates

COLUMNS = ("doc_id", "outlet", "title", "language", "published", "text", "sha256")

_OTHER_NAMES = {  # in letters and digits only; the first that a table has is taken
    "outlet": ("source", "publisher", "publication", "newspaper", "sourcename"),
    "title": ("headline",),
    "language": ("lang",),
    "published": (
        *("date", "publishedat", "pubdate", "publicationdate", "publishdate", "publisheddate"),
        *("datepublished", "publishedon"),
    ),
    "text": ("body", "content", "article", "articletext", "articlebody", "bodytext", "fulltext"),
}
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_TIME = re.compile(r"[T\s]\d{1,2}:\d\d(?!\d)")
_YEAR_AFTER_TIME = re.compile(
    r"\S*(?:\s+[ap]\.?m\.?)?(?:\s+(?:[a-z]{1,5}|[-+][\d:]+))?,?(\s+\d{4})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|((?:19|20)\d\d)(\d\d)(\d\d)")

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


def table_rows(path: Path) -> Iterator[Row | Problem | str]:
    """The articles of a table, each with COLUMNS, its other fields and _place, or a problem.

    A str says last which columns were taken for others.
    """
    taken: dict[str, str] = {}
    for given in READERS[path.suffix.lower()](path):
        if isinstance(given, Problem):
            yield given
            continue
        number, fields = given
        names = _names(fields)
        taken |= {old: new for old, new in names.items() if old != new}
        yield _as_row(path.name, number, {names.get(key, key): fields[key] for key in fields})
        if "text" not in names.values() and path.suffix.lower() != ".jsonl":
            return
    if taken:
        yield "columns " + ", ".join(f"{old!r} read as {new}" for old, new in taken.items())


def _names(fields: dict[str, object]) -> dict[str, str]:
    """Which field is taken for which of COLUMNS: the one of that name, else one that is alike.

    Example:
        >>> _names({"Title": "Rain", "headline": "Snow", "date": "2024", "published": ""})
        {'Title': 'title', 'published': 'published'}
    """
    alike: dict[str, str] = {}
    for key in fields:
        alike.setdefault(_letters(key), key)
    taken = {}
    for column in COLUMNS[:-1]:
        names = (_letters(column), *_OTHER_NAMES.get(column, ()))
        found = [alike[name] for name in names if name in alike]
        fits = [key for key in found if key not in COLUMNS and _is_plain(fields[key], column)]
        if column in fields or fits:
            taken[column if column in fields else fits[0]] = column
    return taken


def _is_plain(value: object, column: str) -> bool:
    return _kind(value) == "" or (column != "text" and _kind(value) == "a number")


@lru_cache(maxsize=1000)
def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def iso_date(given: str) -> str:
    """A date, month or year as ISO 8601 has it; "" where it could be read in two ways or in none.

    The time of day is left out.

    Example:
        >>> [iso_date(date) for date in ("3 March 2024", "2024/3/1", "March 2024", "31.12.2024")]
        ['2024-03-03', '2024-03-01', '2024-03', '2024-12-31']
        >>> [iso_date(date) for date in ("2024", "3/4/2024", "2024-02-31", "3 March", "soon")]
        ['2024', '', '', '', '']
        >>> [iso_date(date) for date in ("2024-03-01 8:00", "Tue Mar 05 14:00:00 UTC 2024")]
        ['2024-03-01', '2024-03-05']
    """
    date, *time = _TIME.split(given.strip(), maxsplit=1)
    year = _YEAR_AFTER_TIME.fullmatch(time[0]) if time else None
    text = (date + year[1] if year else date).rstrip(" ,")
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        text = "-".join(part.zfill(2) for part in year_first.groups() if part and part.isalnum())
    if _ISO.fullmatch(text):
        return "" if pd.isna(pd.to_datetime(text, errors="coerce")) else text
    return _from_words(text) if len(text) <= 60 else ""


@lru_cache(maxsize=10_000)
def _from_words(text: str) -> str:
    """As iso_date, of what is not year first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {pd.to_datetime(text, dayfirst=first, errors="coerce") for first in (True, False)}
    date = found.pop()
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    if found or pd.isna(date) or date.year not in numbers:
        return ""
    numbers.remove(date.year)
    named = re.search(rf"\b{calendar.month_abbr[date.month]}", text, re.IGNORECASE)
    if named and not numbers:
        return f"{date:%Y-%m}"
    told = numbers[:1] == [date.day] if named else sorted(numbers) == sorted((date.month, date.day))
    return f"{date:%Y-%m-%d}" if told else ""


def _as_row(file: str, number: int, given: dict[str, object]) -> Row | Problem:
    if "text" not in given:
        has = ", ".join(map(repr, given)) or "none"
        remedy = "Name the column with the article text so"
        if len(given) == 1 and "|" in next(iter(given)):
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


_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def _delimiter(path: Path) -> str:
    """The one that cuts the first line into most names that are known, else into most names."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = (file.readline(100_000) for _ in range(100))
        header = next((line for line in lines if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            return (0, 0)
        return (len(_names(dict.fromkeys(names))), len(names))

    return max(_DELIMITERS, key=score)


def _csv_rows(path: Path) -> Iterator[_Given]:
    delimiter = _delimiter(path)
    quote = f"Put quotation marks round texts with {_DELIMITERS[delimiter]}"
    try:
        table = pd.read_csv(
            path, sep=delimiter, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except ValueError as error:
        line = re.search(r"Expected \d+ fields in line (\d+)", str(error))
        if line:
            reason = f"line {line[1]} has more fields than the first line names"
            yield Problem(path.name, "", reason, quote)
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
            yield Problem(path.name, "", reason, quote)
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
