"""The rule for a test that failed beside others: it must hold ten times alone (docs/decisions.md).

Every runner has it from here: the Swift suites (suites.py), the black-box tests (Tests/blackbox) and the
labs (lab/machine).
"""

#: How many times a test runs alone after it failed beside others.
TIMES = 10

#: More tests than this are no accident: none of them runs again.
MOST = 4


def run_alone(names, holds, times=TIMES):
    """Runs tests alone that failed beside others: (the names that held each time, the others).

    `holds(name)` runs one test alone and says whether it passed; where it runs the test ten times itself,
    `times` is 1. A test that fails alone does not run again.
    """
    if len(names) > MOST:
        print(f"{len(names)} failed: more than {MOST}, so none runs again", flush=True)
        return [], list(names)
    unstable, failed = [], []
    for name in names:
        print(f"{TIMES} times alone: {name}", flush=True)
        is_good = all(holds(name) for _ in range(times))
        print(f"{'ok' if is_good else 'FAILED'} alone: {name}", flush=True)
        (unstable if is_good else failed).append(name)
    return unstable, failed


def summary(unstable):
    """The line above the last one of a run with unstable tests."""
    return f"unstable: {len(unstable)} ({', '.join(unstable)})"


def write_counts(file, passed, failed, unstable):
    """Leaves for script/test what a runner counted: `PASSED FAILED`, then a line for each unstable test."""
    with open(file, "w", encoding="utf-8") as counts:
        counts.write("\n".join([f"{passed} {failed}", *unstable]) + "\n")
