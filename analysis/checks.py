"""What every public function asks of its input, said in one voice."""

import re
from collections.abc import Iterable
from numbers import Integral
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_SURROGATES = re.compile("[\ud800-\udfff]")


class InputError(ValueError):
    """Input that cannot be used; the message names the file, row or column and what to do."""


def require_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise InputError unless it is a table that has each of the columns once.

    Example:
        >>> require_columns(pd.DataFrame({"text": []}), ["doc_id", "text"], "documents")
        Traceback (most recent call last):
        analysis.checks.InputError: documents: no column 'doc_id'; it has 'text'. Add the column.
    """
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"{name}: {type(table).__name__} is no table. Pass a pandas DataFrame.")
    columns, given = list(columns), list(table.columns)
    for column in columns:
        if given.count(column) > 1:
            raise InputError(f"{name}: column {column!r} is there twice. Drop or rename one.")
    missing = [column for column in columns if column not in given]
    if missing:
        has = ", ".join(repr(str(column)) for column in table.columns) or "none"
        wants = ", ".join(repr(column) for column in missing)
        raise InputError(f"{name}: no column {wants}; it has {has}. Add the column.")


def require_text(texts: pd.Series, name: str) -> list[str]:
    """The texts as a list of str; InputError names the first row that is not one.

    Example:
        >>> require_text(pd.Series(["a", None], index=[7, 8]), "sentences")
        Traceback (most recent call last):
        analysis.checks.InputError: sentences: row 8: text is missing, not str. Drop or fill it.
    """
    values: list[str] = texts.tolist()
    for label, value in zip(texts.index, values, strict=True):
        if not isinstance(value, str):
            kind = "missing" if pd.isna(value) is True else type(value).__name__
            raise InputError(f"{name}: row {label}: text is {kind}, not str. Drop or fill it.")
    return values


def require_values(table: pd.DataFrame, column: str, name: str) -> None:
    """Raise InputError, naming the first row, where the column lacks a value.

    Example:
        >>> require_values(pd.DataFrame({"outlet": ["A", None]}), "outlet", "framing")
        Traceback (most recent call last):
        analysis.checks.InputError: framing: row 1: no outlet. Fill it or drop the row.
    """
    missing = table.index[table[column].isna()]
    if len(missing):
        raise InputError(f"{name}: row {missing[0]}: no {column}. Fill it or drop the row.")


def require_flags(table: pd.DataFrame, column: str, name: str) -> NDArray[np.bool_]:
    """The column as booleans; InputError names the first row that is neither true nor false.

    0 and 1 count as such, whatever type of number they are.

    Example:
        >>> require_flags(pd.DataFrame({"in_article": [True, "no"]}), "in_article", "blocks")
        Traceback (most recent call last):
        analysis.checks.InputError: blocks: row 1: in_article is 'no'. Give True or False.
    """
    values = table[column].tolist()
    for label, value in zip(table.index, values, strict=True):
        if not isinstance(
            value, bool | np.bool_ | int | float | np.integer | np.floating
        ) or value not in (0, 1):
            raise InputError(f"{name}: row {label}: {column} is {value!r}. Give True or False.")
    return np.array(values, bool)


def require_spans(
    table: pd.DataFrame, columns: tuple[str, str, str], documents: pd.DataFrame, name: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Which document, start and end of each span; InputError names the first that lies in no text.

    columns: those that hold the span's doc_id, start and end; documents: doc_id (unique), text.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Rates rose."]})
        >>> blocks = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 4], "end": [4, 12]})
        >>> require_spans(blocks, ("doc_id", "start", "end"), documents, "blocks")
        Traceback (most recent call last):
        analysis.checks.InputError: blocks: row 1: 4 to 12 lies outside the text of document 'a', \
11 characters long. Pass the documents that the blocks were made from.
    """
    pass_them = f"Pass the documents that the {name} were made from."
    doc, start, end = (table[column] for column in columns)
    names = doc.tolist()
    row = pd.Index(documents["doc_id"].array).get_indexer(pd.Index(doc.array)).astype(np.int64)
    for at in np.flatnonzero(row < 0)[:1]:
        raise InputError(
            f"{name}: row {table.index[at]}: {names[at]!r} is not in documents. {pass_them}"
        )
    low, high = (whole_offsets(offsets, name) for offsets in (start, end))
    length = np.fromiter(map(len, documents["text"]), np.int64, len(documents))
    length = length[row]
    for at in np.flatnonzero((low < 0) | (low > high) | (high > length))[:1]:
        raise InputError(
            f"{name}: row {table.index[at]}: {low[at]} to {high[at]} lies outside the text of "
            f"document {names[at]!r}, {length[at]} characters long. {pass_them}"
        )
    return row, low, high


