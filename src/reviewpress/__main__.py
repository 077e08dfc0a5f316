"""Entry point of the `reviewpress` command and of `python -m reviewpress`."""

import atexit
import gc
import signal
from types import FrameType

from reviewpress.cli import app

# New objects after which Python looks for garbage. It begins with 700, and imports make hundreds
# of thousands, hardly one of which is garbage.
_PATIENCE = 20_000


def main() -> None:
    """Run the command line; a request to end, as of a cancelled CI job, counts as Ctrl-C."""
    gc.set_threshold(_PATIENCE)
    atexit.register(gc.freeze)  # or Python would look through all that was imported once more
    signal.signal(signal.SIGTERM, _stop)
    app()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
