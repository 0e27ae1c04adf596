"""Charts: each takes a finished table and an axes, and returns the axes."""

from analysis.charts.accuracy import (
    describe_accuracy,
    describe_calibration,
    describe_confusion,
    plot_accuracy,
    plot_calibration,
    plot_confusion,
)
from analysis.charts.facts import (
    describe_facts,
    describe_framing_actors,
    plot_facts,
    plot_framing_actors,
)
from analysis.charts.framing import (
    describe_framing_shares,
    describe_framing_strip,
    plot_framing_shares,
    plot_framing_strip,
)
from analysis.charts.language import (
    describe_readability,
    describe_sentence_lengths,
    plot_readability,
    plot_sentence_lengths,
)
from analysis.charts.overview import describe_overview, plot_overview
from analysis.charts.repeats import describe_repeats, plot_repeats
from analysis.charts.save import save_figure
from analysis.charts.wording import (
    describe_keyness,
    describe_shared_words,
    plot_keyness,
    plot_shared_words,
)

__all__ = [
    "describe_accuracy",
    "describe_calibration",
    "describe_confusion",
    "describe_facts",
    "describe_framing_actors",
    "describe_framing_shares",
    "describe_framing_strip",
    "describe_keyness",
    "describe_overview",
    "describe_readability",
    "describe_repeats",
    "describe_sentence_lengths",
    "describe_shared_words",
    "plot_accuracy",
    "plot_calibration",
    "plot_confusion",
    "plot_facts",
    "plot_framing_actors",
    "plot_framing_shares",
    "plot_framing_strip",
    "plot_keyness",
    "plot_overview",
    "plot_readability",
    "plot_repeats",
    "plot_sentence_lengths",
    "plot_shared_words",
    "save_figure",
]
