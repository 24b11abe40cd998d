"""A table of a text as a grid: where each cell lies, and how many rows are its header."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A cell from column `x` and row `y`, counted from 0, over `width` columns and `height` rows."""

    x: int
    y: int
    width: int
    height: int
    heads: bool
    content: list[Json]


@dataclass(frozen=True)
class Grid:
    """The cells row by row; the first `header` rows hold header cells only, and are one with no row below."""

    columns: int
    rows: int
    header: int
    cells: list[Cell]


def grid_of(table: Json) -> Grid:
    """The grid of a table; the schema's check has made sure that it is a rectangle."""
    rows = table["content"]
    cells = list(_placed(rows))
    columns = max(cell.x + cell.width for cell in cells)
    return Grid(columns, len(rows), _header(cells, len(rows)), cells)


def _placed(rows: list[Json]) -> Iterator[Cell]:
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for node in row.get("content", ()):
            while (x, y) in taken:
                x += 1
            attrs = node.get("attrs", {})
            width, height = attrs.get("colspan", 1), attrs.get("rowspan", 1)
            taken |= {(x + right, y + down) for right in range(width) for down in range(height)}
            yield Cell(x, y, width, height, node["type"] == "table_header", node["content"])
            x += width


def _header(cells: list[Cell], rows: int) -> int:
    count = min((cell.y for cell in cells if not cell.heads), default=rows - 1)
    while any(cell.y < count < cell.y + cell.height for cell in cells):
        count -= 1
    return count
