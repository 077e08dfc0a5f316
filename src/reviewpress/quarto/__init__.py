"""Render with Quarto, where it is installed."""

from reviewpress.quarto.assets import write_assets
from reviewpress.quarto.engine import (
    MINIMUM,
    QuartoEngine,
    name_after_profile,
)

__all__ = ["MINIMUM", "QuartoEngine", "name_after_profile", "write_assets"]
