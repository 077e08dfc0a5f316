"""Editions: a review that is published for good, cited, compared and checked."""

from reviewpress.editions import report
from reviewpress.editions.difference import difference, feed
from reviewpress.editions.release import Released, Work, release
from reviewpress.editions.verify import Fault, Verified, verify

__all__ = [
    "Fault",
    "Released",
    "Verified",
    "Work",
    "difference",
    "feed",
    "release",
    "report",
    "verify",
]
