import WebSocket

/// The parts of our page below this folder, and the order in which they make one document.
///
/// There is nothing to bundle and nothing to fetch: markup, words, style and script are files by subject
/// that are built into the program, which joins them.
enum PageParts {
    /// The whole document in one language, without indentation and without the script's comments.
    static func document(in language: PageLanguage) -> [UInt8] {
        let style = styles.flatMap { compact($0) }
        let script = compact(words(in: language)) + scripts.flatMap { compact($0) }
        return joined(PackageResources.page_html, style: style, script: script)
    }

    private static var styles: [[UInt8]] {
        [
            PackageResources.tokens_css, PackageResources.frame_css, PackageResources.now_css,
            PackageResources.chart_css, PackageResources.lists_css, PackageResources.wide_css,
            PackageResources.board_css,
        ]
    }

    /// What a file declares, those behind it use.
    private static var scripts: [[UInt8]] {
        [
            PackageResources.text_js, PackageResources.asking_js, PackageResources.off_js,
            PackageResources.card_js, PackageResources.chart_js, PackageResources.story_js,
            PackageResources.history_js, PackageResources.controls_js, PackageResources.notes_js,
            PackageResources.lists_js, PackageResources.settings_js, PackageResources.device_js,
            PackageResources.printer_js, PackageResources.network_js, PackageResources.update_js,
            PackageResources.tell_js,
            PackageResources.board_js,
            PackageResources.fleet_js,
            PackageResources.stream_js, PackageResources.start_js,
        ]
    }

    private static func words(in language: PageLanguage) -> [UInt8] {
        switch language {
        case .english: PackageResources.english_js
        case .german: PackageResources.german_js
        case .chinese: PackageResources.chinese_js
        }
    }

    /// The lines without what a browser does not need: a third less to send. No string goes over a line's
    /// end in these files.
    private static func compact(_ file: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(file.count)
        for line in file.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            guard !text.isEmpty, !text.starts(with: "//".utf8) else { continue }
            kept += text
            kept.append(UInt8(ascii: "\n"))
        }
        return kept
    }

    /// `markup` with style and script in front of their end tags, each of which it has once.
    private static func joined(_ markup: [UInt8], style: [UInt8], script: [UInt8]) -> [UInt8] {
        var document: [UInt8] = []
        document.reserveCapacity(markup.count + style.count + script.count)
        for index in markup.indices {
            if markup[index...].starts(with: "</style>".utf8) { document += style }
            if markup[index...].starts(with: "</script>".utf8) { document += script }
            document.append(markup[index])
        }
        return document
    }
}

/// A language of the page.
enum PageLanguage: String, CaseIterable {
    case english = "en"
    case german = "de"
    case chinese = "zh"

    /// What this browser's person chose on the page, else the first of the browser's languages that the
    /// page has.
    init(of request: RequestHead) {
        for part in (request.cookie ?? "").split(separator: ";") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0] == Self.cookie, let chosen = Self(rawValue: String(pair[1]))
            {
                self = chosen
                return
            }
        }
        let offered = (request.acceptLanguage ?? "").split(separator: ",").lazy
            .map { $0.drop { $0 == " " }.prefix(2).lowercased() }
        self = offered.compactMap(Self.init(rawValue:)).first ?? .english
    }

    /// Set by the page's script.
    private static let cookie = "hearth-language"
}
