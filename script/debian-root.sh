# Debian roots: whole systems in a folder, for what this machine's own system cannot do. To be sourced.
# Needs root, and debootstrap to make one.

# inside_root ROOT COMMAND …
#
# Runs a command in a root, in process and mount namespaces of its own: what it leaves running or
# mounted ends with it, and it can touch no process of the machine's. HEARTH_BIND="HERE THERE" lets
# the root see the folder HERE as THERE.
inside_root() {
    unshare --mount --pid --fork --kill-child -- bash -c '
        mount -t proc proc "$1/proc"
        mount -t tmpfs tmpfs "$1/dev/shm"
        if [ -n "${HEARTH_BIND:-}" ]; then
            mkdir -p "$1${HEARTH_BIND##* }"
            mount --bind "${HEARTH_BIND% *}" "$1${HEARTH_BIND##* }"
        fi
        exec chroot "$1" /usr/bin/env -i CI="${CI:-}" DEBIAN_FRONTEND=noninteractive HOME=/root \
            LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin http_proxy="${http_proxy:-}" "${@:2}"
    ' inside_root "$@"
}

# make_root SUITE ROOT CONTENTS [FILL …]
#
# Makes a root of that Debian unless one is there whose contents are described by the same text. The
# command FILL gets the new root's path as its last argument. The root gets its final name last of all,
# so a half-made one is never taken for a ready one.
make_root() {
    local suite=$1 root=$2 contents=$3
    shift 3
    [ ! -d "$root" ] || [ "$(cat "$root/etc/hearth-root" 2>/dev/null)" != "$contents" ] || return 0
    rm -rf --one-file-system "$root.new"
    debootstrap --variant=minbase "$suite" "$root.new"
    if [ $# -gt 0 ]; then "$@" "$root.new"; fi
    echo "$contents" >"$root.new/etc/hearth-root"
    rm -rf --one-file-system "$root"
    mv "$root.new" "$root"
}
