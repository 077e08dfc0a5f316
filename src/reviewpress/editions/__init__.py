"""Editions: a review that is published for good, cited, compared and checked."""

from reviewpress.editions.release import Released, Work, release

__all__ = ["Released", "Work", "release"]
