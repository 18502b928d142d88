# Signing by all keys of GNUPGHOME that can, at the time SOURCE_DATE_EPOCH. To be sourced.
#
#   sign OPTION …     gpg with these options, and the keys

# The fingerprints of the signing keys and the time of the newest, from what `gpg --with-colons` tells
# (doc/DETAILS): field 2 validity, 6 time, 12 what it can do, 15 where the secret is.
signers=()
when=$SOURCE_DATE_EPOCH
while read -r fingerprint made; do
    signers+=(--local-user "$fingerprint!")
    # A signature older than its key would be none.
    [ "$made" -le "$when" ] || when=$made
done < <(gpg --batch --with-colons --list-secret-keys 2>/dev/null | awk -F : '
    $1 == "sec" || $1 == "ssb" { good = $2 !~ /[erd]/ && $12 ~ /s/ && $15 != "#"; made = $6 }
    $1 == "fpr" && good { print $10, made; good = 0 }')
if [ "${#signers[@]}" -eq 0 ]; then
    echo "no key in $GNUPGHOME can sign; docs/release.md tells how to make one" >&2
    exit 66
fi

sign() {
    gpg --batch --yes --quiet --no-permission-warning --faked-system-time "$when!" \
        --digest-algo SHA512 "${signers[@]}" "$@" 2> >(grep -v 'faked system time' >&2)
}
