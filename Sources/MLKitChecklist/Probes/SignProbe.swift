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
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.hasPrefix("#") && !$0.isEmpty }
        let found = groups.map { marks in lines.first { line in marks.contains { Self.says(line, $0) } } }
        return found.contains { $0 == nil } ? nil : found.first ?? nil
    }

    private static func says(_ line: String, _ mark: String) -> Bool {
        guard mark == version else { return line.contains(mark) }
        return line.drop { $0 == "v" }.first?.isNumber ?? false
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
