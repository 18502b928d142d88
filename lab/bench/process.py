"""What Linux tells about a running process, and how to start the servers that are measured."""

import dataclasses
import pathlib
import re
import subprocess


@dataclasses.dataclass(frozen=True)
class Memory:
    """KiB of a process (proc_pid_smaps(5)).

    Resident counts every page that it maps, those of the programs' files and libraries too.
    Proportional counts each shared page by the share of one of its users. Anonymous is what was asked
    for and written to; private, besides, pages of a file that nobody else maps.
    """

    resident: int = 0
    proportional: int = 0
    anonymous: int = 0
    private: int = 0

    @staticmethod
    def of(process):
        text = (process / "smaps_rollup").read_text()
        sizes = {name: int(size) for name, size in re.findall(r"(\w+):\s+(\d+) kB", text)}
        return Memory(sizes["Rss"], sizes["Pss"], sizes["Anonymous"], sizes["Private_Dirty"])

    def __add__(self, other):
        pairs = zip(dataclasses.astuple(self), dataclasses.astuple(other))
        return Memory(*(one + two for one, two in pairs))


class Process:
    """A process of ours, for a `with` block, and what it has used so far."""

    def __init__(self, *command):
        self.command = [str(word) for word in command]

    def start(self, **outputs):
        """Starts it; `outputs` say where its words go."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, text=True, **outputs
        )

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def processes(self):
        """It and what it has started, as folders of /proc."""
        own = pathlib.Path(f"/proc/{self.process.pid}")
        children = " ".join(file.read_text() for file in own.glob("task/*/children"))
        return [own, *(pathlib.Path(f"/proc/{child}") for child in children.split())]

    def cpu_seconds(self):
        """Processor time of all its threads, and of what it has started, from the scheduler's own
        count in nanoseconds."""
        return sum(
            int(task.read_text().split()[0])
            for process in self.processes()
            for task in process.glob("task/*/schedstat")
        ) / 1e9

    def memory(self):
        """What it and what it has started hold together."""
        return sum((Memory.of(process) for process in self.processes()), Memory())

    def switch_memory(self):
        """The same of `hearth-switch` alone, its last child."""
        return Memory.of(self.processes()[-1])


class Server(Process):
    """A server that prints its address, for a `with` block; its output goes nowhere else."""

    def __enter__(self):
        self.start(stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in self.process.stdout:
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if address:
                self.port = int(address.group(1))
                return self
        raise RuntimeError(f"{self.command[0]} ended with {self.process.wait()} and no address")
