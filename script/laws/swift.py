"""Reads Swift as far as a law needs it: where code, comments and strings are."""

import re

# What may begin a comment or a string.
_OPENING = re.compile(r'//|/\*|(#*)("""|")')
# What matters inside a block comment, which nests, and inside a `\(…)` of a string.
_BLOCK = re.compile(r"/\*|\*/")
_INSIDE = re.compile(r'//|/\*|(#*)("""|")|[()]')


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments_and_strings(text):
    """The code alone: comments, and what stands between quotes, become blanks of the same length. The
    quotes stay, and so does the code of an interpolation."""
    out = []
    _code(text, 0, out, _OPENING)
    return "".join(out)


def _code(text, at, out, pattern):
    """Copies code from `at` on; returns where it ends: at the text's end, or, when the pattern knows
    parentheses, behind the one that closes an interpolation."""
    depth = 0
    while True:
        found = pattern.search(text, at)
        if not found:
            out.append(text[at:])
            return len(text)
        out.append(text[at:found.start()])
        token = found.group(0)
        if token == "//":
            end = text.find("\n", found.end())
            at = len(text) if end < 0 else end
            out.append(_blank(text[found.start():at]))
        elif token == "/*":
            at = _end_of_block(text, found.end())
            out.append(_blank(text[found.start():at]))
        elif token in "()":
            out.append(token)
            at = found.end()
            depth += 1 if token == "(" else -1
            if depth < 0:
                return at
        else:
            out.append(token)
            at = _string(text, found.end(), found.group(1), found.group(2), out)


def _end_of_block(text, at):
    depth = 1
    while depth:
        found = _BLOCK.search(text, at)
        if not found:
            return len(text)
        depth += 1 if found.group(0) == "/*" else -1
        at = found.end()
    return at


def _string(text, at, hashes, quote, out):
    """Blanks a string's inside, keeps its interpolations as code; returns where the code goes on."""
    end = re.escape(quote + hashes)
    part = re.compile(rf"\\{hashes}\(|\\{hashes}.|{end}" + ("" if quote == '"""' else r"|\n"), re.S)
    while True:
        found = part.search(text, at)
        if not found:
            out.append(_blank(text[at:]))
            return len(text)
        out.append(_blank(text[at:found.start()]))
        token = found.group(0)
        at = found.end()
        if token.startswith("\\") and token.endswith("("):
            out.append(" " * (len(token) - 1) + "(")
            at = _code(text, at, out, _INSIDE)
        elif token.startswith("\\"):
            out.append(_blank(token))
        else:
            out.append(token)
            return at


def comments_of(lines):
    """Blocks of whole comment lines below each other, of one kind (`//` or `///`):
    (line of the first, the lines' texts)."""
    blocks = []
    last = None
    for number, line in enumerate(lines, 1):
        found = re.match(r"\s*(///?)(?!/) ?(.*)", line)
        if not found:
            last = None
            continue
        if last != found.group(1):
            blocks.append((number, []))
            last = found.group(1)
        blocks[-1][1].append(found.group(2))
    return blocks
