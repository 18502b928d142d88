"""`file length`, `function length`: what one reads at once stays short."""

from .tree import Breach

FILE_LINES = 300
FUNCTION_LINES = 60
_HAVE_BODIES = {"func", "init", "deinit", "subscript", "var", "let"}


def file_length(tree):
    for file in tree.sources + tree.tests:
        if len(file.lines) > FILE_LINES:
            yield Breach(
                file.path, len(file.lines), "file length",
                f"{len(file.lines)} lines, at most {FILE_LINES}: split it by subject",
            )


def function_length(tree):
    """From `func`, `init` or a property's accessors to the closing brace. A nested function counts with
    the one around it."""
    for file in tree.sources + tree.tests:
        for made in file.declarations:
            lines = made.end_line - made.line + 1
            if made.kind in _HAVE_BODIES and made.body is not None and not made.is_local \
                    and lines > FUNCTION_LINES:
                yield Breach(
                    file.path, made.line, "function length",
                    f"{made.name} has {lines} lines, at most {FUNCTION_LINES}: give its parts names",
                )
