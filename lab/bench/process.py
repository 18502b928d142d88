"""What Linux tells about a running process, and how to start the servers that are measured."""

import pathlib
import re
import subprocess


class Server:
    """A server that prints its address, for a `with` block; its output goes nowhere else."""

    def __init__(self, *command):
        self.command = [str(word) for word in command]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )
        for line in self.process.stdout:
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if address:
                self.port = int(address.group(1))
                return self
        raise RuntimeError(f"{self.command[0]} ended with {self.process.wait()} and no address")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self):
        """Processor time of all its threads, from the scheduler's own count in nanoseconds."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        return sum(
            int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()
        ) / 1e9

    def memory_kilobytes(self):
        """(resident, private) memory in KiB.

        Private is what was written to: pages of the program's own file that nobody else maps count
        as private to Linux too, but they can be dropped and read again.
        """
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        sizes = {name: int(size) for name, size in re.findall(r"(\w+):\s+(\d+) kB", text)}
        return sizes["Rss"], sizes["Private_Dirty"]
