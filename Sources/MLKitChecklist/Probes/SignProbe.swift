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
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.trimmed.hasPrefix("#") && !$0.trimmed.isEmpty }
        let found = groups.map { marks in
            lines.indices.first { index in marks.contains { Self.says(lines[index], $0, before: lines.dropFirst(index + 1).first) } }
        }
        return found.contains { $0 == nil } ? nil : found.first?.map { lines[$0].trimmed }
    }

    private static func says(_ line: Substring, _ mark: String, before next: Substring?) -> Bool {
        guard mark == version else { return line.ranges(of: mark).contains { !isEmpty(line, after: mark, at: $0.upperBound, next) } }
        return line.trimmed.drop { $0 == "v" }.first?.isNumber ?? false
    }

    /// Whether a key has nothing in it: `scrape_configs: []`, or no line below that belongs to it.
    private static func isEmpty(_ line: Substring, after mark: String, at end: Substring.Index, _ next: Substring?) -> Bool {
        let value = line[end...].trimmed.drop { $0 == ":" }.trimmed
        if value.hasPrefix("[]") || value.hasPrefix("{}") || ["null", "~"].contains(value) { return true }
        let below = next?.trimmed ?? ""
        if value == "[" || value == "{" { return below.isEmpty || "]}".contains(below.first ?? "]") }
        guard value.isEmpty, mark.hasSuffix(":") else { return false }
        let depth = { (line: Substring) in line.prefix { $0 == " " || $0 == "\t" }.count }
        return next.map { depth($0) <= depth(line) && !below.hasPrefix("- ") } ?? true
    }
}

/// Holds tracked files against signs.
enum SignProbe {
    /// - Parameters:
    ///   - what: what is said, as in "the version of the language".
    ///   - example: a file that could say it, and how.
    static func look(_ signs: [FileSign], _ what: String, example: String, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var (silent, empty): (String?, String?)
            for file in files {
                let fitting = signs.filter { $0.fits(file) }
                guard !fitting.isEmpty else { continue }
                guard let text = try context.text(file), !text.trimmed.isEmpty else { empty = empty ?? file; continue }
                if let line = fitting.lazy.compactMap({ $0.line(in: text) }).first {
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
