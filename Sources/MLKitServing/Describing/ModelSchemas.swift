internal import MLKitCore
internal import MLKitONNX

/// The JSON Schemas (2020-12) of what a model of a table takes and gives.
struct ModelSchemas {
    private let model: ServedModel
    private let rowLimit: Int

    init(_ model: ServedModel, rowLimit: Int) {
        self.model = model
        self.rowLimit = rowLimit
    }

    private var row: JSON {
        let columns = model.rules.compactMap { rule in rule.column.map { (rule.name, $0) } }
        let required = columns.filter { !$0.1.nullable }.map { JSON.string($0.0) }
        return [
            "type": "object", "additionalProperties": false, "required": .array(required),
            "properties": .object(columns.map { .init($0.0, Self.value($0.1)) } + ignored),
        ]
    }

    private var ignored: [JSON.Member] {
        model.ignored.sorted().map { .init($0, ["description": "a column of the table that the model does not look at"]) }
    }

    private var rows: JSON { ["type": "array", "items": row, "description": .string("at most \(rowLimit) rows")] }

    /// What `/predict` takes.
    var request: JSON { ["anyOf": [object("rows", rows), rows, row]] }

    /// What `:predict` takes.
    var instances: JSON { object("instances", rows) }

    /// What `/invocations` takes.
    var invocations: JSON { ["anyOf": [object("dataframe_records", rows), object("instances", rows)]] }

    private func object(_ name: String, _ schema: JSON) -> JSON {
        [
            "type": "object", "required": [.string(name)], "additionalProperties": false,
            "properties": .object([.init(name, schema)]),
        ]
    }

    var predictions: JSON {
        let number: JSON = ["type": "number"]
        let prediction: JSON =
            model.predictions?.isRegression == true
            ? ["type": "object", "required": ["prediction"], "properties": ["prediction": number]]
            : [
                "type": "object", "required": ["label", "probabilities"],
                "properties": [
                    "label": ["type": "string"],
                    "probabilities": ["type": "object", "properties": .object(model.classes.map { .init($0, number) })],
                ],
            ]
        return [
            "type": "object", "required": ["model", "predictions"],
            "properties": [
                "model": ["type": "object", "properties": ["name": ["type": "string"], "version": ["type": "string"]]],
                "predictions": ["type": "array", "items": prediction],
            ],
        ]
    }

    /// An inference request of one row. That `shape` and `data` fit together for more rows is beyond a schema.
    var inference: JSON {
        let inputs = model.rules.compactMap { rule in rule.column.map { Self.input(rule, $0) } }
        // What is behind the last column that must be there may be left out.
        let needed = (model.rules.lastIndex { !$0.takesMissing } ?? -1) + 1
        return [
            "type": "object", "required": ["inputs"], "additionalProperties": false,
            "properties": [
                "id": ["type": ["string", "null"]],
                "inputs": [
                    "type": "array", "prefixItems": .array(inputs), "items": false, "minItems": .int(max(needed, 1)),
                    "maxItems": .int(inputs.count),
                ],
            ],
        ]
    }

    private static func input(_ rule: FieldRule, _ column: FieldRule.Column) -> JSON {
        let isText = rule.type == .string
        return [
            "type": "object", "required": ["name", "datatype", "shape", "data"], "additionalProperties": false,
            "properties": [
                "name": ["const": .string(rule.name)],
                "datatype": ["const": isText ? "BYTES" : "FP64"],
                "shape": ["const": [1]],
                "data": ["type": "array", "minItems": 1, "maxItems": 1, "items": value(column, isTensor: true)],
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
        case .text where column.categories.names.isEmpty:
            schema = [.init("type", "string"), .init("pattern", #"^[^\u0000]*$"#)]
            if !column.nullable { schema.append(.init("minLength", 1)) }
        case .text:
            let names = column.categories.names.map { JSON.string($0) }
            return .object([.init("enum", .array(names + (column.nullable ? ["", .null] : [])))])
        }
        return column.nullable ? ["anyOf": [.object(schema), ["type": "null"]]] : .object(schema)
    }
}
