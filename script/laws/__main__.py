"""Prints each breach as `file:line: law: what to do`.

    python3 -m laws [ROOT]          fails when a law is broken where it is in force
    python3 -m laws --all [ROOT]    also where it is not yet (pending.py), and counts each law
"""

import collections
import sys

from .all import LAWS, name_of
from .pending import PENDING
from .tree import Tree


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
            print(f"{name_of(law)}: {counts[name_of(law)]}")
    return 1 if counts else 0


sys.exit(main(sys.argv[1:]))
