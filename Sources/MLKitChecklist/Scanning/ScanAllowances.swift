internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// What scans find and people looked at and found to be none, with reasons: `checklist/allowed.yaml`. It is for files
/// that can hold no comment, such as JSON or pictures of tests; in others a mark in the line says more.
///
/// ```yaml
/// allowed:
///   - path: tests/keys/*.pem
///     scan: secrets
///     because: made for these tests, and good for nothing else
/// ```
///
/// An entry with the `sha256` of its file holds for that content only.
struct ScanAllowances {
    static let path = "checklist/allowed.yaml"

    private struct Entry {
        var pattern: Glob
        var scan: String?
        var hash: ContentHash?
    }

    private let entries: [Entry]

    private static let file = ObjectSchema(
        "a list of what is allowed", [FieldSchema("allowed", .list(.object(entry)), "what was looked at", required: true)])
    private static let entry = ObjectSchema(
        "an entry",
        [
            FieldSchema("path", .text, "the file, or a pattern", required: true),
            FieldSchema("scan", .choice(["secrets", "personal_data"]), "what it is not; both if left out"),
            FieldSchema("because", .pattern(reason), "why it is none", required: true),
            FieldSchema("sha256", .pattern(RecordSchema.hash), "the content that was looked at"),
        ])

    private static let reason = TextPattern("a reason, in words") { $0.contains { $0.isLetter } }

    /// What to write, for whoever wrote something else.
    static let example = "`allowed: [{path: tests/key.pem, scan: secrets, because: made for the tests}]`"

    /// - Throws: `Failure` if the file cannot be read or understood: then nobody knows what it allows.
    init(_ context: ProbeContext) throws {
        guard let bytes = try context.read(Self.path) else {
            entries = []
            return
        }
        let root = try YAMLDocument.parse(bytes, file: Self.path)
        var validator = SchemaValidator()
        validator.check(root, .object(Self.file), as: Self.path)
        var problems = validator.problems.inFileOrder
        if let first = problems.first {
            problems[0].message = "\(first.message) in `\(Self.path)`, which is written as \(Self.example)"
            throw Failure(problems)
        }
        entries = (root["allowed"]?.sequence ?? []).map { node in
            Entry(
                pattern: Glob(node["path"]?.text?.trimmed ?? ""), scan: node["scan"]?.text,
                hash: node["sha256"]?.text.flatMap { ContentHash($0) })
        }
    }

    /// Whether what a scan finds in a file was looked at.
    ///
    /// - Parameter hash: that of its content; asked for only if an entry is for one content.
    func cover(_ path: String, _ scan: String, _ hash: () throws -> ContentHash?) rethrows -> Bool {
        try entries.contains { entry in
            guard entry.pattern.matches(path), entry.scan == nil || entry.scan == scan else { return false }
            return try entry.hash == nil || entry.hash == hash()
        }
    }
}