def whole_offsets(offsets: pd.Series, name: str) -> NDArray[np.int64]:
    """The offsets as int64; InputError names the first row that holds no whole number.

    Example:
        >>> whole_offsets(pd.Series([4.0, 4.5], name="start"), "mentions")
        Traceback (most recent call last):
        analysis.checks.InputError: mentions: row 1: start is 4.5, not a whole number. \
Give character offsets into the text.
    """
    numbers = pd.to_numeric(offsets, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    wrong = ~((np.abs(numbers) < 2**53) & (numbers == np.floor(numbers)))
    for at in np.flatnonzero(wrong)[:1]:
        value = offsets.tolist()[at]
        raise InputError(
            f"{name}: row {offsets.index[at]}: {offsets.name} is {value!r}, not a whole number. "
            "Give character offsets into the text."
        )
    return numbers.astype(np.int64)


def require_once(documents: pd.DataFrame) -> None:
    """Raise InputError, naming it, where a doc_id is missing or occurs twice.

    Example:
        >>> require_once(pd.DataFrame({"doc_id": ["a", "a"]}))
        Traceback (most recent call last):
        analysis.checks.InputError: documents: doc_id 'a' occurs twice. Give each document its own.
    """
    require_values(documents, "doc_id", "documents")
    twice = documents["doc_id"][documents["doc_id"].duplicated()].tolist()
    if twice:
        raise InputError(
            f"documents: doc_id {twice[0]!r} occurs twice. Give each document its own."
        )


def require_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """The documents, their text with U+FFFD for each half of a character (without_surrogates).

    InputError names what is missing, not text, or there twice.

    Example:
        >>> require_documents(pd.DataFrame({"doc_id": ["a"], "text": [None]}))
        Traceback (most recent call last):
        analysis.checks.InputError: documents: row 0: text is missing, not str. Drop or fill it.
    """
    require_columns(documents, ["doc_id", "text"], "documents")
    texts = [without_surrogates(text) for text in require_text(documents["text"], "documents")]
    require_once(documents)
    return documents.assign(text=pd.Series(texts, dtype="str").array)


def require_numbers(table: pd.DataFrame, columns: Iterable[str], name: str) -> pd.DataFrame:
    """The columns as float64; InputError names the first that is not of numbers.

    Example:
        >>> require_numbers(pd.DataFrame({"words": ["many"]}), ["words"], "counts")
        Traceback (most recent call last):
        analysis.checks.InputError: counts: column 'words' is not of numbers. Convert it.
    """
    columns = list(columns)
    require_columns(table, columns, name)
    numbers = {}
    for column in columns:
        try:
            numbers[column] = table[column].to_numpy(np.float64, na_value=np.nan)
        except (TypeError, ValueError):
            raise InputError(f"{name}: column {column!r} is not of numbers. Convert it.") from None
    return pd.DataFrame(numbers, table.index)


def require_whole(value: object, name: str, least: int) -> int:
    """The setting, if it is a whole number that is not too small; InputError says what it is.

    Example:
        >>> require_whole(100.5, "draws", 100)
        Traceback (most recent call last):
        analysis.checks.InputError: draws is 100.5. Give a whole number, 100 or more.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise InputError(f"{name} is {value!r}. Give a whole number, {least} or more.")
    return int(value)


def primary_language(given: object) -> str:
    """The language of a code, in lower case without region; "" where none is given.

    Example:
        >>> [primary_language(code) for code in ("en-US", " ES ", "pt_BR", float("nan"))]
        ['en', 'es', 'pt', '']
    """
    return re.split("[-_]", given.strip().lower())[0] if isinstance(given, str) else ""


def stated_languages(table: pd.DataFrame, otherwise: str = "en") -> list[str]:
    """The language of each row, as primary_language has it; otherwise where none is given.

    Example:
        >>> stated_languages(pd.DataFrame({"language": ["ES", None]}))
        ['es', 'en']
    """
    if "language" not in table.columns:
        return [otherwise] * len(table)
    return [primary_language(given) or otherwise for given in table["language"]]


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a character, which has no UTF-8.

    Example:
        >>> without_surrogates("a" + chr(0xD83D)) == "a" + chr(0xFFFD)
        True
    """
    return _SURROGATES.sub("\ufffd", text)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, column to value.

    Example:
        >>> records(pd.DataFrame({"a": [1, 2]}))
        [{'a': 1}, {'a': 2}]
    """
    return cast(list[dict[str, Any]], table.to_dict("records"))
