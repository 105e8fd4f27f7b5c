/// Turns a diagnostic into the text a person reads; the only place that knows its layout.
public struct DiagnosticRenderer: Sendable {
    /// Whether to colour with ANSI escapes.
    public var colour: Bool

    public init(colour: Bool = false) {
        self.colour = colour
    }

    /// The diagnostic as lines, each ended by a newline.
    public func render(_ diagnostic: Diagnostic) -> String {
        var text = heading(diagnostic)
        if let location = diagnostic.location {
            text += excerpt(location)
        }
        for note in diagnostic.notes {
            text += styled("note", .bold) + ": \(note.unbroken)\n"
        }
        if let hint = diagnostic.hint {
            text += "\n" + styled("hint", .cyan) + ": \(hint.unbroken)\n"
        }
        return text
    }

    private func heading(_ diagnostic: Diagnostic) -> String {
        let style: Style = diagnostic.severity == .error ? .red : .yellow
        return styled(diagnostic.severity.rawValue, style) + ": \(diagnostic.message.unbroken)\n"
    }

    private func excerpt(_ location: SourceLocation) -> String {
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        var text = "\(margin)--> \(location.file):\(location.line):\(location.column)\n"
        guard let line = location.sourceLine else { return text }
        let (shown, column) = Self.window(of: line, around: location.column)
        let before = String(repeating: " ", count: max(column - 1, 0))
        let marked = min(location.length, max(shown.count - column + 1, 1))
        text += "\(margin) |\n"
        text += "\(number) | \(shown)\n"
        text += "\(margin) | \(before)" + styled(String(repeating: "^", count: marked), .red) + "\n"
        return text
    }

    /// The part of a long line around a column, and the column in that part.
    private static func window(of line: String, around column: Int) -> (String, Int) {
        let width = 160
        guard line.count > width else { return (line, column) }
        let start = min(max(column - width / 2, 0), line.count - width)
        let middle = line.dropFirst(start).prefix(width)
        let head = start > 0 ? "…" : ""
        return (head + middle + (start + width < line.count ? "…" : ""), column - start + head.count)
    }

    private enum Style: String {
        case bold = "1"
        case red = "1;31"
        case yellow = "1;33"
        case cyan = "1;36"
    }

    private func styled(_ text: String, _ style: Style) -> String {
        colour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
