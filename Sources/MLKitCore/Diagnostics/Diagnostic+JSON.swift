extension Diagnostic {
    /// `{"severity", "message", "location", "notes", "hint"}`; `location` is `{"file", "line", "column", "length",
    /// "source_line"}`. What is not there is null.
    public var json: JSON {
        [
            "severity": .string(severity.rawValue), "message": .string(message), "location": location?.json ?? .null,
            "notes": .array(notes.map { .string($0) }), "hint": hint.map { .string($0) } ?? .null,
        ]
    }

    /// Reads what `json` wrote; `nil` for anything else.
    public init?(_ json: JSON) {
        guard let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)),
            let message = json["message"]?.string
        else { return nil }
        self.init(
            severity, message, at: json["location"].flatMap { SourceLocation($0) },
            notes: json["notes"]?.array?.compactMap(\.string) ?? [], hint: json["hint"]?.string)
    }
}

extension SourceLocation {
    fileprivate var json: JSON {
        [
            "file": .string(file), "line": .int(line), "column": .int(column), "length": .int(length),
            "source_line": sourceLine.map { .string($0) } ?? .null,
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let file = json["file"]?.string, let line = json["line"]?.int, let column = json["column"]?.int,
            let length = json["length"]?.int
        else { return nil }
        self.init(file: file, line: line, column: column, length: length, sourceLine: json["source_line"]?.string)
    }
}
