# What the tests in a booted copy share. To be sourced.

passed=0
failed=0

# Expects a command to succeed: what it shows, then the command.
expect() {
    local what=$1
    shift
    if "$@" >output 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $what: $*"
        sed 's/^/    /' output
    fi
}

# Waits until a command succeeds, for 30 s at most.
until_true() {
    local try
    for try in {1..300}; do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}

is() { [ "$(property "$1")" = "$2" ]; }
property() { systemctl show --value --property="$1" hearth; }
main() { property MainPID; }
runs_anew() { [ "$(main)" != "$1" ] && [ "$(main)" != 0 ] && is ActiveState active; }
says() { grep -q "$1" "$2"; }

# The last line, and the exit status.
conclude() {
    if [ "$failed" -gt 0 ]; then journalctl --no-pager --lines=40 --unit=hearth; fi
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
