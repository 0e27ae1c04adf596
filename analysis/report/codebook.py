"""A line for every column of every exported table."""

import csv
from importlib.resources import files

import pandas as pd


def describe_columns(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What each column of the tables holds, from analysis/data/codebook.csv.

    A line whose table is "*" holds for a column of that name in every table. Columns that a user
    brought along are said to be so.

    Args:
        tables: by name.

    Returns:
        One row a column, in order: table, column, type, meaning (str).

    Example:
        >>> table = describe_columns({"documents": pd.DataFrame({"outlet": ["A"], "mine": [1]})})
        >>> table["meaning"].tolist()
        ['who published it', 'brought along with the corpus']
    """
    with files("analysis").joinpath("data/codebook.csv").open(encoding="utf-8") as lines:
        known = {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(lines)}
    rows = []
    for name, table in tables.items():
        for column, kind in table.dtypes.items():
            meaning = known.get((name, str(column))) or known.get(("*", str(column)))
            rows.append((name, column, _plain(kind), meaning or "brought along with the corpus"))
    return pd.DataFrame(rows, columns=["table", "column", "type", "meaning"])


def _plain(kind: object) -> str:
    names = {"int": "whole number", "float": "number", "bool": "true or false"}
    return next((said for start, said in names.items() if str(kind).startswith(start)), "text")
