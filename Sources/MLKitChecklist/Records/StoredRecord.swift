internal import MLKitCore
internal import MLKitYAML

/// A record with the text it was read from, which a change of it keeps as far as it can.
struct StoredRecord: Sendable {
    let record: Record
    let text: RecordText
    let frontMatter: Node
    /// What the user should know of, though the record can be read.
    let warnings: [Diagnostic]

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - item: the id that the file's place stands for.
    ///   - file: the file as diagnostics name it.
    /// - Throws: `Failure` with everything that is wrong with it.
    init(_ bytes: [UInt8], item: String, file: String) throws {
        text = try RecordText(bytes, file: file)
        frontMatter = try YAMLDocument.parse(text.frontMatterBytes, file: file, lineOffset: 1)
        try frontMatter.refuseNewerFormat(RecordSchema.formatName, than: RecordSchema.format, file: file)
        let known = RecordSchema.known(frontMatter)
        var problems = RecordSchema.problems(known)
        if let id = known["item"], let text = id.text, text != item {
            problems.append(
                .error(
                    "this file is the record of `\(item)`, not of `\(text)`", at: id.location,
                    hint: "an item's record is checklist/<section>/<item>.md"))
        }
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
        record = Record(known)
        warnings = EvidenceSchema.warnings(known["evidence"])
    }
}

extension Record {
    fileprivate init(_ node: Node) {
        self.init(
            item: node["item"]?.text ?? "",
            status: node["status"]?.text.flatMap { RecordStatus(rawValue: $0) } ?? .open,
            version: node["version"]?.scalar?.value.int ?? 1)
        text = node["text"]?.text.flatMap { ContentHash($0) }
        by = node["by"]?.text
        at = Self.moment(node["at"])
        answer = node["answer"]?.text
        reason = node["reason"]?.text
        until = Self.moment(node["until"])
        evidence = (node["evidence"]?.sequence ?? []).map { Evidence($0) }
        assignee = node["assignee"]?.text
        reviewer = node["reviewer"]?.text
        reviewed = Self.moment(node["reviewed"])
        message = node["message"]?.text
    }

    private static func moment(_ node: Node?) -> Timestamp? { node?.text.flatMap { Timestamp(iso8601: $0) } }
}
