internal import MLKitCore
internal import MLKitYAML

/// Writes a record, over an earlier text of it if there is one: of that, everything stays byte for byte but the
/// values that changed.
enum RecordWriter {
    /// A key with its value, or a run of comments.
    private struct Block {
        var key: String?
        var text: String
    }

    static func text(of record: Record, over old: StoredRecord?) -> [UInt8] {
        guard let old else {
            return Array(("---\n" + RecordField.allCases.map { $0.text(of: record) }.joined() + "---\n").utf8)
        }
        var blocks = blocks(of: old)
        for field in RecordField.allCases { update(&blocks, field, record, old) }
        let frontMatter = blocks.map(\.text).joined()
        let bytes = old.text.bytes
        return bytes[..<old.text.frontMatter.lowerBound] + Array(frontMatter.utf8)
            + bytes[old.text.frontMatter.upperBound...]
    }

    private static func update(_ blocks: inout [Block], _ field: RecordField, _ record: Record, _ old: StoredRecord) {
        let text = field.text(of: record)
        let place = blocks.firstIndex { $0.key == field.rawValue }
        if place != nil, text == field.text(of: old.record) { return }
        let lines = old.text.newline == "\n" ? text : text.split(separator: "\n").map { $0 + "\r\n" }.joined()
        switch place {
        case let place? where text.isEmpty: blocks.remove(at: place)
        case let place? where field == .evidence && edit(&blocks[place], record.evidence): break
        case let place?: blocks[place].text = lines
        case nil where !text.isEmpty: blocks.insert(Block(key: field.rawValue, text: lines), at: spot(field, blocks))
        case nil: break
        }
    }

    /// Changes the list of evidence entry by entry, so that comments in it stay; `false` if it is written in a way that
    /// cannot be changed so.
    private static func edit(_ block: inout Block, _ evidence: [Evidence]) -> Bool {
        var edit = YAMLEdit(Array(block.text.utf8), file: "evidence")
        edit.set([RecordField.evidence.rawValue], to: .array(evidence.map { .object($0.members) }))
        guard let bytes = try? edit.result(), bytes.last == 0x0A else { return false }
        block.text = text(bytes)
        return true
    }

    /// Behind the nearest of the keys that are written before this one.
    private static func spot(_ field: RecordField, _ blocks: [Block]) -> Int {
        let earlier = RecordField.allCases.prefix { $0 != field }.map(\.rawValue)
        let nearest = blocks.lastIndex { block in block.key.map { earlier.contains($0) } ?? false }
        return nearest.map { $0 + 1 } ?? blocks.firstIndex { $0.key != nil } ?? blocks.count
    }

    /// The front matter cut at its keys. One that is not written line by line (`{item: …}`) is spread out first.
    private static func blocks(of old: StoredRecord) -> [Block] {
        let bytes = old.text.frontMatterBytes
        let entries = old.frontMatter.mapping ?? []
        let starts = entries.map(\.key.byteRange.lowerBound)
        guard starts.allSatisfy({ $0 == 0 || bytes[$0 - 1] == 0x0A }), starts == starts.sorted() else {
            return entries.map { Block(key: $0.name, text: spread($0, old)) }
        }
        var blocks = [Block]()
        var end = 0
        for (entry, next) in zip(entries, starts.dropFirst() + [bytes.count]) {
            blocks.append(Block(key: nil, text: text(bytes[end..<max(entry.key.byteRange.lowerBound, end)])))
            let value = endOfLine(max(entry.key.byteRange.upperBound, entry.value.byteRange.upperBound), bytes)
            end = min(max(value, entry.key.byteRange.upperBound), next)
            blocks.append(Block(key: entry.name, text: text(bytes[entry.key.byteRange.lowerBound..<end])))
        }
        blocks.append(Block(key: nil, text: text(bytes[min(end, bytes.count)...])))
        return blocks.filter { !$0.text.isEmpty }
    }

    private static func spread(_ entry: Node.Entry, _ old: StoredRecord) -> String {
        "\(YAMLText.scalar(entry.name)): \(entry.value.json.compact)\(old.text.newline)"
    }

    /// The first byte of the line after a place, or the place itself if a line begins there.
    private static func endOfLine(_ place: Int, _ bytes: [UInt8]) -> Int {
        if place > 0, bytes[place - 1] == 0x0A { return place }
        return (bytes[place...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Array(bytes), as: UTF8.self)
    }
}
