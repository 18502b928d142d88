"""A network of this test file's own: nothing outside can reach a server in it, or be reached.

What a daemon does where it listens to a whole network can be tried there without listening on one.
"""

import ctypes
import os
import subprocess

#: linux/sched.h
CLONE_NEWNET = 0x40000000

#: What this machine is called in that network (198.51.100.0/24 is for examples, RFC 5737).
ADDRESS = "198.51.100.7"


#: And in IPv6 (RFC 4193), where a test adds that.
ADDRESS_6 = "fd00:ca11::7"


def add_ipv6(address=ADDRESS_6):
    """Gives the test's own network IPv6; False where the kernel has none."""
    if not os.path.exists("/proc/sys/net/ipv6"):
        return False
    return subprocess.run(
        ["ip", "-6", "address", "add", f"{address}/64", "dev", "wire", "nodad"], check=False
    ).returncode == 0


def remove_ipv6(address):
    subprocess.run(["ip", "-6", "address", "del", f"{address}/64", "dev", "wire"], check=True)


def remove_ipv4():
    """Leaves the test's own network IPv6 alone."""
    subprocess.run(["ip", "address", "del", f"{ADDRESS}/24", "dev", "wire"], check=True)


def enter_own_network():
    """Moves this process and what it starts from now on; False where the system does not allow it.

    Each file of the tests runs in a process of its own (__main__.py), so no other one is moved.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNET) != 0:
        return False
    for command in (
        "link set lo up",
        "link add wire type veth peer name far-end",
        f"address add {ADDRESS}/24 dev wire",
        "link set wire up",
        "link set far-end up",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    return True
