internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

extension SchemaDecoder {
    /// Texts that mean a missing value in single columns.
    mutating func missingByColumn(_ node: Node?) -> [String: [String]] {
        guard let node else { return [:] }
        guard let entries = node.mapping, entries.allSatisfy({ $0.value.sequence?.allSatisfy { $0.text != nil } == true }) else {
            report("`\(SchemaKey.missingIn)` takes a mapping such as `{age: [unknown]}`, not \(node.kindName)", node)
            return [:]
        }
        return Dictionary(entries.map { ($0.name, $0.value.sequence?.compactMap(\.text) ?? []) }) { $1 }
    }

    /// Columns of the table that are left out.
    mutating func dropped(_ node: Node?) -> [String] {
        guard let node else { return [] }
        guard let items = node.sequence, items.allSatisfy({ $0.text != nil }) else {
            report("`dropped` takes a list of columns, not \(node.kindName)", node)
            return []
        }
        return items.compactMap(\.text)
    }

    /// Columns whose numbers are written otherwise.
    mutating func numbersByColumn(_ node: Node?, _ columns: Node?) -> [String: NumberFormat] {
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            report("`numbers` takes a mapping such as `{price: {decimal: \",\"}}`, not \(node.kindName)", node)
            return [:]
        }
        let known = columns?.mapping?.map(\.name) ?? []
        var found: [String: NumberFormat] = [:]
        for entry in entries {
            if !known.contains(bytesOf: entry.name) {
                report(
                    "`numbers` names the column `\(entry.name)`, which is not there", entry.key,
                    hint: Suggestion.hint(for: entry.name, among: known))
            }
            check(entry.value, keys: SchemaKey.ofReading)
            found[entry.name] = NumberOptions.keys.read(entry.value).format
        }
        return found
    }
}
