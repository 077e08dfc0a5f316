"""Complete a rendered site for its readers, whichever engine rendered it."""

from reviewpress.publishing.decorate import Additions, decorate, decorate_pages

__all__ = ["Additions", "decorate", "decorate_pages"]
