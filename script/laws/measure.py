"""Numbers of the source, of several revisions side by side. `script/measure` says how to call it."""

import io
import re
import subprocess
import sys
import tarfile
import tempfile

from .all import LAWS, name_of
from .declarations import TYPES
from .package import rooms, targets
from .tree import Tree

_PROGRAM = ("Sources/**/*.swift", "Sources/**/*.c", "Sources/**/*.h")
# One example of each kind of addition: a file that names it in code, comments aside, is a file that a
# new one would touch. What would not: names of old recordings, a word of HTTP, a dialect's own folder and
# the alarm that each rule has in it.
EXAMPLES = {
    "guard (no progress)": (r"no_?progress|ProgressGuard", r"/Replay/"),
    "converter (ADS7828)": (r"ads7828", None),
    "setting (framed_by)": (r"framed_?by|\bframing\b", r"/HTTP(Client|Exchange)"),
    "event (drying ended)": (r"dryingEnded", None),
    "dialect (reefnet), hook-up": (r"\bReefnet[A-Z]\w*|\.reefnet\b", r"/Reefnet/|/Guards/"),
}
_ERROR = re.compile(r"\s*:[^{]*\bError\b")


def measured(tree):
    """(title, number) of all that is counted, and (title, paths) of what is touched."""
    numbers = [
        ("Swift files in Sources", len(tree.sources)),
        ("Swift lines in Sources", _lines(tree.sources)),
        ("  without comments and blank lines", _code_lines(tree.sources)),
        ("Swift files in Tests", len(tree.tests)),
        ("Swift lines in Tests", _lines(tree.tests)),
    ]
    package = tree.read("Package.swift")
    touched = {title: _touched(tree, *example) for title, example in EXAMPLES.items()}
    numbers += [(f"files of a new {title}", len(files)) for title, files in touched.items()]
    numbers += _behind_the_switch(tree, package)
    by_hand = [
        file for file in tree.sources if file.room != "Threads"
        for _ in re.finditer(r"\bThread\(\s*named|\bpthread_create\b", file.code)
    ]
    numbers += [
        ("threads started by hand", len(by_hand)),
        ("error types", len(_error_types(tree))),
    ]
    for law in LAWS:
        numbers.append((f"law broken: {name_of(law)}", sum(1 for _ in law(tree))))
    for target in rooms(package):
        files = [file for file in tree.sources if file.path.startswith(target.path + "/")]
        numbers += [(f"  {target.name} files", len(files)), (f"  {target.name} lines", _lines(files))]
    return numbers, touched


def _lines(files):
    return sum(len(file.lines) for file in files)


def _code_lines(files):
    return sum(bool(line.strip()) for file in files for line in file.code.splitlines())


def _touched(tree, example, own):
    pattern = re.compile(example, re.I)
    return [
        file.path for file in tree.files(*_PROGRAM)
        if pattern.search(re.sub(r"^\s*//.*$", "", file.text, flags=re.M))
        and not (own and re.search(own, file.path))
    ]


def _behind_the_switch(tree, package):
    """The lines, C too, of every target that hearth-switch links."""
    by_name = {target.name: target for target in targets(package)}
    linked, waiting = [], ["hearth-switch"]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in linked:
            linked.append(name)
            waiting += by_name[name].imports
    numbers = []
    for name in linked:
        files = [
            file for file in tree.files(*_PROGRAM) if file.path.startswith(by_name[name].path + "/")
        ]
        numbers.append((f"  {name}", _lines(files)))
    return [("lines linked by hearth-switch", sum(count for _, count in numbers))] + numbers


def _error_types(tree):
    """Types that say in their declaration, or in an extension, that they are errors."""
    return [
        made.name for file in tree.sources for made in file.declarations
        if made.kind in TYPES and _ERROR.match(made.signature.split(made.name, 1)[-1])
    ]


def main(arguments):
    shows_files = "--files" in arguments
    revisions = [argument for argument in arguments if not argument.startswith("-")]
    columns = []
    for revision in revisions:
        archive = subprocess.run(
            ["git", "archive", revision], check=True, stdout=subprocess.PIPE
        ).stdout
        with tempfile.TemporaryDirectory() as folder:
            tarfile.open(fileobj=io.BytesIO(archive)).extractall(folder)
            columns.append((revision, *measured(Tree(folder))))
    columns.append(("now", *measured(Tree("."))))
    titles = list(dict.fromkeys(title for _, numbers, _ in columns for title, _ in numbers))
    print(f"{'':40}" + "".join(f"{name[:10]:>12}" for name, _, _ in columns))
    for title in _in_order(titles, [numbers for _, numbers, _ in columns]):
        cells = (dict(numbers).get(title, "–") for _, numbers, _ in columns)
        print(f"{title:40}" + "".join(f"{cell:>12}" for cell in cells))
    if shows_files:
        for name, _, touched in columns:
            for title, files in touched.items():
                print(f"\n{name}, {title}:", *files, sep="\n  ")


def _in_order(titles, all_numbers):
    """The titles so that one that a revision lacks stands where the others have it."""
    order = []
    for numbers in reversed(all_numbers):
        at = 0
        for title, _ in numbers:
            if title in order:
                at = order.index(title) + 1
            else:
                order.insert(at, title)
                at += 1
    return [title for title in order if title in titles]


if __name__ == "__main__":
    main(sys.argv[1:])
