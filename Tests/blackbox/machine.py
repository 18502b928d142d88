"""A machine of this test file's own: a network that nobody else is in, and folders of the system that may be
written to, so that what a document says can be done as it stands there, /etc/hearth and port 80 included.

All of it ends with the process.
"""

import ctypes
import pathlib
import subprocess
import tempfile

from isolation import enter_own_network

#: linux/sched.h
CLONE_NEWNS = 0x00020000

#: Folders of the system that documents write to.
WRITTEN_TO = ("/etc", "/usr/share", "/var/lib")


def run(*words):
    subprocess.run(words, check=True)


def enter_own_machine(names):
    """Moves this process and what it starts from now on; False where the system does not allow it.

    `names` are resolved there: {"heater.local": "127.0.0.1"}.
    """
    if not enter_own_network():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        return False
    run("mount", "--make-rprivate", "/")
    layers = pathlib.Path(tempfile.mkdtemp(prefix="hearth-machine-"))
    run("mount", "-t", "tmpfs", "tmpfs", layers)
    # Nothing of it is left in the machine's own folder, which only this namespace sees filled.
    for number, folder in enumerate(WRITTEN_TO):
        upper, work = layers / f"upper{number}", layers / f"work{number}"
        upper.mkdir()
        work.mkdir()
        run(
            "mount", "-t", "overlay", "overlay", "-o",
            f"lowerdir={folder},upperdir={upper},workdir={work}", folder,
        )
    lines = "".join(f"{address} {name}\n" for name, address in names.items())
    pathlib.Path("/etc/hosts").write_text("127.0.0.1 localhost\n" + lines, encoding="utf-8")
    return True


def add_address(address):
    """An address more of this machine's, as documents give one to a printer."""
    run("ip", "address", "add", f"{address}/32", "dev", "wire")
