internal import MLKitChecklist
internal import MLKitCore

/// Progress over time as columns of characters: `#` for done, `+` for skipped or waived, `.` for open.
struct BurndownChart {
    let burndown: Burndown
    /// Characters in a line.
    let width: Int
    let isColoured: Bool

    private static let height = 12
    private static let widest = 3

    var text: String {
        guard let last = burndown.points.last, let most = burndown.points.map(\.tally.total).max(), most > 0 else {
            return ""
        }
        let labels = "\(most)".count
        let columns = columns(room: max(width - labels - 2, 1))
        let rows = (0..<Self.height).reversed().map { row in
            label(row, most, labels) + columns.points.map { cell($0, row, most, columns.width) }.joined() + "\n"
        }
        return rows.joined() + axis(columns, labels) + "\n" + legend(last)
    }

    /// As many points as there is room for, evenly apart, the last one always among them.
    private func columns(room: Int) -> (points: [Burndown.Point], width: Int) {
        let points = burndown.points
        guard points.count > room else { return (points, min(room / points.count, Self.widest)) }
        let chosen = (0..<room).map { points[room == 1 ? points.count - 1 : $0 * (points.count - 1) / (room - 1)] }
        return (chosen, 1)
    }

    private func label(_ row: Int, _ most: Int, _ width: Int) -> String {
        let text = row == Self.height - 1 ? "\(most)" : row == 0 ? "0" : ""
        return String(repeating: " ", count: width - text.count) + text + " |"
    }

    private func cell(_ point: Burndown.Point, _ row: Int, _ most: Int, _ width: Int) -> String {
        let middle = (2 * row + 1) * most
        let scale = 2 * Self.height
        let (mark, style): (Character, Style) =
            if middle < point.tally.done * scale {
                ("#", .green)
            } else if middle < point.tally.settled * scale {
                ("+", .cyan)
            } else if middle < point.tally.total * scale {
                (".", .dim)
            } else {
                (" ", .dim)
            }
        return String(repeating: mark, count: width).styled(style, isColoured && mark != " ")
    }

    /// The first and the last day under the ends of the columns.
    private func axis(_ columns: (points: [Burndown.Point], width: Int), _ labels: Int) -> String {
        let line = String(repeating: "-", count: columns.points.count * columns.width)
        let indent = String(repeating: " ", count: labels + 2)
        guard let first = columns.points.first?.day.day, let last = columns.points.last?.day.day else { return "" }
        let gap = line.count - first.count - last.count
        let apart = first + String(repeating: " ", count: max(gap, 0)) + last
        let days = gap > 0 ? apart : first == last ? first : "\(first) to \(last)"
        return String(repeating: " ", count: labels) + " +" + line + "\n" + indent + days + "\n"
    }

    private func legend(_ last: Burndown.Point) -> String {
        let done = "#".styled(.green, isColoured)
        let excused = "+".styled(.cyan, isColoured)
        return """
            \(done) done \(last.tally.done)   \(excused) skipped or waived \(last.excused)   . open \(last.open)
            by \(burndown.interval.rawValue), with the lists as they are now

            """
    }
}
