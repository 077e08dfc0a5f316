"""The embedded engine: Quarto's sources rendered with pandoc and typst from Python wheels."""
