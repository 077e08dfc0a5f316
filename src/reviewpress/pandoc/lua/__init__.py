"""Lua of a project: filters, and the shortcodes of its extensions."""
