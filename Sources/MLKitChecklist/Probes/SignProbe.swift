internal import MLKitCore

/// What a file has to say beside that it is there: lines that a tool acts upon, such as the version in `requires-python`.
struct FileSign {
    /// Of the file's name; of its path if there is a `/` in it.
    let pattern: String
    /// Each has to be found in some line, in any of its spellings.
    let groups: [[String]]

    init(_ pattern: String, _ groups: [String]...) {
        self.pattern = pattern
        self.groups = groups
    }

    /// A digit at a line's beginning, perhaps after a `v`.
    static let version = "0.0"

    func fits(_ path: String) -> Bool {
        Glob(pattern).matches(pattern.contains("/") ? path : PinProbe.name(path))
    }

    /// The line that says the first of what is wanted, if all is said.
    func line(in text: String) -> String? {
        guard !ToolCommands.hasConflict(text) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.trimmed.hasPrefix("#") && !$0.trimmed.isEmpty }
        let found = groups.map { marks in
            lines.indices.first { index in marks.contains { Self.says(lines, index, $0) } }.map { lines[$0].trimmed }
        }
        return found.contains { $0 == nil } ? nil : found.first ?? nil
    }

    private static func says(_ lines: [String], _ index: Int, _ mark: String) -> Bool {
        let line = lines[index]
        guard mark != version else { return line.trimmed.drop { $0 == "v" }.first?.isNumber ?? false }
        return line.ranges(of: mark).contains { hasValue(line[$0.upperBound...], mark, lines, index) }
    }

    /// Whether something is given to the name that ends before `rest`, if it is one that something is given to: on its line,
    /// or below it.
    private static func hasValue(_ rest: Substring, _ mark: String, _ lines: [String], _ index: Int) -> Bool {
        let isName = mark.last.map { ":=".contains($0) } ?? false
        let sign = rest.drop { " \"'".contains($0) }.first
        guard isName || mark.hasSuffix("\"") && mark.contains("=") || sign == ":" || sign == "=" else { return true }
        let value = rest.drop { " \t\"'".contains($0) }.drop { !isName && ":=".contains($0) }.trimmed
        if ["[]", "{}", "\"\"", "''", "null", "~", "none"].contains(where: { value.lowercased().hasPrefix($0) }) { return false }
        if value.prefix(while: { $0 != "#" }).contains(where: { $0.isLetter || $0.isNumber || "*$".contains($0) }) { return true }
        guard index + 1 < lines.count, ["", "|", ">", "[", "{", "(", "[{"].contains(value) else { return false }
        let (here, next) = (lines[index], lines[index + 1])
        let depth = { (line: String) in line.prefix { $0 == " " || $0 == "\t" }.count }
        return depth(next) > depth(here) || depth(next) == depth(here) && next.trimmed.hasPrefix("- ")
    }
}

/// Holds tracked files against signs.
enum SignProbe {
    /// - Parameters:
    ///   - what: what is said, as in "the version of the language".
    ///   - example: a file that could say it, and how.
    ///   - isOff: whether a text says of itself that it does not count.
    static func look(
        _ signs: [FileSign], _ what: String, example: String, isOff: (String) -> Bool = { _ in false }, _ context: ProbeContext
    ) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var (silent, empty): (String?, String?)
            for file in files where !ForeignFiles.contain(file) && !ForeignFiles.isExample(file) {
                let fitting = signs.filter { $0.fits(file) }
                guard !fitting.isEmpty else { continue }
                guard let text = try context.text(tracked: file), !text.trimmed.isEmpty else { empty = empty ?? file; continue }
                if !isOff(text), let line = fitting.lazy.compactMap({ $0.line(in: text) }).first {
                    return .passed("`\(file)` says \(what): `\(line.prefix(60))`", [file])
                }
                silent = silent ?? file
            }
            if let silent { return .failed("`\(silent)` does not say \(what), such as \(example)", [silent]) }
            if let empty { return .unknown("there is nothing to judge: `\(empty)` is empty", [empty]) }
            return .failed("no tracked file says \(what), such as \(example)")
        }
    }
}
