internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Brings two renderings of `mlkit.yaml` to the user's spelling before they are merged with the user's file.
///
/// A value of the new rendering that the user's file has too, as after a changed answer, is nobody's change: it is put
/// into the base as well, spelt as the user spells it. A value that only the base has too is put there in the user's
/// spelling, so that quotes or brackets do not count as a change. What decides about the rendering (`layout`,
/// `template`) is the user's in any case.
struct SpecSpelling {
    static let path = ProjectSpec.fileName
    /// Keys at the top that the command reads.
    private static let inputs = ["layout", "template"]

    private let yours: [UInt8]

    init(yours: [UInt8]) {
        self.yours = yours
    }

    /// The texts with the user's spelling; as they are if one of the three is not YAML.
    func adopted(base: [UInt8], theirs: [UInt8]) -> (base: [UInt8], theirs: [UInt8]) {
        guard let mine = parse(yours), let old = parse(base), let new = parse(theirs) else { return (base, theirs) }
        var texts = (old: SpelledText(base), new: SpelledText(theirs))
        adopt(mine, old, new, &texts, isTop: true)
        return (texts.old.result, texts.new.result)
    }

    private func parse(_ bytes: [UInt8]) -> Node? { try? YAMLDocument.parse(bytes, file: Self.path) }

    private func adopt(
        _ mine: Node, _ old: Node?, _ new: Node?, _ texts: inout (old: SpelledText, new: SpelledText), isTop: Bool
    ) {
        for entry in mine.mapping ?? [] {
            let before = old?.mapping?.first { $0.name == entry.name }
            let after = new?.mapping?.first { $0.name == entry.name }
            let others = [before, after].compactMap(\.self)
            let spelling = Spelling(entry, yours)
            if isTop && Self.inputs.contains(entry.name) {
                before.map { texts.old.replace($0, with: spelling) }
                after.map { texts.new.replace($0, with: spelling) }
            } else if !spelling.isOneLine, entry.value.mapping != nil, others.allSatisfy({ $0.value.mapping != nil }) {
                // Comments inside are the template's to change: only the values in it are looked at.
                adopt(entry.value, before?.value, after?.value, &texts, isTop: false)
            } else {
                adopt(spelling, entry, before, after, &texts)
            }
        }
    }

    private func adopt(
        _ spelling: Spelling, _ mine: Node.Entry, _ before: Node.Entry?, _ after: Node.Entry?,
        _ texts: inout (old: SpelledText, new: SpelledText)
    ) {
        let value = mine.value.json
        if let after, after.value.json == value {
            before.map { texts.old.replace($0, with: spelling) }
            texts.new.replace(after, with: spelling)
        } else if let before, before.value.json == value {
            texts.old.replace(before, with: spelling)
        }
    }
}
