"""What every public function asks of its input, said in one voice."""

import re
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd

_SURROGATES = re.compile("[\ud800-\udfff]")


class InputError(ValueError):
    """Input that cannot be used; the message names the file, row or column and what to do."""


def require_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise InputError unless the table has the columns.

    Example:
        >>> require_columns(pd.DataFrame({"text": []}), ["doc_id", "text"], "documents")
        Traceback (most recent call last):
        analysis.checks.InputError: documents: no column 'doc_id'; it has 'text'. Add the column.
    """
    missing = [column for column in columns if column not in table.columns]
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


def require_once(documents: pd.DataFrame) -> None:
    """Raise InputError, naming it, where a doc_id occurs twice.

    Example:
        >>> require_once(pd.DataFrame({"doc_id": ["a", "a"]}))
        Traceback (most recent call last):
        analysis.checks.InputError: documents: doc_id 'a' occurs twice. Give each document its own.
    """
    twice = documents["doc_id"][documents["doc_id"].duplicated()].tolist()
    if twice:
        raise InputError(
            f"documents: doc_id {twice[0]!r} occurs twice. Give each document its own."
        )


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
