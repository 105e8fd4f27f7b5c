internal import MLKitCore
internal import MLKitYAML

/// One of mlkit's own keys in a record, in the order in which they are written.
enum RecordField: String, CaseIterable {
    case item, status, version, text, by, at, answer, reason, until, evidence, assignee, reviewer, reviewed, message

    /// The key and its value, in lines each ended by `\n`; empty if the record has nothing to say under it.
    func text(of record: Record) -> String {
        switch self {
        case .item: line(record.item)
        case .status: line(record.status.rawValue)
        case .version: "\(rawValue): \(record.version)\n"
        case .text: line(record.text?.hex)
        case .by: line(record.by)
        case .at: line(record.at?.description)
        case .answer: line(record.answer)
        case .reason: line(record.reason)
        case .until: line(record.until?.day)
        case .assignee: line(record.assignee)
        case .reviewer: line(record.reviewer)
        case .reviewed: line(record.reviewed?.description)
        case .message: line(record.message)
        case .evidence: list(record.evidence)
        }
    }

    private func line(_ value: String?) -> String {
        value.map { "\(rawValue): \(YAMLText.scalar($0))\n" } ?? ""
    }

    private func list(_ evidence: [Evidence]) -> String {
        guard !evidence.isEmpty else { return "" }
        return "\(rawValue):\n" + evidence.map(Self.entry).joined()
    }

    private static func entry(_ evidence: Evidence) -> String {
        let lines = evidence.members.map { member in
            let value = member.value.string.map { YAMLText.scalar($0) } ?? YAMLText.flow(member.value)
            return "    \(YAMLText.scalar(member.name)): \(value)\n"
        }
        return "  - " + lines.joined().dropFirst(4)
    }
}
