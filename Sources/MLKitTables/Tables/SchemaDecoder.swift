internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// Turns the nodes of a schema file into a schema, and gathers what is wrong with them.
struct SchemaDecoder {
    private(set) var problems: [Diagnostic] = []

    /// The schema, or `nil` where there is nothing to go on.
    mutating func schema(_ root: Node) -> TableSchema? {
        guard root.mapping != nil else {
            report("a schema is a mapping with the keys `target` and `columns`, not \(root.kindName)", root)
            return nil
        }
        check(root, keys: SchemaKey.all)
        guard let entries = root[SchemaKey.columns]?.mapping, !entries.isEmpty else {
            report("a schema needs `columns`, a mapping of their names, and `target`, one of them, if there is one", root)
            return nil
        }
        let labels = labels(root[SchemaKey.target])
        let cleaning = cleaning(root)
        var schema = TableSchema(columns: entries.map { column($0) }, target: root[SchemaKey.target]?.text ?? "")
        schema.labels = labels
        schema.cleaning = cleaning
        schema.cleaning.aggregated = aggregated(root[SchemaKey.aggregate], schema.columns)
        schema.composeCategories()
        var rules = SchemaRuleDecoder(schema: schema)
        schema.rows = rules.rows(root[SchemaKey.rows])
        schema.relations = rules.relations(root[SchemaKey.relations])
        problems += rules.problems
        checkTarget(schema, root)
        return schema
    }

    /// The columns of a target that is a list.
    private mutating func labels(_ node: Node?) -> [String] {
        guard let node, node.text == nil else { return [] }
        guard let items = node.sequence, items.allSatisfy({ $0.text != nil }) else {
            report("`target` is a column's name, or a list of such, not \(node.kindName)", node)
            return []
        }
        let names = items.compactMap(\.text)
        if names.count < 2 { report("a list of targets has two columns or more", node) }
        for (place, item) in items.enumerated() where names.prefix(place).map({ $0 }).contains(bytesOf: names[place]) {
            report("the target `\(names[place])` stands here twice", item)
        }
        return names
    }

    private mutating func column(_ entry: Node.Entry) -> ColumnSchema {
        let node = entry.value
        guard node.mapping != nil else {
            report("a column is a mapping with the key `type`, not \(node.kindName)", entry.key)
            return ColumnSchema(name: entry.name, type: .text)
        }
        check(node, keys: SchemaKey.ofColumn)
        var column = ColumnSchema(name: entry.name, type: type(node, entry.key))
        column.nullable = boolean(node, SchemaKey.nullable, else: false)
        if node[SchemaKey.feature] != nil { column.feature = boolean(node, SchemaKey.feature, else: true) }
        column.isUnique = boolean(node, SchemaKey.unique, else: false)
        column.largestMissing = share(node[SchemaKey.missing], column)
        column.severities = SchemaRuleDecoder.severities(node[SchemaKey.severity], &problems)
        column.format = format(node[SchemaKey.format], column)
        column.minimum = bound(node[SchemaKey.minimum], column)
        column.maximum = bound(node[SchemaKey.maximum], column)
        column.categories = categories(node[SchemaKey.categories], column)
        if let low = column.minimum, let high = column.maximum, low > high, let node = node[SchemaKey.minimum] {
            report("the minimum is above the maximum", node)
        }
        return column
    }

    private mutating func type(_ column: Node, _ key: Node) -> ColumnType {
        let known = ColumnType.allCases.map(\.rawValue)
        guard let node = column[SchemaKey.type] else {
            report("the column `\(key.text ?? "")` has no `type`", key, hint: Suggestion.hint(for: "", among: known))
            return .text
        }
        if let type = node.text.flatMap({ ColumnType(rawValue: $0) }) { return type }
        report(
            "unknown type `\(node.text ?? node.kindName)`", node,
            hint: Suggestion.hint(for: node.text ?? "", among: known))
        return .text
    }

    private mutating func boolean(_ column: Node, _ key: String, else standard: Bool) -> Bool {
        guard let node = column[key] else { return standard }
        guard let value = node.scalar?.value.bool else {
            report("`\(key)` takes true or false, not \(node.kindName)", node)
            return standard
        }
        return value
    }

