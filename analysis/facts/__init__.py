"""Facts: who, where, how much, when and in whose words."""

from analysis.facts.find import find_facts, shared_facts
from analysis.facts.names import find_names

__all__ = ["find_facts", "find_names", "shared_facts"]
