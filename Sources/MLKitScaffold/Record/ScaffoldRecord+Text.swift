internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML

extension ScaffoldRecord {
    /// The record as it is written: sorted, one value a line.
    public var text: String {
        (header + layoutLines + ["project: \(Self.flow(project))"] + answerLines + fileLines).joined(separator: "\n")
            + "\n"
    }

    private var header: [String] {
        var lines = [
            "# Written by mlkit: what this project was made from. Later updates are merged by it; leave it as it is.",
            "record: \(Self.format)", "template:", "  name: \(Self.flow(templateName))",
            "  version: \(Self.flow(templateVersion))",
        ]
        if let provenance { lines.append("  source: \(Self.flow(provenance.source))") }
        if let commit = provenance?.commit { lines.append("  commit: \(Self.flow(commit))") }
        return lines
    }

    private var layoutLines: [String] {
        guard let layout else { return [] }
        let folders = Layout.Role.allCases.map { "    \($0.rawValue): \(Self.flow(layout[$0]))" }.sorted()
        return ["layout:", "  name: \(Self.flow(layout.name))", "  folders:"] + folders
    }

    private var answerLines: [String] {
        guard !answers.isEmpty else { return ["answers: {}"] }
        return ["answers:"] + answers.sorted { $0.key < $1.key }.map { "  \($0.key): \(YAMLText.flow($0.value))" }
    }

    private var fileLines: [String] {
        guard !files.isEmpty else { return ["files: {}"] }
        return ["files:"] + files.sorted.flatMap { Self.lines($0.key, $0.value) }
    }

    private static func lines(_ path: String, _ file: RecordedFile) -> [String] {
        var lines = key(path) + [
            "    blob: \(flow(file.blob.hex))", "    ownership: \(file.ownership.rawValue)",
        ]
        if let stored = file.stored { lines.append("    stored: \(flow(stored.hex))") }
        if let origin = file.origin { lines.append("    origin: \(flow(origin))") }
        if file.isExecutable == true { lines.append("    executable: true") }
        if let place = file.at { lines.append("    at: \(flow(place))") }
        if let state = file.state { lines.append("    state: \(state.rawValue)") }
        return lines
    }

    /// YAML ends a key at 1,024 characters, unless it is marked as one.
    private static func key(_ path: String) -> [String] {
        let key = flow(path)
        return key.utf8.count < 1000 ? ["  \(key):"] : ["  ? \(key)", "  :"]
    }

    private static func flow(_ text: String) -> String { YAMLText.flow(.string(text)) }
}
