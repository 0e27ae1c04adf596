"""Why a score is missing, in the words of a table's reason column."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Holds = NDArray[np.bool_] | pd.Series


Rule = tuple[list[str], Holds, str]


def state_reasons(rules: Iterable[Rule], rows: int) -> list[str]:
    """For each row the rules that hold for it, as "columns: why; columns: why".

    Args:
        rules: columns concerned, for which rows (bool, one a row), and why.
        rows: how many rows the table has.

    Example:
        >>> state_reasons([(["smog", "fog"], np.array([True, False]), "no words")], 2)
        ['smog, fog: no words', '']
    """
    stated: list[list[str]] = [[] for _ in range(rows)]
    for columns, holds, why in rules:
        for row in np.flatnonzero(holds):
            stated[row].append(f"{', '.join(columns)}: {why}")
    return ["; ".join(parts) for parts in stated]


def missing_values(table: pd.DataFrame, rows: Holds, why: str) -> list[Rule]:
    """One rule for each set of columns that are NaN together in some of the rows.

    Example:
        >>> table = pd.DataFrame({"lix": [np.nan, 1.0], "rix": np.nan})
        >>> state_reasons(missing_values(table, np.array([True, True]), "no words"), 2)
        ['lix, rix: no words', 'rix: no words']
    """
    missing = table.isna().to_numpy() & np.asarray(rows)[:, None]
    patterns = np.unique(missing[missing.any(axis=1)], axis=0)
    return [
        (table.columns[pattern].tolist(), (missing == pattern).all(axis=1), why)
        for pattern in patterns
    ]
