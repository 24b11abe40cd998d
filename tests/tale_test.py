"""docs/journey.md names files and functions that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_file_and_function_that_the_tale_names_exists() -> None:
    tale = (ROOT / "docs/journey.md").read_text(encoding="utf-8")
    files: list[str] = []
    functions: set[str] = set()
    for name in re.findall(r"`([^`\s]+)`", tale):
        if "/" in name and Path(name).suffix:
            assert (ROOT / name).is_file(), name
            files.append(name)
        elif name.endswith("()") and name not in functions:
            # Where it is first told of, its file has just been named.
            assert name[:-2] in _defined(ROOT / files[-1]), f"{name} is not in {files[-1]}"
            functions.add(name)
    assert len(set(files)) > 15
    assert len(functions) > 30


def _defined(path: Path) -> set[str]:
    """The functions of a file, methods with their class."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ts":
        found: set[str] = set(re.findall(r"^export (?:async )?function (\w+)\(", text, re.MULTILINE))
        for name, body in re.findall(
            r"^export class (\w+)[^\n]*\{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL
        ):
            methods = re.findall(r"^  (?:(?:private|static|async|get) )*(\w+)\(.*\{$", body, re.MULTILINE)
            found |= {f"{name}.{method}" for method in methods}
        return found
    found = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            inner = (ast.FunctionDef, ast.AsyncFunctionDef)
            found |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, inner)}
    return found
