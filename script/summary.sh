# The last lines of a run of tests. To be sourced.

# More unstable tests than this are a failure.
most_unstable=4

# summary PASSED FAILED UNSTABLE NAMES
#
# Prints `unstable: K (NAMES)`, where there are such tests, and `N passed, M failed`; the status is 1 where
# something has failed.
summary() {
    local passed=$1 failed=$2 unstable=$3 names=$4
    if [ "$unstable" -gt "$most_unstable" ]; then
        echo "More than $most_unstable unstable tests are a failure."
        failed=$((failed + 1))
    fi
    [ "$unstable" -eq 0 ] || echo "unstable: $unstable ($names)"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
