"""A disk of a lab machine that loses its power: what was not flushed before is not there after."""

import struct
import subprocess

# The format of the kernel's dm-log-writes, which the emulator's blklogwrites keeps too.
SUPER = struct.Struct("<QQQI")
ENTRY = struct.Struct("<QQQQ")
MAGIC = 0x6A736677736872
SECTOR = 512
FLUSH, DISCARD = 1, 4


class Disk:
    """The image that the machine writes, a log of its writes and flushes, and the image as it was at
    the last start."""

    def __init__(self, root, name):
        self.root = root
        self.image = f"/srv/lab/update/{name}.disk"
        self.log = self.image + ".log"
        self.safe = f"{root}{self.image}.safe"
        self.copy(f"{root}/srv/lab/update/empty.ext4", self.safe)

    def copy(self, source, target):
        subprocess.run(["cp", "--sparse=always", source, target], check=True)

    def options(self):
        """The emulator's, which sees its root only."""
        self.copy(self.safe, self.root + self.image)
        with open(self.root + self.log, "wb"):
            pass
        node = "driver=file,cache.no-flush=on,node-name="
        return [
            "-blockdev", f"{node}image,filename={self.image}",
            "-blockdev", f"{node}log,filename={self.log}",
            "-blockdev", "driver=blklogwrites,node-name=disk,file=image,log=log",
            "-device", "virtio-blk-pci,drive=disk,discard=off,write-zeroes=off",
        ]

    def lose_power(self):
        """What was written since the last flush is gone; returns how many writes that were, and how
        many stay."""
        kept, lost = 0, []
        with open(self.root + self.log, "rb") as log, open(self.safe, "r+b") as safe:
            magic, _, _, sector_size = SUPER.unpack(log.read(SUPER.size))
            if magic != MAGIC or sector_size != SECTOR:
                raise RuntimeError(f"{self.log} is no log of writes")
            log.seek(SECTOR)
            while True:
                sector, sectors, flags, _ = ENTRY.unpack_from(log.read(SECTOR).ljust(SECTOR, b"\0"))
                # The end, or where the power went while it was written.
                if not sectors and not flags:
                    break
                if sectors and not flags & DISCARD:
                    lost.append((sector, log.read(sectors * SECTOR)))
                if flags & FLUSH:
                    for at, data in lost:
                        safe.seek(at * SECTOR)
                        safe.write(data)
                    kept += len(lost)
                    lost = []
        return len(lost), kept
