"""What stands in fenced blocks in the documents, and how the fences say what it is."""

import dataclasses
import re

from daemon import REPOSITORY

#: The documents that tell a person what to type.
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


@dataclasses.dataclass(frozen=True)
class Block:
    document: str
    #: The line of the fence.
    line: int
    #: All that stands behind the fence: a language, and where that leaves it open, of which file.
    language: str
    text: str

    @property
    def place(self):
        return f"{self.document}:{self.line}"

    def commands(self):
        """The command lines of a block of shell: continued lines in one, without comments."""
        joined = re.sub(r"\\\n\s*", "", self.text)
        lines = (re.sub(r"(^|\s+)#.*", "", line).rstrip() for line in joined.splitlines())
        return [line for line in lines if line]


def blocks():
    """All fenced blocks of all documents, without the indent of a list that one stands in."""
    found = []
    for path in DOCUMENTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        began, indent = None, ""
        for number, line in enumerate(lines, 1):
            fence = re.fullmatch(r"(\s*)```(.*)", line)
            if not fence:
                continue
            if began is None:
                began, indent, language = number, fence[1], fence[2]
                continue
            inside = [text.removeprefix(indent) for text in lines[began : number - 1]]
            found.append(
                Block(str(path.relative_to(REPOSITORY)), began, language, "\n".join(inside) + "\n")
            )
            began = None
        if began is not None:
            raise AssertionError(f"{path}:{began}: this block has no end")
    return found


def blocks_of(language):
    return [block for block in blocks() if block.language == language]
