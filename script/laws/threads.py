"""`thread names`: every thread has a name, short enough for the kernel, and only `Threads` makes one."""

import re

from .tree import Breach

# The kernel's TASK_COMM_LEN is 16, with the zero at the end: pthread_setname_np(3).
LONGEST_NAME = 15
_MADE = re.compile(r"\b(try (?:Thread|Worker) \{|(?:Thread|Worker)\(\s*(named: *(\"+)?)?)")


def thread_names(tree):
    for file in tree.files("Sources/**/*.swift", "Sources/**/*.c", "Sources/**/*.h"):
        if file.path.startswith("Sources/Threads/"):
            continue
        for found in re.finditer(r"\bpthread_create\b", file.code):
            yield Breach(
                file.path, file.line_at(found.start()), "thread names",
                "start threads through the room Threads, which names them",
            )
        if not file.path.endswith(".swift"):
            continue
        for found in _MADE.finditer(file.code):
            line = file.line_at(found.start())
            if not found.group(2):
                yield Breach(file.path, line, "thread names", "a thread needs a name (named:)")
            elif found.group(3):
                name = re.match(r'[^"\\]*', file.text[found.end():]).group(0)
                if not 0 < len(name.encode()) <= LONGEST_NAME:
                    yield Breach(
                        file.path, line, "thread names",
                        f"{name!r} is not a name of 1 to {LONGEST_NAME} bytes",
                    )
