/// Two texts of nearly the same content, brought to one way of writing it, so that a merge of lines sees only the values
/// that really differ.
public enum YAMLSpelling {
    /// `rendering` with the user's own text for every value that is the same in both at the same path: its quotes,
    /// brackets or lines, and spacing. Comments of the rendering stay.
    ///
    /// What cannot be taken over safely stays as the rendering has it, the whole of it if either text is no YAML.
    public static func adopt(from user: [UInt8], into rendering: [UInt8]) -> [UInt8] {
        guard let source = try? EditableText(user, file: ""), var target = try? EditableText(rendering, file: ""),
            let from = source.root, let to = target.root
        else { return rendering }
        var spelling = SpellingComparison(source: source, target: target)
        spelling.compare(Place(root: from), Place(root: to))
        do {
            try target.replace(spelling.splices, at: [], expecting: target.tree)
            return target.bytes
        } catch {
            return rendering
        }
    }
}

/// Walks through two texts at once and collects what one takes from the other.
struct SpellingComparison {
    let source: EditableText
    let target: EditableText
    private(set) var splices: [EditableText.Splice] = []

    init(source: EditableText, target: EditableText) {
        self.source = source
        self.target = target
    }

    mutating func compare(_ from: Place, _ to: Place) {
        switch (from.node.content, to.node.content) {
        case (.mapping(let entries, _), .mapping(let others, _)):
            for other in others {
                guard let entry = entries.first(where: { $0.name == other.name }),
                    let inner = from.child(entry.name, source.scanner), let outer = to.child(other.name, target.scanner)
                else { continue }
                compare(inner, outer, entry.key.start..<entry.end, other.key.start..<other.end)
            }
        case (.sequence(let items, _), .sequence(let others, _)):
            for index in others.indices.prefix(items.count) {
                guard let inner = from.child("\(index)", source.scanner),
                    let outer = to.child("\(index)", target.scanner)
                else { continue }
                compare(inner, outer, items[index].start..<items[index].end, others[index].start..<others[index].end)
            }
        default: break
        }
    }

    /// One entry or item with what it spans in each text.
    private mutating func compare(_ from: Place, _ to: Place, _ range: Range<Int>, _ other: Range<Int>) {
        let bothBlock = from.node.isBlockCollection && to.node.isBlockCollection
        guard !bothBlock, YAMLTree(from.node) == YAMLTree(to.node) else { return compare(from, to) }
        let text = source.bytes[range]
        guard text != target.bytes[other], fits(from, to, range, other) else { return }
        splices.append(EditableText.Splice(range: other, text: String(decoding: text, as: UTF8.self)))
    }

    /// Whether the user's text means the same where the other stands.
    private func fits(_ from: Place, _ to: Place, _ range: Range<Int>, _ other: Range<Int>) -> Bool {
        let isShared = (from.node.all + to.node.all).contains { node in
            if case .alias = node.content { true } else { node.anchor != nil }
        }
        guard !isShared, !to.inFlow || from.inFlow, from.isItem || from.slot != nil else { return false }
        guard !hasComment(to.node, from: other.lowerBound) else { return false }
        if source.scanner.isOneLine(range) { return true }
        return source.lineBreak == target.lineBreak
            && source.scanner.column(range.lowerBound) == target.scanner.column(other.lowerBound)
    }

    /// Whether a comment of the target stands between the values of a node, or above them.
    private func hasComment(_ node: Syntax, from start: Int) -> Bool {
        let leaves = node.all.filter { $0.items == nil && $0.entries == nil }
        let gaps = zip([start] + leaves.map(\.end), leaves.map(\.start))
        return gaps.contains { $0 < $1 && target.bytes[$0..<$1].contains(UInt8(ascii: "#")) }
    }
}
