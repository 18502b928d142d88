internal import CZlib
import WebSocket

/// The parts of our page below this folder, and the order in which they make its two documents: the page, and the
/// views that are fetched when one of them is opened.
///
/// There is nothing to bundle and nothing to fetch: markup, words, style and script are files by subject
/// that are built into the program, which joins them.
struct PageParts {
    /// The whole page in one language.
    let document: [UInt8]
    /// The script of the views that most visits never open, in the same language.
    let views: [UInt8]
    /// Where the page finds that script. It changes with what is in it, so that a browser's cache cannot mix two
    /// versions.
    let viewsPath: String

    init(in language: PageLanguage) {
        let rules = Self.viewStyles.flatMap { PageCompaction.style($0) }
        let words = Self.words(in: language)
        views =
            Array("'use strict';\nconst viewRules=`".utf8) + Self.inTemplate(rules)
            + Array("`;\n".utf8)
            + ([words.views] + Self.viewScripts).flatMap { PageCompaction.script($0) }
        viewsPath = "/views-\(language.rawValue)-\(Self.sum(of: views)).js"
        // The page's addresses are relative: it stands below `/hearth/` too.
        let address = Array("const viewsAddress='\(viewsPath.dropFirst())';\n".utf8)
        document = Self.joined(
            PageCompaction.markup(PackageResources.page_html),
            style: Self.styles.flatMap { PageCompaction.style($0) },
            script: PageCompaction.script(words.page) + address
                + Self.scripts.flatMap { PageCompaction.script($0) }
        )
    }

    private static var styles: [[UInt8]] {
        [
            PackageResources.tokens_css, PackageResources.frame_css, PackageResources.now_css,
            PackageResources.chart_css, PackageResources.lists_css, PackageResources.wide_css,
        ]
    }

    private static var viewStyles: [[UInt8]] {
        [
            PackageResources.settings_css, PackageResources.guide_css, PackageResources.story_css,
            PackageResources.board_css,
        ]
    }

    /// What a file declares, those behind it use.
    private static var scripts: [[UInt8]] {
        [
            PackageResources.text_js, PackageResources.asking_js, PackageResources.off_js,
            PackageResources.card_js, PackageResources.chart_js, PackageResources.reader_js,
            PackageResources.history_js, PackageResources.controls_js, PackageResources.notes_js,
            PackageResources.lists_js, PackageResources.tell_js, PackageResources.views_js,
            PackageResources.stream_js, PackageResources.start_js,
        ]
    }

    /// These use what the page's scripts declare, too.
    private static var viewScripts: [[UInt8]] {
        [
            PackageResources.settings_js, PackageResources.device_js, PackageResources.printer_js,
            PackageResources.network_js, PackageResources.update_js, PackageResources.notify_js,
            PackageResources.board_js, PackageResources.fleet_js, PackageResources.story_js,
            PackageResources.guide_js, PackageResources.runs_js, PackageResources.service_js,
            PackageResources.fetched_js,
        ]
    }

    private static func words(in language: PageLanguage) -> (page: [UInt8], views: [UInt8]) {
        switch language {
        case .english: (PackageResources.english_js, PackageResources.views_english_js)
        case .german: (PackageResources.german_js, PackageResources.views_german_js)
        case .chinese: (PackageResources.chinese_js, PackageResources.views_chinese_js)
        }
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

    /// A text as it stands between two backticks.
    private static func inTemplate(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { "\\`$".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    /// Eight hexadecimal digits that change with the text; no secret.
    private static func sum(of text: [UInt8]) -> String {
        let sum = text.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
