internal import MLKitCore

/// A YAML text under edit. Each change is one step: the bytes it touches are replaced, and the new text is read again and
/// must hold what was wanted, and everything else as it was.
struct EditableText {
    /// Bytes to replace by others.
    struct Splice {
        let range: Range<Int>
        let text: String
    }

    let file: String
    private(set) var bytes: [UInt8]
    private(set) var root: Syntax?
    /// The composed document, for diagnostics and for what comes in through merge keys.
    private(set) var document: Node
    /// What was replaced so far, in order: the range in the text of that time, and the bytes that took its place.
    private(set) var history: [(range: Range<Int>, count: Int)] = []

    init(_ bytes: [UInt8], file: String) throws {
        self.file = file
        self.bytes = bytes
        document = try YAMLDocument.parse(bytes, file: file)
        root = try SyntaxReader(YAMLSource(file: file, bytes: bytes, lineOffset: 0)).document()
    }

    var scanner: TextScanner { TextScanner(bytes) }

    /// What ends the lines of this text.
    var lineBreak: String {
        guard let first = bytes.firstIndex(of: 0x0A), first > 0, bytes[first - 1] == 0x0D else { return "\n" }
        return "\r\n"
    }

    /// How this text indents.
    var blockText: BlockText {
        var style = BlockText()
        var isKnown = false
        for mapping in root?.all ?? [] where mapping.isBlockCollection {
            let column = scanner.column(mapping.contentStart)
            for entry in mapping.entries ?? [] where entry.value.isBlockCollection {
                let inner = scanner.column(entry.value.contentStart) - column
                if entry.value.items != nil {
                    style.listStep = max(inner, 0)
                } else if !isKnown, inner > 0 {
                    style.step = inner
                    isKnown = true
                }
            }
        }
        return style
    }

    var tree: YAMLTree { root.map { YAMLTree($0) } ?? .scalar(JSON.null.compact) }

    /// The place at a path, as far as it is there.
    func find(_ path: [String]) -> (place: Place?, depth: Int) {
        guard let root else { return (nil, 0) }
        var place = Place(root: root)
        for (depth, name) in path.enumerated() {
            guard let child = place.child(name, scanner) else { return (place, depth) }
            place = child
        }
        return (place, path.count)
    }

    /// Does one step.
    ///
    /// - Parameter expected: what the text must hold then.
    /// - Throws: `Failure` if it would not. The text stays as it was.
    mutating func replace(_ splices: [Splice], at path: [String], expecting expected: YAMLTree) throws {
        var new = bytes
        let ordered = splices.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for splice in ordered.reversed() { new.replaceSubrange(splice.range, with: Array(splice.text.utf8)) }
        guard let result = try? EditableText(new, file: file), result.tree == expected else {
            throw failure(path, "cannot be changed here without changing something else", "change it by hand")
        }
        bytes = new
        root = result.root
        document = result.document
        history += ordered.reversed().map { ($0.range, $0.text.utf8.count) }
    }

    func failure(_ path: [String], _ message: String, _ hint: String? = nil) -> Failure {
        var node = document
        for name in path {
            guard let child = node[name] ?? Int(name).flatMap({ node.sequence?.dropFirst($0).first }) else { break }
            node = child
        }
        return Failure("`\(path.joined(separator: "."))` \(message)", at: node.location, hint: hint)
    }
}