    private mutating func share(_ node: Node?, _ column: ColumnSchema) -> Double? {
        guard let node else { return nil }
        guard let value = node.scalar?.value.double, value >= 0, value <= 1 else {
            report(
                "`missing` is the largest share of rows without a value, from 0 to 1, not \(node.text.map { "`\($0)`" } ?? node.kindName)",
                node)
            return nil
        }
        if !column.nullable { report("no value of `\(column.name)` may be missing: `missing` goes with `nullable: true`", node) }
        return value
    }

    private mutating func format(_ node: Node?, _ column: ColumnSchema) -> String? {
        guard let node else { return nil }
        if column.type != .date, column.type != .timestamp {
            report("only dates and time stamps have a format, and `\(column.name)` is \(column.type.rawValue)", node)
        }
        guard let text = node.text, DateFormat(text) != nil else {
            report("`\(node.text ?? node.kindName)` is no format of dates", node, hint: DateFormat.hint(for: node.text ?? ""))
            return nil
        }
        return text
    }

    /// How raw values became values: the keys `missing` and `read`.
    private mutating func cleaning(_ root: Node) -> Cleaning {
        let missing = root[SchemaKey.missing]
        if let missing, missing.sequence?.allSatisfy({ $0.text != nil }) != true {
            report("`missing` takes a list of texts, not \(missing.kindName)", missing)
        }
        let read = root[SchemaKey.read]
        if let read { check(read, keys: SchemaKey.ofAllReading) }
        var cleaning = Cleaning(
            missing: missing?.sequence?.compactMap(\.text) ?? [], numbers: NumberOptions.keys.read(read).format,
            unicode: unicode(root[SchemaKey.unicode]),
            redacted: redacted(root[SchemaKey.redact], root[SchemaKey.columns]))
        cleaning.missingByColumn = missingByColumn(root[SchemaKey.missingIn])
        cleaning.dropped = dropped(root[SchemaKey.dropped])
        cleaning.numbersByColumn = numbersByColumn(read?[ReadingOptions.numbersName], root[SchemaKey.columns])
        return cleaning
    }

