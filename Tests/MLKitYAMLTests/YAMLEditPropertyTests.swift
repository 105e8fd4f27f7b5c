import MLKitCore
import MLKitTestSupport
import MLKitYAML
import Testing

/// Random texts and random edits from fixed seeds: an edit changes its value and not one byte elsewhere.
@Suite struct YAMLEditPropertyTests {
    @Test func editsTouchNothingElse() throws {
        for seed in 1...800 as ClosedRange<UInt64> {
            var random = RandomYAML(seed: seed)
            let text = random.document()
            let root = try YAMLDocument.parse(text, file: "f")
            let path = random.path(in: root.json)
            let value = random.value(depth: 2)
            switch random.number(4) {
            case 0: try checkSet(text, root, path, value, seed)
            case 1: try checkSet(text, root, path + ["new"], value, seed)
            case 2: try checkRemove(text, root, path, seed)
            default: try checkAppend(text, root, path, value, seed)
            }
        }
    }

    @Test func aTextTakenOverMeansTheSame() throws {
        for seed in 1...300 as ClosedRange<UInt64> {
            var random = RandomYAML(seed: seed)
            let value = JSON.object([.init("a", random.value(depth: 3)), .init("b", random.value(depth: 2))])
            let texts = [random.text(of: value), random.text(of: value)]
            let result = YAMLSpelling.adopt(from: Array(texts[0].utf8), into: Array(texts[1].utf8))
            #expect(try YAMLDocument.parse(result, file: "f").json == value, "seed \(seed)")
        }
    }

    private func checkSet(_ text: String, _ root: Node, _ path: [String], _ value: JSON, _ seed: UInt64) throws {
        let expected = try #require(root.json.setting(path[...], value))
        try check(text, seed, root, path, expected) { $0.set(path, to: value) }
    }

    private func checkRemove(_ text: String, _ root: Node, _ path: [String], _ seed: UInt64) throws {
        guard !path.isEmpty else { return }
        try check(text, seed, root, path, root.json.setting(path[...], nil) ?? .null) { $0.remove(path) }
    }

    private func checkAppend(_ text: String, _ root: Node, _ path: [String], _ value: JSON, _ seed: UInt64) throws {
        guard let items = root.json.value(path[...])?.array else { return }
        let expected = try #require(root.json.setting(path[...], .array(items + [value])))
        try check(text, seed, root, path, expected) { $0.append(value, to: path) }
    }

    private func check(
        _ text: String, _ seed: UInt64, _ root: Node, _ path: [String], _ expected: JSON,
        _ edit: (inout YAMLEdit) -> Void
    ) throws {
        var yaml = YAMLEdit(Array(text.utf8), file: "f")
        edit(&yaml)
        // Something that cannot be put into a number or a text is refused.
        guard let result = try? yaml.result() else {
            #expect(!root.json.holds(path), "seed \(seed) at \(path) in\n\(text)")
            return
        }
        let json = try YAMLDocument.parse(result, file: "f").json
        #expect(json.sorted == expected.sorted, "seed \(seed)\n\(text)\n\(String(decoding: result, as: UTF8.self))")
        // Without its last entry a mapping becomes `{}`: it is what changes then.
        let isLast = root.json.value(path.dropLast())?.count == 1 && expected.value(path[...]) == nil
        let (before, after) = root.surroundings(of: isLast ? path.dropLast() : path, in: Array(text.utf8))
        let isKept = result.starts(with: before) && result.reversed().starts(with: after.reversed())
        #expect(isKept, "seed \(seed) at \(path) in\n\(text)\n\(String(decoding: result, as: UTF8.self))")
    }
}

extension JSON {
    fileprivate func value(_ path: ArraySlice<String>) -> JSON? {
        guard let key = path.first else { return self }
        let inner = self[key] ?? Int(key).flatMap { array?.dropFirst($0).first }
        return inner?.value(path.dropFirst())
    }

    fileprivate var count: Int { members?.count ?? array?.count ?? 0 }

    /// Whether a value can be set or removed at a path.
    fileprivate func holds(_ path: [String]) -> Bool {
        if value(path[...]) != nil { return true }
        let parent = value(path.dropLast())
        return parent?.members != nil || parent == .null
    }

    /// A copy with another value at a path, or without it.
    fileprivate func setting(_ path: ArraySlice<String>, _ value: JSON?) -> JSON? {
        guard let key = path.first else { return value }
        if var items = array, let index = Int(key), items.indices.contains(index) {
            if let new = items[index].setting(path.dropFirst(), value) {
                items[index] = new
            } else {
                items.remove(at: index)
            }
            return .array(items)
        }
        var members = self.members ?? []
        let old = members.firstIndex { $0.name == key }
        let new = old.map { members[$0].value.setting(path.dropFirst(), value) } ?? value
        if let old, let new { members[old].value = new } else if let old { members.remove(at: old) }
        if old == nil, let new { members.append(Member(key, new)) }
        return .object(members)
    }
}

extension Node {
    /// The bytes before the line on which the entry at a path begins (its parent's, if it is new) and those after the
    /// line on which it ends.
    fileprivate func surroundings(of path: some Sequence<String>, in bytes: [UInt8]) -> ([UInt8], [UInt8]) {
        var start = byteRange.lowerBound
        var end = bytes.count
        var node = self
        for name in path {
            let next: Node
            if let entry = node.mapping?.first(where: { $0.name == name }) {
                start = entry.key.byteRange.lowerBound
                next = entry.value
            } else if let index = Int(name), let item = node.sequence?.dropFirst(index).first {
                start = item.byteRange.lowerBound
                next = item
            } else {
                break
            }
            node = next
            end = max(node.byteRange.upperBound, start)
        }
        let lineStart = (bytes[..<min(start, bytes.count)].lastIndex(of: 0x0A) ?? -1) + 1
        let nextLine = bytes[min(end, bytes.count)...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        return (Array(bytes[..<lineStart]).dropLastLine, Array(bytes[nextLine...]))
    }
}

extension [UInt8] {
    /// Without the last line: what stands right above an edit may be the key it belongs to.
    fileprivate var dropLastLine: [UInt8] {
        guard let end = dropLast().lastIndex(of: 0x0A) else { return [] }
        return Array(self[..<end])
    }
}
