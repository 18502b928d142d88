"""Where a law is not true yet: the paths that it spares, and nothing else. `script/lint --all` spares
none. A path leaves this list for good as soon as the law is true below it."""

PENDING = {
    "file length": (
        "Sources/Chamber/Controller/Controller.swift",
    ),
    "function length": (
        "Sources/Chamber/Controller/Controller+Wishes.swift",
    ),
    "documented": (
        "Sources/Chamber/",
        "Sources/hearth/",
    ),
    "take": (
        "Sources/Chamber/",
        "Sources/hearth/",
    ),
    "words": (
        "Sources/Chamber/",
        "Sources/hearth-prove/Peers/PeerComparison.swift",
    ),
    "ladder": (
        "Sources/Chamber/",
    ),
}
