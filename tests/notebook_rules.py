"""What a stored notebook must be: run from top to bottom, compared whole, free of machines, in both languages.

As a script it checks the notebooks it is given, for pre-commit.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MIME = "application/vnd.coverage-atlas+json"
KINDS = {"title", "lead", "finding", "key_figures", "figure", "table"}
LARGEST = 1_500_000  # bytes
LANGUAGES = {"lang-en", "lang-id"}
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|Users|mnt|opt|var)/\w|\b[A-Z]:\\{1,2}Users\b")
EXEMPT = re.compile(r"NBVAL_|PYTEST_VALIDATE_")


def problems(path: Path) -> list[str]:
    """Everything that is wrong with a stored notebook, as sentences; nothing if it may be committed."""
    found = []
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    if len(text.encode()) > LARGEST:
        found.append(f"The file has {len(text.encode()):,} bytes; {LARGEST:,} are allowed.")
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        found.append("The kernel is not python3.")
    found += [f"A path of a machine is stored: {match[0]}." for match in MACHINE.finditer(text)]
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and source(cell).strip()]
    if not code:
        found.append("There is no code.")
    for number, cell in enumerate(code, start=1):
        found += [f"Code cell {number}: {problem}" for problem in _code(cell, number)]
    return found + list(_languages(notebook["cells"]))


def source(cell: dict[str, Any]) -> str:
    """The text of a cell, which is stored whole or by lines."""
    return "".join(cell["source"])


def _code(cell: dict[str, Any], number: int) -> Iterator[str]:
    # nbval does not compare a cell whose count is missing, whatever its outputs are.
    if cell["execution_count"] != number:
        yield f"stored with execution count {cell['execution_count']}, not run in order from a new kernel."
    tags = cell["metadata"].get("tags", [])
    if EXEMPT.search(source(cell)) or any(
        tag.startswith(("nbval", "raises-exception", "skip")) for tag in tags
    ):
        yield "it is exempt from comparison."
    tree = ast.parse(source(cell))
    if any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in ast.walk(tree)
    ):
        yield "it defines a function or a class, which belongs into the package."
    silent = source(cell).rstrip().endswith(";")
    if shows(tree) and not silent and not cell["outputs"]:
        yield "it ends in something shown, and no output is stored."
    for output in cell["outputs"]:
        data = output.get("data", {})
        kind = data.get(MIME, {}).get("kind")
        if output["output_type"] == "error":
            yield f"a stored error, {output['ename']}."
        elif kind not in KINDS:
            yield f"an output that is no exhibit: {output.get('text') or sorted(data)}."
        elif kind == "figure" and "image/svg+xml" not in data:
            yield "a figure without its drawing as SVG."
        elif {"image/png", "image/jpeg"} & set(data):
            yield "a picture made of pixels, which nbval does not compare."


def shows(tree: ast.Module) -> bool:
    """Whether a cell ends in an expression, whose value a notebook shows."""
    return bool(tree.body) and isinstance(tree.body[-1], ast.Expr)


def _languages(cells: list[dict[str, Any]]) -> Iterator[str]:
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            tags = LANGUAGES & set(cell["metadata"].get("tags", []))
            if len(tags) != 1:
                yield f"Cell {number} is text and not tagged with one of {', '.join(sorted(LANGUAGES))}."
            for tag in tags:
                texts[tag].append(source(cell))
    outlines = {language: [outline(text) for text in found] for language, found in texts.items()}
    if outlines["lang-en"] != outlines["lang-id"]:
        yield "The two languages differ in their headings or lists."


def outline(text: str) -> list[str]:
    """The marks of headings and list items of a text, in order."""
    return re.findall(r"(?m)^(#{1,4}|[-*]|\d+\.) ", text)


if __name__ == "__main__":
    wrong = [f"{name}: {problem}" for name in sys.argv[1:] for problem in problems(Path(name))]
    print("\n".join(wrong))
    sys.exit(bool(wrong))
