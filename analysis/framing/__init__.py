"""Framing: promotional, critical or neutral, with the terms that say so, and towards whom."""

from analysis.framing.actors import find_mentions, frame_actors
from analysis.framing.explain import explain_framing, neutral_intercept
from analysis.framing.loaded import find_loaded, rate_loaded
from analysis.framing.score import score_framing
from analysis.framing.target import score_target_framing
from analysis.framing.vader import score_vader

__all__ = [
    "explain_framing",
    "find_loaded",
    "find_mentions",
    "frame_actors",
    "neutral_intercept",
    "rate_loaded",
    "score_framing",
    "score_target_framing",
    "score_vader",
]
