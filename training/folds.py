"""Which fifth of the training data is held out together."""

import pandas as pd
from sklearn.model_selection import GroupKFold

FOLDS = 5


def assign_folds(*tables: pd.DataFrame) -> dict[str, int]:
    """The fold of each group (an article, a subject), 0 to FOLDS - 1, the tables cut evenly."""
    fold: dict[str, int] = {}
    for table in tables:
        for number, (_, out) in enumerate(GroupKFold(FOLDS).split(table, groups=table["group"])):
            fold |= dict.fromkeys(table["group"].iloc[out], number)
    return fold
