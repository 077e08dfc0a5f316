"""Entry point of the `reviewpress` command and of `python -m reviewpress`."""

from reviewpress.cli import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
