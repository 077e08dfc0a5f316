"""Preview a review while it is written: serve it on this machine, rebuild it, reload the page."""

from reviewpress.preview.rebuild import Handlers
from reviewpress.preview.session import preview
from reviewpress.preview.state import Report

__all__ = ["Handlers", "Report", "preview"]
