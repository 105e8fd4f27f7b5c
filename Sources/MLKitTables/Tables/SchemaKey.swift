internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// The keys of a schema file, each written once. Those that are a rule of a column are `SchemaRule`s as well.
enum SchemaKey {
    static let target = "target"
    static let columns = "columns"
    static let missing = SchemaRule.missing.rawValue
    static let read = "read"
    static let unicode = "unicode"
    static let redact = "redact"
    static let aggregate = "aggregate"
    static let dropped = "dropped"
    static let missingIn = DataConfiguration.Clean.missingInName
    static let rows = "rows"
    static let relations = "relations"

    static let all = [target, columns, missing, missingIn, read, unicode, redact, aggregate, dropped, rows, relations]
    static let ofReading = [
        ReadingOptions.decimalName, ReadingOptions.thousandsName, ReadingOptions.unitsName, ReadingOptions.bracketsName,
        ReadingOptions.minusBehindName,
    ]
    static let ofAllReading = ofReading + [ReadingOptions.numbersName]
    static let ofRows = [minimum, maximum, severity]

    // Of a column.
    static let type = SchemaRule.type.rawValue
    static let nullable = SchemaRule.nullable.rawValue
    static let categories = SchemaRule.categories.rawValue
    static let minimum = SchemaRule.minimum.rawValue
    static let maximum = SchemaRule.maximum.rawValue
    static let unique = SchemaRule.unique.rawValue
    static let format = "format"
    static let feature = "feature"
    static let severity = "severity"

    static let ofColumn = [type, nullable, missing, categories, minimum, maximum, unique, format, feature, severity]

    /// Of a relation that is written with its severity.
    static let check = "check"

    static let ofRelation = [check, severity]
}
