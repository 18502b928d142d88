"""Prints each breach as `file:line: law: what to do`.

    python3 -m laws [ROOT]             fails when a law is broken
    python3 -m laws --counts [ROOT]    also says how often each law is
"""

import collections
import sys

from .all import LAWS, name_of
from .tree import Tree


def main(arguments):
    roots = [argument for argument in arguments if not argument.startswith("-")]
    tree = Tree(roots[0] if roots else ".")
    counts = collections.Counter()
    for law in LAWS:
        for breach in law(tree):
            print(breach)
            counts[breach.law] += 1
    if "--counts" in arguments:
        for law in LAWS:
            print(f"{name_of(law)}: {counts[name_of(law)]}")
    return 1 if counts else 0


sys.exit(main(sys.argv[1:]))
