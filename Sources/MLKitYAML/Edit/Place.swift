internal import MLKitCore

/// Where a value stands, and what is around it.
struct Place {
    let node: Syntax
    /// After the `:` or `-` before the value; `nil` where there is none.
    let slot: Int?
    /// Whether it stands inside brackets or braces.
    let inFlow: Bool
    /// The column of the keys or dashes among which it stands; `nil` for the root.
    let indent: Int?
    /// Whether it is an item of a list.
    let isItem: Bool

    init(root: Syntax) {
        node = root
        slot = nil
        inFlow = false
        indent = nil
        isItem = false
    }

    private init(_ node: Syntax, slot: Int?, in parent: Place, indent: Int, isItem: Bool) {
        self.node = node
        self.slot = slot
        inFlow = parent.inFlow || parent.node.isFlow
        self.indent = indent
        self.isItem = isItem
    }

    /// The value of a key, or the item of that number; `nil` if there is none.
    func child(_ name: String, _ scanner: TextScanner) -> Place? {
        let indent = scanner.column(node.contentStart)
        if let entry = node.entries?.first(where: { $0.name == name }) {
            return Place(entry.value, slot: scanner.slot(of: entry), in: self, indent: indent, isItem: false)
        }
        guard let items = node.items, let index = Int(name), items.indices.contains(index) else { return nil }
        let slot = node.isFlow ? nil : scanner.dash(before: index, in: node) + 1
        return Place(items[index], slot: slot, in: self, indent: indent, isItem: true)
    }
}

extension TextScanner {
    /// After the colon of an entry; `nil` if it has none, as in `{a, b}`.
    func slot(of entry: Syntax.Entry) -> Int? {
        let colon = nextToken(from: entry.key.end)
        return colon < bytes.count && colon < max(entry.value.start, entry.key.end + 1)
            && bytes[colon] == UInt8(ascii: ":")
            ? colon + 1 : nil
    }

    /// The dash of an item of a list in block style.
    func dash(before index: Int, in list: Syntax) -> Int {
        guard index > 0, let items = list.items else { return list.contentStart }
        return nextToken(from: items[index - 1].end)
    }

    /// Where an entry begins, the `?` of an explicit key included.
    func start(of entry: Syntax.Entry) -> Int {
        let before = bytes[..<entry.key.start].lastIndex { $0 != 0x20 } ?? 0
        return before < entry.key.start && bytes[before] == UInt8(ascii: "?") ? before : entry.key.start
    }
}
