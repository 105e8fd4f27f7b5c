internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// The JSON Schemas (2020-12) of what a model of a table takes and gives.
struct ModelSchemas {
    let model: ServedModel
    let rowLimit: Int

    init(_ model: ServedModel, rowLimit: Int) {
        self.model = model
        self.rowLimit = rowLimit
    }

    /// The columns that the model takes, with the values that each may have.
    var fields: [(name: String, schema: JSON)] {
        model.rules.compactMap { rule in rule.column.map { (name: rule.name, schema: Self.value($0)) } }
    }

    /// The names of those that must be there.
    var required: JSON { .array(model.rules.filter { $0.column?.nullable == false }.map { .string($0.name) }) }

    var row: JSON {
        [
            "type": "object", "additionalProperties": false, "required": required,
            "properties": .object(fields.map { .init($0.name, $0.schema) } + ignored),
        ]
    }

    var ignored: [JSON.Member] {
        model.ignored.sorted().map { .init($0.text, ["description": "a column of the table that the model does not look at"]) }
    }

    var rows: JSON { ["type": "array", "items": row, "description": .string("at most \(rowLimit) rows")] }

    var predictions: JSON {
        let number: JSON = ["type": "number"]
        let prediction: JSON =
            model.predictions?.isRegression == true
            ? ["type": "object", "required": [.string(Self.number)], "properties": .object([JSON.Member(Self.number, number)])]
            : [
                "type": "object", "required": [.string(answer.name), .string(Self.shares)],
                "properties": .object([
                    answer,
                    JSON.Member(Self.shares, ["type": "object", "properties": .object(model.classes.map { .init($0, number) })]),
                ]),
            ]
        return [
            "type": "object", "required": ["model", "predictions"],
            "properties": [
                "model": ["type": "object", "properties": ["name": ["type": "string"], "version": ["type": "string"]]],
                "predictions": ["type": "array", "items": prediction],
            ],
        ]
    }

    private static let number = ModelOutput.prediction.name
    private static let shares = ModelOutput.probabilities.name

    /// The class, or those of several labels that a row has.
    private var answer: JSON.Member {
        guard model.predictions?.isOfLabels == true else { return JSON.Member(ModelOutput.label.name, ["type": "string"]) }
        let names = JSON.array(model.classes.map { .string($0) })
        return JSON.Member(ModelOutput.labels.name, ["type": "array", "items": ["enum": names], "uniqueItems": true])
    }

    /// An inference request, its tensors of one dimension.
    var inference: JSON {
        let inputs = model.rules.compactMap { rule in rule.column.map { Self.input(rule, $0) } }
        // What is behind the last column that must be there may be left out.
        let needed = (model.rules.lastIndex { !$0.takesMissing } ?? -1) + 1
        let list: JSON = [
            "type": "array", "prefixItems": .array(inputs), "items": false, "minItems": .int(max(needed, 1)),
            "maxItems": .int(inputs.count),
        ]
        let members = inferenceMembers + [JSON.Member("inputs", list)]
        let sizes = lengths.map { count -> JSON in
            let size: JSON = ["shape": ["const": [.int(count)]], "data": ["minItems": .int(count), "maxItems": .int(count)]]
            return ["properties": ["inputs": ["items": ["properties": size]]]]
        }
        return [
            "description": .string("at most \(rowLimit) rows; described for up to \(lengths.upperBound)"),
            "type": "object", "required": ["inputs"], "additionalProperties": false, "properties": .object(members), "anyOf": .array(sizes),
        ]
    }

    private static func input(_ rule: FieldRule, _ column: FieldRule.Column) -> JSON {
        let isText = rule.type == .string
        return [
            "type": "object", "required": ["name", "datatype", "shape", "data"], "additionalProperties": false,
            "properties": [
                "name": ["const": .string(rule.name)],
                "datatype": ["const": isText ? "BYTES" : "FP64"],
                "shape": ["type": "array", "minItems": 1, "maxItems": 1, "items": ["type": "integer", "minimum": 1]],
                "data": ["type": "array", "items": value(column, isTensor: true)],
            ],
        ]
    }

    private static func bounds(_ least: Double?, _ most: Double?) -> [JSON.Member] {
        [("minimum", least), ("maximum", most)].compactMap { name, bound in
            bound.map { .init(name, Int(exactly: $0).map(JSON.int) ?? .double($0)) }
        }
    }

    /// Missing is `null` everywhere, and the empty text, too, of what the model takes as text.
    private static func value(_ column: FieldRule.Column, isTensor: Bool = false) -> JSON {
        var schema: [JSON.Member]
        switch column.kind {
        case .integer:
            let largest = Double(FieldRule.largestWhole)
            schema = [.init("type", "integer")] + bounds(max(column.minimum ?? -largest, -largest), min(column.maximum ?? largest, largest))
        case .number: schema = [.init("type", "number")] + bounds(column.minimum, column.maximum)
        case .date where isTensor: schema = [.init("type", "integer")] + bounds(column.bounds.least, column.bounds.most)
        case .timestamp where isTensor: schema = [.init("type", "number")] + bounds(column.bounds.least, column.bounds.most)
        case .date, .timestamp: schema = [.init("type", "string")]
        case .boolean:
            let texts: [JSON] = ["true", "false"]
            schema = [.init("enum", .array((isTensor ? [] : [true, false]) + texts + (column.nullable ? ["", .null] : [])))]
            return .object(schema)
        case .text where column.categories.names.isEmpty, .identifier where column.categories.names.isEmpty:
            schema = [.init("type", "string"), .init("pattern", #"^[^\u0000]*$"#)]
            if !column.nullable { schema.append(.init("minLength", 1)) }
        case .text, .identifier:
            let names = column.categories.names.map { JSON.string($0) }
            return .object([.init("enum", .array(names + (column.nullable ? ["", .null] : [])))])
        }
        var forms: [JSON] = [.object(schema)]
        if !isTensor { forms += texts(column) }
        if column.nullable { forms.append(["type": "null"]) }
        return forms.count > 1 ? ["anyOf": .array(forms)] : forms[0]
    }

    /// A number as it stands in the table, of the plain ones that there are.
    private static func texts(_ column: FieldRule.Column) -> [JSON] {
        guard let cleaning = column.cleaning, column.kind == .integer || column.kind == .number else { return [] }
        // A number may stand for a missing value there.
        let isClear = column.nullable || !cleaning.missing.contains { column.numbers.value($0) != nil }
        let pattern = NumberPattern(column.minimum, column.maximum)
        let text = column.kind == .integer ? pattern.wholes : pattern.reals(decimal: column.numbers.decimal)
        guard isClear, let text else { return [] }
        let number: JSON = [
            "type": "string", "pattern": .string(text), "description": "the number as it stands in the table, also in other ways",
        ]
        guard column.nullable else { return [number] }
        let blank: JSON = ["type": "string", "pattern": #"^[\t-\r ]*$"#, "description": "no number is there"]
        let markers = cleaning.missing.filter { column.numbers.value($0) == nil }.map { JSON.string($0) }
        return [number, blank] + (markers.isEmpty ? [] : [["enum": .array(markers)]])
    }
}
