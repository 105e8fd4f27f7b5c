internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML

/// Merges `mlkit.yaml` where changes of both sides stand right beside each other, as a stage of the user's own after
/// the template's last one: for a merge of lines that is a conflict, for YAML it is none.
///
/// A line that all texts have is put between every two lines, so that no changes touch. That the result is what both
/// sides mean is then checked by its values: where it is not, it is not taken.
struct SpecMerge {
    let merge: ContentMerge

    private static let between = Array("#between-lines\n".utf8)

    /// The merged text; `nil` if the sides really disagree.
    func merged(base: [UInt8], yours: [UInt8], theirs: [UInt8]) throws -> [UInt8]? {
        let texts = [base, yours, theirs]
        guard texts.allSatisfy({ $0.last == 0x0A }), let values = values(of: texts) else { return nil }
        let spread = texts.map(Self.spread)
        let result = try TextMerge(base: spread[0], yours: spread[1], theirs: spread[2], labels: merge.labels)
        guard result.conflicts == 0 else { return nil }
        let text = Self.gathered(result.content)
        guard let wanted = Self.merged(values[0], values[1], values[2]), let found = value(of: text),
            found.sorted == wanted.sorted
        else { return nil }
        return text
    }

    private func value(of text: [UInt8]) -> JSON? {
        try? YAMLDocument.parse(text, file: ProjectSpec.fileName).json
    }

    private func values(of texts: [[UInt8]]) -> [JSON]? {
        let values = texts.compactMap(value)
        return values.count == texts.count ? values : nil
    }

    private static func spread(_ text: [UInt8]) -> [UInt8] {
        text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().flatMap { $0 + [0x0A] + between }
    }

    private static func gathered(_ text: [UInt8]) -> [UInt8] {
        text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .filter { !$0.elementsEqual(between.dropLast()) }.flatMap { $0 + [0x0A] }
    }

    /// What three values mean together; `nil` if yours and theirs disagree.
    private static func merged(_ base: JSON?, _ yours: JSON?, _ theirs: JSON?) -> JSON? {
        if yours?.sorted == base?.sorted { return theirs ?? .object([]) }
        if theirs?.sorted == base?.sorted || theirs?.sorted == yours?.sorted { return yours ?? .object([]) }
        guard let mine = yours?.members, let new = theirs?.members else { return nil }
        var members = [JSON.Member]()
        for name in Set((mine + new).map(\.name)) {
            let parts = (base?[name], yours?[name], theirs?[name])
            // Taken out by one side, and not changed by the other.
            if parts.1 == nil && parts.2 == parts.0 || parts.2 == nil && parts.1 == parts.0 { continue }
            guard let value = merged(parts.0, parts.1, parts.2) else { return nil }
            members.append(JSON.Member(name, value))
        }
        return .object(members)
    }
}
