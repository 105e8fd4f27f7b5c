internal import Glibc
internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

/// Changes of a schema's file, each as small as can be: comments and all else stay as they are.
struct SchemaChanges {
    private let schema: TableSchema
    private var edit: YAMLEdit
    /// Each change, in words.
    private(set) var words: [String] = []

    init(_ schema: TableSchema, bytes: [UInt8], name: String) {
        self.schema = schema
        edit = YAMLEdit(bytes, file: name)
    }

    func result() throws -> [UInt8] { try edit.result() }

    private mutating func set(_ column: String, _ key: String, _ value: JSON, _ told: String) {
        edit.set([SchemaKey.columns, column, key], to: value)
        words.append("`\(column)`: \(told)")
    }

    // MARK: Columns

    mutating func remove(_ column: ColumnSchema, because why: String = "the source does not have it") {
        guard !schema.isTarget(column.name) else { return }
        edit.remove([SchemaKey.columns, column.name])
        removeWriting(of: column.name)
        words.append("`\(column.name)`: taken out, \(why)")
    }

    /// How its values are written, which is of a column that is there.
    private mutating func removeWriting(of column: String) {
        let cleaning = schema.cleaning
        if cleaning.missingByColumn[column] != nil {
            edit.remove([SchemaKey.missingIn] + (cleaning.missingByColumn.count == 1 ? [] : [column]))
        }
        guard cleaning.numbersByColumn[column] != nil else { return }
        let isLast = cleaning.numbersByColumn.count == 1
        let path = isLast ? (cleaning.numbers == .plain ? [] : [ReadingOptions.numbersName]) : [ReadingOptions.numbersName, column]
        edit.remove([SchemaKey.read] + path)
    }

    mutating func add(_ column: ColumnSchema) {
        var members = [JSON.Member(SchemaKey.type, .string(column.type.rawValue))]
        if column.nullable { members.append(JSON.Member(SchemaKey.nullable, true)) }
        if let format = column.format { members.append(JSON.Member(SchemaKey.format, .string(format))) }
        if !column.isFeature { members.append(JSON.Member(SchemaKey.feature, false)) }
        if !column.categories.isEmpty { members.append(JSON.Member(SchemaKey.categories, .array(column.categories.map { .string($0) }))) }
        edit.set([SchemaKey.columns, column.name], to: .object(members))
        words.append("`\(column.name)`: new, \(column.type.rawValue)")
    }

    /// Lets a column have the values that it has.
    ///
    /// - Parameter found: what it is by its values, where it is not what the schema says.
    mutating func widen(_ column: ColumnSchema, _ reader: ColumnReader, retyped found: ColumnSchema?) {
        if let found, found.type != column.type { return retype(column, found) }
        if reader.breaches[.missing] != nil { set(column.name, SchemaKey.nullable, true, "values may be missing") }
        let profile = reader.finished
        if let most = column.largestMissing, Double(profile.missing) > most * Double(profile.missing + profile.present) {
            let share = Self.slack(missing: profile)
            set(column.name, SchemaKey.missing, .double(share), "up to \((share * 100).brief()) % of the values may be missing")
        }
        if reader.breaches[.category] != nil { widenCategories(column, reader) }
        if let bound = column.minimum, reader.figures.minimum < bound {
            setBound(column, SchemaKey.minimum, Self.bounds(column, reader.figures).low)
        }
        if let bound = column.maximum, reader.figures.maximum > bound {
            setBound(column, SchemaKey.maximum, Self.bounds(column, reader.figures).high)
        }
        if column.isUnique, reader.isExact, reader.distinct < profile.present {
            edit.remove([SchemaKey.columns, column.name, SchemaKey.unique])
            words.append("`\(column.name)`: values may stand there twice")
        }
    }

    private mutating func retype(_ column: ColumnSchema, _ found: ColumnSchema) {
        set(column.name, SchemaKey.type, .string(found.type.rawValue), "\(found.type.rawValue), no longer \(column.type.rawValue)")
        if found.nullable, !column.nullable { set(column.name, SchemaKey.nullable, true, "values may be missing") }
        if !found.isNumeric || found.type == .date || found.type == .timestamp {
            for (key, value) in [(SchemaKey.minimum, column.minimum), (SchemaKey.maximum, column.maximum)] where value != nil {
                edit.remove([SchemaKey.columns, column.name, key])
            }
        }
        if column.format != nil, found.format == nil { edit.remove([SchemaKey.columns, column.name, SchemaKey.format]) }
        if let format = found.format { edit.set([SchemaKey.columns, column.name, SchemaKey.format], to: .string(format)) }
        if !column.categories.isEmpty, found.categories.isEmpty { edit.remove([SchemaKey.columns, column.name, SchemaKey.categories]) }
        if !found.categories.isEmpty {
            edit.set([SchemaKey.columns, column.name, SchemaKey.categories], to: .array(found.categories.map { .string($0) }))
        }
    }

