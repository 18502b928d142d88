"""Holds every process that opens a file of a disk until the test has looked, by the kernel's fanotify."""

import ctypes
import os
import struct
import threading
import traceback

# fanotify(7)
CLOSE_ON_EXEC, CLASS_CONTENT = 0x1, 0x4
MARK_ADD, MARK_FILESYSTEM = 0x1, 0x100
OPEN_PERMISSION, EXECUTE_PERMISSION, FOLDERS_TOO = 0x10000, 0x40000, 0x40000000
ALLOW = 1
EVENT = struct.Struct("=IBBHQii")
ANSWER = struct.Struct("=iI")


class Opened:
    """A file that somebody is about to open, while its opener is held. A file that is made is there
    already, and empty."""

    def __init__(self, descriptor, mask):
        self.descriptor = descriptor
        self.path = os.readlink(f"/proc/self/fd/{descriptor}")
        self.is_executed = bool(mask & EXECUTE_PERMISSION)
        self.size = os.fstat(descriptor).st_size

    def content(self):
        return os.pread(self.descriptor, self.size, 0)


class OpenWatch:
    """Calls `look` with each file of the disk below `path` that is opened, before it is. `look` itself
    opens nothing there: it would wait for itself."""

    def __init__(self, path, look):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.fanotify_mark.argtypes = [
            ctypes.c_int, ctypes.c_uint, ctypes.c_uint64, ctypes.c_int, ctypes.c_char_p,
        ]
        self.queue = libc.fanotify_init(CLOSE_ON_EXEC | CLASS_CONTENT, os.O_RDONLY | os.O_CLOEXEC)
        mask = OPEN_PERMISSION | EXECUTE_PERMISSION | FOLDERS_TOO
        if self.queue < 0 or libc.fanotify_mark(
            self.queue, MARK_ADD | MARK_FILESYSTEM, mask, -1, path.encode()
        ):
            raise OSError(ctypes.get_errno(), "fanotify")
        self.look = look
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while True:
            events = os.read(self.queue, 4096)
            while events:
                length, _, _, _, mask, descriptor, _ = EVENT.unpack_from(events)
                events = events[length:]
                try:
                    self.look(Opened(descriptor, mask))
                except Exception:
                    # Whoever waits for something that was to be seen will miss it.
                    traceback.print_exc()
                os.write(self.queue, ANSWER.pack(descriptor, ALLOW))
                os.close(descriptor)
