"""Make the reviews that `bench` measures."""

import csv
import json
from pathlib import Path
from typing import Any

RUNS = "runs:\n  bench:\n    notebook: bench.ipynb\n    matrix: {{level: [{levels}]}}\n"
IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd\nimport pandera.pandas as pa"
WORK = "frame = pd.read_csv('data/' + level[:1] + '.csv')\nprint(level, frame['n'].sum())"
COMPUTE = "total = sum(n * n % 7 for n in range(20_000_000))\nprint(level, total)"


def levels(count: int) -> list[str]:
    """Name the values of a matrix of `count` runs; their first letter is their table."""
    return [f"{'ab'[number % 2]}{number}" for number in range(count)]


def review(root: Path, count: int, work: str = WORK) -> Path:
    """Write a review of `count` runs, half of which read one table, half another."""
    (root / "notebooks").mkdir(parents=True)
    (root / "data").mkdir()
    for name in "ab":
        (root / "data" / f"{name}.csv").write_text("n\n1\n2\n", encoding="utf-8")
        schema = _SCHEMA.format(name=name.upper())
        (root / "schemas").mkdir(exist_ok=True)
        (root / "schemas" / f"{name}.py").write_text(schema, encoding="utf-8")
    (root / "_quarto.yml").write_text("project:\n  type: default\n", encoding="utf-8")
    (root / "index.qmd").write_text("# Bench\n", encoding="utf-8")
    text = RUNS.format(levels=", ".join(levels(count)))
    (root / "notebooks" / "runs.yml").write_text(text, encoding="utf-8")
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {"tags": ["parameters"]} if number == 0 else {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(("level = 'a'", IMPORTS, work))
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    (root / "notebooks" / "bench.ipynb").write_text(json.dumps(book), encoding="utf-8")
    return root


_SCHEMA = """from reviewpress.schemas import Table, column


class {name}(Table):
    n: int = column("A number")
"""


def screen(root: Path, count: int) -> None:
    """Add records that were found and left out until there are `count`."""
    path = root / "data" / "records.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    like = next(row for row in rows if "exclu" in json.dumps(row) and not row.get("duplicate_of"))
    extra = [{**like, "record_id": f"X{number}"} for number in range(count - len(rows))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *extra])
    searches = root / "data" / "searches.csv"
    text = searches.read_text(encoding="utf-8")
    table = list(csv.DictReader(text.splitlines()))
    column = next(name for name, value in table[0].items() if (value or "").isdigit())
    for row in table:
        if row["search_id"] == like["search_id"]:
            row[column] = str(int(row[column]) + len(extra))
    with searches.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
