internal import MLKitCore
internal import MLKitYAML

/// One stage of a `dvc.yaml`, or one of those that a `foreach` or `matrix` makes.
struct DVCVariant {
    let name: String
    let node: Node
    let values: DVCValues
    let line: Int

    /// More variants than that are left to DVC.
    private static let limit = 100

    static func all(
        of entry: Node.Entry, values: DVCValues, file: String, leftOut: inout [LeftOut]
    ) -> [DVCVariant] {
        let line = entry.key.location.line
        let loops: [(name: String, values: [JSON.Member])]?
        var body = entry.value
        if let items = entry.value["foreach"] {
            body = entry.value["do"] ?? entry.value
            loops = self.items(items, values).map { items in
                items.map { ($0.name, [JSON.Member("key", .string($0.name)), JSON.Member("item", $0.value)]) }
            }
        } else if let matrix = entry.value["matrix"] {
            loops = combinations(matrix, values)
        } else {
            return [DVCVariant(name: entry.name, node: body, values: values, line: line)]
        }
        guard let loops, loops.count <= limit else {
            let why = loops == nil ? "what it loops over is not known" : "it makes more than \(limit) stages"
            leftOut.append(LeftOut(what: "`\(entry.name)` (\(file), line \(line))", why: why))
            return []
        }
        return loops.map { loop in
            var own = values
            own.local = .object(loop.values)
            return DVCVariant(name: "\(entry.name)-\(loop.name)", node: body, values: own, line: line)
        }
    }

    /// The keys and values of a `foreach`: a list, a mapping, or a reference to one.
    private static func items(_ node: Node, _ values: DVCValues) -> [JSON.Member]? {
        switch resolved(node.json, values) {
        case .array(let items):
            items.enumerated().map { JSON.Member($1.scalarText ?? "\($0)", resolved($1, values)) }
        case .object(let members): members.map { JSON.Member($0.name, resolved($0.value, values)) }
        default: nil
        }
    }

    /// Every combination of a matrix's values.
    private static func combinations(
        _ matrix: Node, _ values: DVCValues
    ) -> [(name: String, values: [JSON.Member])]? {
        var all: [(names: [String], items: [JSON.Member])] = [([], [])]
        for axis in matrix.mapping ?? [] {
            guard case .array(let items) = resolved(axis.value.json, values), all.count * items.count <= limit * 10
            else { return nil }
            all = all.flatMap { start in
                items.enumerated().map { index, item in
                    let name = resolved(item, values).scalarText ?? "\(axis.name)\(index)"
                    return (start.names + [name], start.items + [JSON.Member(axis.name, resolved(item, values))])
                }
            }
        }
        return all.map { ($0.names.joined(separator: "-"), [JSON.Member("item", .object($0.items))]) }
    }

    /// A text that is one reference becomes what it stands for.
    private static func resolved(_ value: JSON, _ values: DVCValues) -> JSON {
        guard let text = value.string, text.hasPrefix("${"), text.hasSuffix("}") else { return value }
        return values.value(String(text.dropFirst(2).dropLast()))?.value ?? value
    }
}

extension JSON {
    /// A scalar as it stands in a text; `nil` for lists and mappings, and for nothing.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .int, .double, .bool: compact
        default: nil
        }
    }
}
