"""Evidence reviews as code: checked tables, parameterised notebooks, a versioned site and PDF."""

__version__ = "0.1.0"
