/// Rows of text in columns, for a terminal and for a document.
package struct TextTable {
    private let header: [String]
    /// The columns that are aligned left; numbers are aligned right.
    private let leftColumns: Set<Int>
    private var rows: [[String]] = []

    /// `left`: the columns that are aligned left.
    package init(_ header: [String], left: Set<Int> = [0]) {
        self.header = header
        leftColumns = left
    }

    /// One cell for each column of the header.
    package mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines, without trailing spaces.
    package var lines: [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        var lines = all.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return leftColumns.contains(column) ? row[column] + space : space + row[column]
            }
            return Self.trimmed(cells.joined(separator: "  "))
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        lines.insert(rule, at: 1)
        return lines
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
