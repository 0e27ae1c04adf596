"""What every comparison asks of the column that names its groups."""

from collections.abc import Iterable

import pandas as pd

from analysis.checks import InputError, require_columns, require_values


def group_names(table: pd.DataFrame, by: str) -> pd.Series:
    """The group of each row as str, so that 1 and "1" are one group.

    Example:
        >>> group_names(pd.DataFrame({"outlet": [1, "1", "A"]}), "outlet").unique().tolist()
        ['1', 'A']
    """
    return pd.Series([str(group) for group in table[by]], table.index, dtype="str", name=by)


def require_groups(
    table: pd.DataFrame, by: str, columns: Iterable[str], made: Iterable[str], name: str
) -> None:
    """Raise InputError unless every row has a group, in a column that the result does not make.

    Example:
        >>> require_groups(pd.DataFrame({"n": [1]}), "n", [], ["n"], "framing")
        Traceback (most recent call last):
        analysis.checks.InputError: framing: by is 'n', which the result makes. Rename the column.
    """
    if by in made:
        raise InputError(f"{name}: by is {by!r}, which the result makes. Rename the column.")
    require_columns(table, [by, *columns], name)
    require_values(table, by, name)
