internal import MLKitCore
internal import MLKitSpec

/// What is to be done, as findings in SARIF 2.1.0, which code hosts show in place.
///
/// Each item is a rule. One that stands between the project and its maturity is an error, one that was settled once
/// and is no longer a warning, another that is open a note. Waived items are results that are suppressed. A finding is
/// located at the item's record; without one at the list, or at `mlkit.yaml` if that is outside the project.
struct SARIFExport {
    let content: ExportContent
    /// The project's folder in its repository.
    let prefix: String

    static let mark = "\"name\": \"mlkit check\""

    var json: JSON {
        let driver: JSON = [
            "name": "mlkit check", "semanticVersion": .string(Version.current),
            "rules": .array(content.items.map { rule($0.item) }),
        ]
        let results = content.items.enumerated().compactMap { index, item in result(item, index) }
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [["tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results)]],
        ]
    }

    private func rule(_ item: ChecklistItem) -> JSON {
        [
            "id": .string(item.id), "shortDescription": ["text": .string(item.title)],
            "fullDescription": ["text": .string(MarkdownText.flat(item.why))],
            "help": ["text": .string(MarkdownText.flat("\(item.why) \(item.how)"))],
            "properties": ["tags": .array(item.tags.map { .string($0) }), "maturity": .string(item.maturity.rawValue)],
        ]
    }

    private func result(_ item: ExportContent.Item, _ index: Int) -> JSON? {
        let isWaived = if case .waived = item.report.state { true } else { false }
        guard item.isOpen || isWaived else { return nil }
        let said = [item.report.word, item.report.reason].filter { !$0.isEmpty }.joined(separator: ", ")
        var members: [JSON.Member] = [
            .init("ruleId", .string(item.item.id)), .init("ruleIndex", .int(index)),
            .init("level", .string(level(item))),
            .init("message", ["text": .string("\(item.item.title) (\(said))")]),
            .init("locations", [["physicalLocation": location(item)]]),
            .init("partialFingerprints", ["checklistItem/v1": .string(item.item.id)]),
        ]
        if isWaived {
            let reason = JSON.string(item.record?.reason ?? "")
            members.append(
                .init("suppressions", [["kind": "external", "status": "accepted", "justification": reason]]))
        }
        return .object(members)
    }

    private func level(_ item: ExportContent.Item) -> String {
        if content.isBlocking(item) { return "error" }
        return item.report.state.isLapsed ? "warning" : "note"
    }

    private func location(_ item: ExportContent.Item) -> JSON {
        let place = item.item.location
        if let file = item.file { return physical(file, line: 1) }
        // A list that mlkit brings is no file of the project.
        return place.file.hasPrefix("/")
            ? physical(ProjectSpec.fileName, line: 1) : physical(place.file, line: place.line)
    }

    private func physical(_ path: String, line: Int) -> JSON {
        [
            "artifactLocation": ["uri": .string(Self.uri(prefix + path)), "uriBaseId": "%SRCROOT%"],
            "region": ["startLine": .int(line)],
        ]
    }

    /// A relative path as a URI reference (RFC 3986).
    private static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = path.utf8.flatMap { byte -> [UInt8] in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/-._~".utf8.contains(byte)
            return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
