"""Why a score is missing, in the words of a table's reason column."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Holds = NDArray[np.bool_] | pd.Series


def state_reasons(rules: Iterable[tuple[list[str], Holds, str]], rows: int) -> list[str]:
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
