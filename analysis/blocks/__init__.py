"""Blocks: what each part of an article is, and in which language."""

from analysis.blocks.find import IN_ARTICLE, KINDS, PROSE, find_blocks

__all__ = ["IN_ARTICLE", "KINDS", "PROSE", "find_blocks"]
