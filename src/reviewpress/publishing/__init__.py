"""Complete a rendered site for its readers, whichever engine rendered it."""

from reviewpress.publishing.decorate import decorate

__all__ = ["decorate"]
