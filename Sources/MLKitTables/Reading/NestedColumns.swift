internal import MLKitCore

/// The columns that a file of DuckDB's has for a table: those of an object each by itself, as `address.city`, and none of what
/// no cell of a table holds.
struct NestedColumns {
    private(set) var names: [String] = []
    /// Of each column an expression of SQL that gives its values as texts.
    private(set) var expressions: [String] = []
    /// Of each column its type, as DuckDB names it.
    private var types: [String] = []
    /// Columns of lists, maps and bytes.
    private(set) var leftOut: [String] = []
    /// Columns of anything, in some rows of lists or objects perhaps.
    private(set) var mixed: [(name: String, expression: String)] = []

    /// - Parameter types: as DuckDB names them.
    init(_ names: [String], _ types: [String]) {
        for (name, type) in zip(names, types) { add(name, type, SQL.identifier(name), depth: 0) }
    }

    /// How deep objects within objects become columns.
    private static let deepest = 8

    private mutating func add(_ name: String, _ type: String, _ expression: String, depth: Int) {
        if depth < Self.deepest, let fields = Self.fields(type) {
            for field in fields {
                add("\(name).\(field.name)", field.type, "struct_extract(\(expression), \(SQL.literal(field.name)))", depth: depth + 1)
            }
        } else if Self.isNoCell(type) {
            leftOut.append(name)
        } else {
            names.append(name)
            types.append(type)
            // Texts within JSON stand in quotes.
            expressions.append(type == "JSON" ? "json_extract_string(\(expression), '$')" : "\(expression)::VARCHAR")
            if type == "JSON" { mixed.append((name, expression)) }
        }
    }

    /// The columns whose values are no texts. In JSON dates are texts, whatever they are taken for.
    func typed(_ format: SourceFormat) -> Set<ByteText> {
        Set(zip(names, types).filter { _, type in Self.isNumber(type) || format == .parquet && Self.isMoment(type) }.map { ByteText($0.0) })
    }

    private static func isNumber(_ type: String) -> Bool {
        type.hasSuffix("INT") || type.hasSuffix("INTEGER") || type == "DOUBLE" || type == "FLOAT" || type.hasPrefix("DECIMAL(")
    }

    private static func isMoment(_ type: String) -> Bool { type == "DATE" || type.hasPrefix("TIMESTAMP") }

    private static func isNoCell(_ type: String) -> Bool {
        type.hasSuffix("]") || ["MAP(", "UNION(", "STRUCT("].contains { type.hasPrefix($0) } || type == "BLOB" || type == "BIT"
    }

    /// The fields of `STRUCT(a BIGINT, "b c" STRUCT(…))`; `nil` for a type without.
    static func fields(_ type: String) -> [(name: String, type: String)]? {
        guard type.hasPrefix("STRUCT("), type.hasSuffix(")") else { return nil }
        var (fields, depth, isQuoted) = ([[Character]()], 0, false)
        for character in type.dropFirst(7).dropLast() {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == "(" || character == "[" { depth += 1 }
            if !isQuoted, character == ")" || character == "]" { depth -= 1 }
            if character == ",", depth == 0, !isQuoted { fields.append([]) } else { fields[fields.count - 1].append(character) }
        }
        let parts = fields.compactMap { field(String($0).trimmed) }
        return parts.count == fields.count ? parts : nil
    }

    /// `a BIGINT`, or `"b ""c""" VARCHAR`.
    private static func field(_ text: String) -> (name: String, type: String)? {
        guard text.hasPrefix("\"") else {
            let parts = text.split(separator: " ", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        var (name, rest) = ("", text.dropFirst())
        while let character = rest.popFirst() {
            if character != "\"" {
                name.append(character)
            } else if rest.first == "\"" {
                name.append("\"")
                rest = rest.dropFirst()
            } else {
                return (name, String(rest).trimmed)
            }
        }
        return nil
    }
}
