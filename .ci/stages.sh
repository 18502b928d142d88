# Stages that run beside each other, at most two at once. To be sourced.
#
#   stage TITLE [after TITLE]… : COMMAND …    names one; it waits for those after which it comes
#   run_stages                                runs all, and says at the end what came of them
#
# Each stage's output is shown when it has ended. A stage's last line `N passed, M failed` is its count,
# and a line `unstable: K (names)` above it names tests that failed beside others and held alone. A stage
# without counts is one test, judged by its exit status. The last line is the sum; the status is 1 where
# something failed, or where there are more than four unstable tests.

. "$(dirname "${BASH_SOURCE[0]}")/../script/summary.sh"

most_at_once=2
titles=()
declare -A commands=() after=() processes=() began=() ended=()
passed=0
failed=0
unstable=0
unstable_names=
durations=

stage() {
    local title=$1
    shift
    titles+=("$title")
    after[$title]=
    while [ "$1" = after ]; do
        after[$title]+=$2$'\n'
        shift 2
    done
    shift
    printf -v "commands[$title]" '%q ' "$@"
}

# Whether all have ended after which a stage comes.
is_due() {
    local one
    while read -r one; do
        [ -z "$one" ] || [ -n "${ended[$one]:-}" ] || return 1
    done <<<"${after[$1]}"
}

# Starts what is due, the first named first.
start_stages() {
    local title
    for title in "${titles[@]}"; do
        [ "${#processes[@]}" -lt "$most_at_once" ] || return 0
        [ -z "${began[$title]:-}" ] && is_due "$title" || continue
        echo "-- $title has begun"
        # A session of its own: what it leaves running ends with it. The run's lock is not for it.
        setsid bash -c "${commands[$title]}" >"$logs/$title" 2>&1 </dev/null 9>&- &
        processes[$title]=$!
        began[$title]=$SECONDS
    done
}

# What the log of a stage says of its failures, a test's trace with it, or else its last lines: the end of a
# long run then says what failed.
failures_of() {
    local found
    found=$(awk '
        /^(FAIL|ERROR): / { more = 40 }
        /^Ran [0-9]+ tests? in / { more = 0 }
        more > 0 || /recorded an issue|^FAILED|: ended with status|: ran no test|error: / {
            if (shown < 150) print
            shown += 1
            more -= more > 0
        }
    ' "$logs/$1")
    printf '== %s\n%s\n' "$1" "${found:-$(tail -n 20 "$logs/$1")}"
}

# Whole minutes, rounded up.
minutes() { echo $((($1 + 59) / 60)); }

# Shows a stage that has ended, with its exit status, and counts it.
end_stage() {
    local title=$1 status=$2 good= bad= count= names= took
    kill -KILL -- "-${processes[$title]}" 2>/dev/null || true
    unset "processes[$title]"
    ended[$title]=yes
    took="$(minutes $((SECONDS - began[$title]))) min"
    echo "== $title"
    cat "$logs/$title"
    read -r good bad < <(tail -n 1 "$logs/$title" |
        sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p') || true
    read -r count names < <(tail -n 2 "$logs/$title" |
        sed -n 's/^unstable: \([0-9][0-9]*\) (\(.*\))$/\1 \2/p') || true
    if [ -z "$good" ] && [ "$status" -eq 0 ]; then
        good=1
    elif [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then
        bad=1
        echo "$title: ended with status $status" | tee -a "$logs/$title"
    fi
    passed=$((passed + ${good:-0}))
    failed=$((failed + ${bad:-0}))
    unstable=$((unstable + ${count:-0}))
    unstable_names+=${names:+${unstable_names:+, }$names}
    [ "${bad:-0}" -eq 0 ] && [ -z "$names" ] || failures_of "$title" >>"$logs/failures"
    durations+="$title $took, "
    echo "-- $title has ended after $took"
}

# Ends what still runs: asked first, as a lab takes its machines along, and killed then.
stop_stages() {
    local signal process
    for signal in TERM KILL; do
        for process in "${processes[@]}"; do kill "-$signal" -- "-$process" 2>/dev/null || true; done
        [ "${#processes[@]}" -eq 0 ] || [ "$signal" = KILL ] || sleep 3
    done
}

run_stages() {
    local status title
    logs=$(mktemp --directory)
    trap 'stop_stages; rm -rf "$logs"' EXIT
    trap 'exit 143' TERM INT HUP
    start_stages
    while [ "${#processes[@]}" -gt 0 ]; do
        sleep 0.2
        for title in "${!processes[@]}"; do
            ! kill -0 "${processes[$title]}" 2>/dev/null || continue
            status=0
            wait "${processes[$title]}" || status=$?
            end_stage "$title" "$status"
        done
        start_stages
    done
    [ ! -s "$logs/failures" ] || { echo "What failed or was unstable:"; cat "$logs/failures"; }
    echo "${durations}all $(minutes "$SECONDS") min"
    summary "$passed" "$failed" "$unstable" "$unstable_names"
}