    private mutating func widenCategories(_ column: ColumnSchema, _ reader: ColumnReader) {
        let known = Set(column.categories.map { ByteText($0) })
        let new = column.sorted(reader.values.filter { !known.contains(ByteText($0)) })
        guard schema.isTarget(column.name) || known.count + new.count <= SchemaInference.categoryLimit else {
            edit.remove(["columns", column.name, "categories"])
            words.append("`\(column.name)`: any text, there are \(known.count + new.count) different ones")
            return
        }
        for value in new {
            let category = column.type == .integer ? Int(value).map { JSON.int($0) } : nil
            edit.append(category ?? .string(value), to: [SchemaKey.columns, column.name, SchemaKey.categories])
        }
        words.append(
            "`\(column.name)`: the \(new.count == 1 ? "category" : "categories") \(Suggestion.list(new.prefix(10).map { $0.shortened }))")
    }

    // MARK: Rules that are found out

    /// Fewest rows that bounds are found out from.
    private static let fewRows = 50

    /// Holds a column to what its values are, with room for more of the kind.
    mutating func tighten(_ column: ColumnSchema, _ reader: ColumnReader) {
        let profile = reader.finished
        guard reader.breaches.isEmpty, profile.present >= Self.fewRows else { return }
        if column.type == .integer || column.type == .number, column.categories.isEmpty {
            let bounds = Self.bounds(column, reader.figures)
            if column.minimum == nil { setBound(column, SchemaKey.minimum, bounds.low) }
            if column.maximum == nil { setBound(column, SchemaKey.maximum, bounds.high) }
        }
        if column.nullable, column.largestMissing == nil, profile.missing > 0, !schema.isTarget(column.name) {
            let share = Self.slack(missing: profile)
            set(column.name, SchemaKey.missing, .double(share), "up to \((share * 100).brief()) % of the values may be missing")
        }
        if column.type == .identifier, !column.isUnique, reader.isExact, reader.distinct == profile.present {
            set(column.name, SchemaKey.unique, true, "no value stands there twice")
        }
    }

    private mutating func setBound(_ column: ColumnSchema, _ key: String, _ value: Double) {
        guard value.isFinite else { return }
        let number = Int(exactly: value).map { JSON.int($0) } ?? .double(value)
        set(column.name, key, number, "\(key) \(value.brief())")
    }

    /// A tenth of the range on both sides, of whole numbers one at least, rounded outwards; what has no sign gets none.
    static func bounds(_ column: ColumnSchema, _ figures: NumberSummary) -> (low: Double, high: Double) {
        let tenth = (figures.maximum - figures.minimum) / 10
        let room = column.type == .integer ? max(tenth, 1) : tenth
        var low = rounded(figures.minimum - room, room, up: false)
        var high = rounded(figures.maximum + room, room, up: true)
        if figures.minimum >= 0 { low = max(low, 0) }
        if figures.maximum <= 0 { high = min(high, 0) }
        return (low, high)
    }

    /// To the place of the room's first digit; whole numbers stay whole, since their room is at least one.
    private static func rounded(_ value: Double, _ room: Double, up: Bool) -> Double {
        guard room > 0, room.isFinite else { return value }
        let exponent = Int(log10(room).rounded(.down))
        let unit = pow(10, Double(abs(exponent)))
        // Divided by a whole power of ten, so that 0.1 comes out as 0.1.
        let scaled = exponent < 0 ? value * unit : value / unit
        let whole = up ? scaled.rounded(.up) : scaled.rounded(.down)
        return exponent < 0 ? whole / unit : whole * unit
    }

    /// Twice the share that is missing, in whole percent, and one at least.
    private static func slack(missing profile: ColumnProfile) -> Double {
        let share = Double(profile.missing) / Double(max(profile.missing + profile.present, 1))
        return min(max((share * 200).rounded(.up), 1) / 100, 1)
    }

    // MARK: The table

    mutating func fitRows(_ rows: Int, infers: Bool) {
        let bounds = schema.rows
        if bounds.minimum.map({ rows < $0 }) ?? infers {
            edit.set([SchemaKey.rows, SchemaKey.minimum], to: .int(rows / 2))
            words.append("at least \(plural(rows / 2, "row"))")
        }
        if let most = bounds.maximum, rows > most {
            edit.set([SchemaKey.rows, SchemaKey.maximum], to: .int(rows * 2))
            words.append("at most \(plural(rows * 2, "row"))")
        }
    }

    mutating func fitRelations(_ relations: (broken: [Int], new: [ColumnRelation])) {
        for index in relations.broken.reversed() {
            edit.remove([SchemaKey.relations, "\(index)"])
            words.append("`\(schema.relations[index].text)` does not hold")
        }
        for relation in relations.new {
            edit.append(.string(relation.text), to: [SchemaKey.relations])
            words.append("`\(relation.text)` holds in every row")
        }
    }
}