    /// Columns with how their values are made coarser.
    private mutating func aggregated(_ node: Node?, _ columns: [ColumnSchema]) -> [String: Aggregation] {
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            report("`aggregate` takes a mapping such as `{age: {band: 10}}`, not \(node.kindName)", node)
            return [:]
        }
        var found: [String: Aggregation] = [:]
        for entry in entries {
            guard let column = columns.first(where: { $0.name.hasSameBytes(as: entry.name) }) else {
                report(
                    "`aggregate` names the column `\(entry.name)`, which is not there", entry.key,
                    hint: Suggestion.hint(for: entry.name, among: columns.map(\.name)))
                continue
            }
            guard let how = Aggregation(json: entry.value.json), how.fits(column.type) else {
                report(
                    "`\(entry.name)` is \(column.type.rawValue), which is made coarser by `band` (numbers), `prefix` (texts) or `period` "
                        + "(dates)",
                    entry.value)
                continue
            }
            found[entry.name] = how
        }
        return found
    }

    /// Names of columns of texts.
    private mutating func redacted(_ node: Node?, _ columns: Node?) -> [String] {
        guard let node else { return [] }
        guard let items = node.sequence else {
            report("`redact` takes a list of columns, not \(node.kindName)", node)
            return []
        }
        let known = columns?.mapping?.map(\.name) ?? []
        return items.compactMap { item in
            guard let name = item.text, known.contains(bytesOf: name) else {
                report(
                    "`redact` names the column `\(item.text ?? item.kindName)`, which is not there", item,
                    hint: Suggestion.hint(for: item.text ?? "", among: known))
                return nil
            }
            let type = columns?[name]?[SchemaKey.type]?.text ?? ""
            guard type == ColumnType.text.rawValue || type == ColumnType.identifier.rawValue else {
                report("only texts can be redacted, and `\(name)` is \(type)", item)
                return nil
            }
            return name
        }
    }

    private mutating func unicode(_ node: Node?) -> UnicodeForm? {
        guard let node else { return nil }
        let form = node.text.flatMap { UnicodeForm(rawValue: $0) }
        if form == nil {
            report("`unicode` takes `nfc`, not `\(node.text ?? node.kindName)`", node)
        }
        return form
    }

    private mutating func bound(_ node: Node?, _ column: ColumnSchema) -> Double? {
        guard let node else { return nil }
        guard let value = node.scalar?.value.double, value.isFinite else {
            report("a bound must be a number, not \(node.kindName)", node)
            return nil
        }
        if column.type != .integer, column.type != .number {
            report("only numbers have bounds, and `\(column.name)` is \(column.type.rawValue)", node)
        }
        return value
    }

    private mutating func categories(_ node: Node?, _ column: ColumnSchema) -> [String] {
        guard let node else { return [] }
        guard let items = node.sequence, !items.isEmpty else {
            report("`categories` takes a list of values, not \(node.sequence == nil ? node.kindName : "nothing")", node)
            return []
        }
        if column.type == .date || column.type == .timestamp || column.type == .identifier {
            report("a column of type \(column.type.rawValue) has no categories", node)
        } else if column.type == .number {
            report("a number has no categories", node, hint: "make the type `integer` or `text`, or remove them")
        }
        for item in items where !Self.fits(item, column.type) {
            report("`\(item.text ?? item.kindName)` is no category of type \(column.type.rawValue)", item)
        }
        let texts = items.compactMap(\.text)
        var seen = Set<ByteText>()
        for item in items where !seen.insert(ByteText(item.text ?? "")).inserted {
            report("the category `\(item.text ?? "")` stands here twice", item)
        }
        return texts
    }

    private static func fits(_ item: Node, _ type: ColumnType) -> Bool {
        switch type {
        case .integer: item.scalar?.value.int.map(String.init) == item.text
        case .boolean: item.text == "true" || item.text == "false"
        case .number, .text, .date, .timestamp, .identifier: item.text.map { !$0.isEmpty } ?? false
        }
    }

    private mutating func checkTarget(_ schema: TableSchema, _ root: Node) {
        guard let node = root[SchemaKey.target] else { return }
        guard schema.labels.isEmpty else { return checkLabels(schema, node.sequence ?? []) }
        guard let column = schema.targetColumn else {
            report(
                "the target `\(schema.target)` is not a column", node,
                hint: Suggestion.hint(for: schema.target, among: schema.columns.map(\.name)))
            return
        }
        if [SchemaRule.type, .categories].contains(where: { column.severity($0) != .error }) {
            report("the target `\(schema.target)` has to be of its type, and one of its categories: their severity is `error`", node)
        }
        if schema.task == nil {
            report("the target `\(schema.target)` is of type `\(column.type.rawValue)`, which no model predicts", node)
        } else if column.type == .text || column.type == .boolean, column.categories.count < 2 {
            report("the target `\(schema.target)` needs its classes listed as `categories`, two or more", node)
        } else if column.type == .integer, column.categories.count == 1 {
            report("the target `\(schema.target)` has only one class", node)
        }
    }

    private mutating func checkLabels(_ schema: TableSchema, _ items: [Node]) {
        for (name, item) in zip(schema.labels, items) {
            guard let column = schema.columns.first(where: { $0.name.hasSameBytes(as: name) }) else {
                report("the target `\(name)` is not a column", item, hint: Suggestion.hint(for: name, among: schema.columns.map(\.name)))
                continue
            }
            if [SchemaRule.type, .categories].contains(where: { column.severity($0) != .error }) {
                report("the target `\(name)` has to be of its type, and one of its categories: their severity is `error`", item)
            }
            if column.categories.count != 2 {
                report("the target `\(name)` needs two values listed as `categories`, the last of them for rows that have the label", item)
            }
        }
    }

    mutating func check(_ node: Node, keys: [String]) {
        for entry in node.mapping ?? [] where !keys.contains(entry.name) {
            report("unknown key `\(entry.name)`", entry.key, hint: Suggestion.hint(for: entry.name, among: keys))
        }
    }

    mutating func report(_ message: String, _ node: Node, hint: String? = nil) {
        problems.append(.error(message, at: node.location, hint: hint))
    }
}
