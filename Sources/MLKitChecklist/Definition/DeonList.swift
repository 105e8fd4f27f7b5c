internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// A checklist in the format of deon (https://deon.drivendata.org), taken as it is:
///
/// ```yaml
/// title: Data Science Ethics Checklist
/// sections:
///   - title: Data Collection
///     section_id: A
///     lines:
///       - line_id: A.1
///         line_summary: Informed consent
///         line: If there are human subjects, have they given informed consent?
/// ```
///
/// Its lines become tasks with ids like `a.1`: that is the section's id and what the line's adds to it, in lower case.
/// A line is ticked in deon, not answered, and knows no maturity: it is required from the start. Ids that are left out
/// are made of the title or summary, which do not change when lines are moved. Keys that deon ignores are ignored.
struct DeonList {
    private let root: Node
    private let name: String
    private let sections: [DeonSection]

    /// Whether a document is in deon's format: it has no version of ours, and a section with deon's keys.
    static func fits(_ root: Node) -> Bool {
        guard root["checklist"] == nil, let sections = root["sections"]?.sequence else { return false }
        return sections.contains { $0["section_id"] != nil || $0["lines"] != nil }
    }

    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    init(_ root: Node, name: String, file: String) throws {
        let known = DeonSchema.known(root)
        var validator = SchemaValidator()
        validator.check(known, .object(DeonSchema.file), as: file)
        sections = (known["sections"]?.sequence ?? []).map { DeonSection($0) }
        let problems = validator.problems + sections.flatMap(\.problems) + Self.duplicates(sections)
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
        self.root = known
        self.name = name
    }

    var definition: ChecklistDefinition {
        ChecklistDefinition(
            name: name, title: root["title"]?.text?.trimmed ?? name, summary: nil, scoring: nil, references: [],
            sections: sections.map(\.section))
    }

    private static func duplicates(_ sections: [DeonSection]) -> [Diagnostic] {
        duplicates(sections.map { ($0.id, $0.place) }, "section")
            + duplicates(sections.flatMap(\.lines).map { ($0.id, $0.place) }, "item")
    }

    private static func duplicates(_ ids: [(id: String, place: SourceLocation)], _ what: String) -> [Diagnostic] {
        var first: [String: SourceLocation] = [:]
        return ids.compactMap { id, place in
            // An id that could not be made is a problem of its own.
            guard !id.isEmpty, !id.hasPrefix("."), !id.hasSuffix(".") else { return nil }
            guard let earlier = first[id] else {
                first[id] = place
                return nil
            }
            return .error(
                "the \(what) `\(id)` is declared twice", at: place,
                notes: ["it is first declared on line \(earlier.line)"],
                hint: "ids are compared in lower case, with `-` for all but letters and digits")
        }
    }
}
