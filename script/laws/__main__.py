"""Prints each breach as `file:line: law: what to do`.

    python3 -m laws [ROOT]          fails when a law is broken where it is in force
    python3 -m laws --all [ROOT]    also where it is not yet (pending.py), and counts each law
"""

import collections
import sys

from .documented import documented
from .ladder import ladder
from .pending import PENDING
from .references import symbol_links, tests_named
from .rooms import arrows, imports, room_table
from .size import file_length, function_length
from .threads import thread_names
from .tree import Tree
from .words import take, words

LAWS = (
    file_length, function_length, documented, imports, arrows, room_table, tests_named, symbol_links,
    thread_names, take, words, ladder,
)


def main(arguments):
    everything = "--all" in arguments
    roots = [argument for argument in arguments if not argument.startswith("-")]
    tree = Tree(roots[0] if roots else ".")
    counts = collections.Counter()
    for law in LAWS:
        for breach in law(tree):
            spared = any(breach.path.startswith(path) for path in PENDING.get(breach.law, ()))
            if everything or not spared:
                print(breach)
                counts[breach.law] += 1
    if everything:
        for law in LAWS:
            name = law.__name__.replace("_", " ")
            print(f"{name}: {counts[name]}")
    return 1 if counts else 0


sys.exit(main(sys.argv[1:]))
