internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

/// Reads what a schema demands of the table as a whole, and how severe breaches are.
struct SchemaRuleDecoder {
    let schema: TableSchema
    private(set) var problems: [Diagnostic] = []

    init(schema: TableSchema) {
        self.schema = schema
    }

    /// `rows: {minimum: 100, maximum: 100000, severity: warning}`.
    mutating func rows(_ node: Node?) -> RowBounds {
        guard let node else { return RowBounds() }
        guard node.mapping != nil else {
            report("`rows` is a mapping with `minimum`, `maximum` or both, not \(node.kindName)", node)
            return RowBounds()
        }
        check(node, keys: SchemaKey.ofRows)
        var rows = RowBounds()
        rows.minimum = count(node[SchemaKey.minimum])
        rows.maximum = count(node[SchemaKey.maximum])
        rows.severity = Self.severity(node[SchemaKey.severity], &problems) ?? .error
        if let low = rows.minimum, let high = rows.maximum, low > high { report("the minimum is above the maximum", node) }
        return rows
    }

    private mutating func count(_ node: Node?) -> Int? {
        guard let node else { return nil }
        if let value = node.scalar?.value.int, value >= 0 { return value }
        report("a number of rows is a whole number from 0, not \(node.text.map { "`\($0)`" } ?? node.kindName)", node)
        return nil
    }

    /// Each `start <= finish`, or `{check: start <= finish, severity: warning}`.
    mutating func relations(_ node: Node?) -> [ColumnRelation] {
        guard let node else { return [] }
        guard let items = node.sequence else {
            report("`relations` takes a list such as `[start <= finish]`, not \(node.kindName)", node)
            return []
        }
        return items.compactMap { item in
            if item.mapping != nil { check(item, keys: SchemaKey.ofRelation) }
            let place = item.mapping == nil ? item : item[SchemaKey.check] ?? item
            let severity = Self.severity(item[SchemaKey.severity], &problems) ?? .error
            guard let relation = place.text.flatMap({ ColumnRelation(parsing: $0, severity: severity) }) else {
                report(
                    "a relation compares two columns by `<=`, `<`, `>=`, `>`, `=` or `!=`, as `start <= finish`", place,
                    hint: "for other conditions there is `clean.rules`")
                return nil
            }
            return isComparable(relation, place) ? relation : nil
        }
    }

    private mutating func isComparable(_ relation: ColumnRelation, _ node: Node) -> Bool {
        let names = schema.columns.map(\.name)
        let columns = [relation.left, relation.right].compactMap { name in
            if let column = schema.columns.first(where: { $0.name.hasSameBytes(as: name) }) { return Optional(column) }
            report("there is no column `\(name)`", node, hint: Suggestion.hint(for: name, among: names))
            return nil
        }
        guard columns.count == 2 else { return false }
        guard Self.sort(columns[0].type) == Self.sort(columns[1].type) else {
            report(
                "`\(columns[0].name)` is \(columns[0].type.rawValue), and `\(columns[1].name)` is \(columns[1].type.rawValue): they "
                    + "cannot be compared",
                node)
            return false
        }
        return true
    }

    /// Types whose values have one order.
    private static func sort(_ type: ColumnType) -> Int {
        switch type {
        case .integer, .number: 0
        case .date, .timestamp: 1
        case .boolean: 2
        case .text, .identifier: 3
        }
    }

    /// `severity: warning` for all rules of a column, or `severity: {maximum: warning, categories: ignore}`.
    static func severities(_ node: Node?, _ problems: inout [Diagnostic]) -> [SchemaRule: RuleSeverity] {
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            guard let all = severity(node, &problems) else { return [:] }
            return Dictionary(SchemaRule.allCases.map { ($0, all) }) { first, _ in first }
        }
        var severities: [SchemaRule: RuleSeverity] = [:]
        for entry in entries {
            guard let rule = SchemaRule(rawValue: entry.name) else {
                problems.append(
                    .error(
                        "unknown rule `\(entry.name)`", at: entry.key.location,
                        hint: Suggestion.hint(for: entry.name, among: SchemaRule.allCases.map(\.rawValue))))
                continue
            }
            severities[rule] = severity(entry.value, &problems)
        }
        return severities
    }

    private static func severity(_ node: Node?, _ problems: inout [Diagnostic]) -> RuleSeverity? {
        guard let node else { return nil }
        if let severity = node.text.flatMap({ RuleSeverity(rawValue: $0) }) { return severity }
        problems.append(
            .error(
                "a severity is `error`, `warning` or `ignore`, not \(node.text.map { "`\($0)`" } ?? node.kindName)", at: node.location))
        return nil
    }

    private mutating func check(_ node: Node, keys: [String]) {
        for entry in node.mapping ?? [] where !keys.contains(entry.name) {
            report("unknown key `\(entry.name)`", entry.key, hint: Suggestion.hint(for: entry.name, among: keys))
        }
    }

    private mutating func report(_ message: String, _ node: Node, hint: String? = nil) {
        problems.append(.error(message, at: node.location, hint: hint))
    }
}
