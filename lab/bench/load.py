"""A machine that has other things to do: every core busy, and a disk that is written to."""

import os
import subprocess
import sys

#: Writes blocks to one file and forces each to the disk, over and over in the same place.
WRITER = """
import os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
while True:
    for block in range(64):
        os.pwrite(file, os.urandom(65536), block * 65536)
        os.fsync(file)
"""
SPINNER = "while True: pass"


class Load:
    """The processes that make it; a context manager that ends them."""

    def __init__(self, folder):
        self._commands = [[sys.executable, "-c", SPINNER]] * os.cpu_count()
        self._commands += [[sys.executable, "-c", WRITER, str(folder / "written")]]

    def __enter__(self):
        self._processes = [subprocess.Popen(command) for command in self._commands]
        return self

    def __exit__(self, *_):
        for process in self._processes:
            process.kill()
            process.wait()
