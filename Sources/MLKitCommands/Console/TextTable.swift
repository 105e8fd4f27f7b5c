internal import MLKitScaffold

/// Rows of cells in columns as wide as their widest cell.
struct TextTable {
    var rows: [[String]] = []

    /// The last cell is cut no shorter than this: where there is less room, it stays whole.
    private static let narrowest = 20

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The rows as lines, each ended by a newline, columns two spaces apart.
    ///
    /// - Parameter width: columns that lines are cut to, between words, as far as the last cell can be; `nil` for no limit.
    func text(indent: Int = 0, width: Int? = nil) -> String {
        let counts = rows.map { $0.map(\.visibleCount) }
        var widths = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
        for row in counts { for (column, count) in row.enumerated() { widths[column] = max(widths[column], count) } }
        var text = ""
        for (row, counts) in zip(rows, counts) {
            var line = String(repeating: " ", count: indent)
            for (column, cell) in row.dropLast().enumerated() {
                line += cell
                line += String(repeating: " ", count: widths[column] - counts[column] + 2)
            }
            if let cell = row.last {
                let room = width.map { $0 - line.visibleCount } ?? 0
                line += room >= Self.narrowest ? cell.cut(to: room) : cell
            }
            while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
            text += line
            text += "\n"
        }
        return text
    }
}

extension String {
    /// Whether all of it is ASCII that a terminal shows as it is.
    var isPlain: Bool { utf8.allSatisfy { 0x20..<0x7F ~= $0 } }

    /// Characters that a terminal shows: all but those that change the style.
    var visibleCount: Int {
        // Tables of thousands of lines are mostly ASCII.
        if isPlain { return utf8.count }
        var count = 0
        var isHidden = false
        for character in self {
            if character == "\u{1B}" { isHidden = true }
            if !isHidden { count += 1 }
            if isHidden, character == "m" { isHidden = false }
        }
        return count
    }
}
