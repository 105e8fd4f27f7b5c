/// Rows of cells in columns as wide as their widest cell.
struct TextTable {
    var rows: [[String]] = []

    /// The last cell is cut no shorter than this.
    private static let narrowest = 20

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The rows as lines, each ended by a newline, columns two spaces apart.
    ///
    /// - Parameter width: columns that lines are cut to, as far as the last cell can be; `nil` for no limit.
    func text(indent: Int = 0, width: Int? = nil) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].visibleCount : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = String(repeating: " ", count: indent)
            for (column, cell) in row.enumerated() {
                guard column == row.count - 1 else {
                    line += cell + String(repeating: " ", count: widths[column] - cell.visibleCount + 2)
                    continue
                }
                line += width.map { cell.cut(to: max($0 - line.visibleCount, Self.narrowest)) } ?? cell
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

extension String {
    /// Characters that a terminal shows: all but those that change the style.
    var visibleCount: Int {
        // Tables of thousands of lines are mostly ASCII.
        if utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return utf8.count }
        var count = 0
        var isHidden = false
        for character in self {
            if character == "\u{1B}" { isHidden = true }
            if !isHidden { count += 1 }
            if isHidden, character == "m" { isHidden = false }
        }
        return count
    }

    /// The text, its end replaced by `…` if it is longer than `width`. A text with styles stays as it is.
    func cut(to width: Int) -> String {
        guard count > width, !contains("\u{1B}") else { return self }
        return prefix(width - 1) + "…"
    }
}
