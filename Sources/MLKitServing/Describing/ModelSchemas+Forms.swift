internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// The forms in which doors take rows, and what may stand beside them.
///
/// That the lists of several columns, or tensors, are of one length is beyond a schema, but for a length that it names: it has those of
/// up to `describedRows` rows.
extension ModelSchemas {
    /// What `/predict` takes.
    var request: JSON { ["anyOf": [object("rows", rows), rows, row, object("columns", columns)]] }

    /// What `:predict` takes.
    var instances: JSON {
        let name: JSON = ["enum": ["serving_default", ""]]
        return ["anyOf": [object("instances", rows, ["signature_name": name]), object("inputs", columns, ["signature_name": name])]]
    }

    /// What `:predict` answers.
    var instancesAnswer: JSON {
        let rows: JSON = ["type": "object", "required": ["predictions"], "properties": ["predictions": ["type": "array"]]]
        let columns: JSON = ["type": "object", "required": ["outputs"], "properties": ["outputs": ["type": ["object", "array"]]]]
        return ["anyOf": [rows, columns]]
    }

    /// What `/invocations` takes.
    var invocations: JSON {
        let parameters: JSON = ["params": ["maxProperties": 0]]
        let forms: [(String, JSON)] = [
            ("dataframe_split", split), ("dataframe_records", rows), ("instances", rows), ("inputs", columns),
        ]
        return ["anyOf": .array(forms.map { object($0.0, $0.1, parameters) })]
    }

    private func object(_ name: String, _ schema: JSON, _ more: JSON = [:]) -> JSON {
        let members = [JSON.Member(name, schema)] + (more.members ?? [])
        return ["type": "object", "required": [.string(name)], "additionalProperties": false, "properties": .object(members)]
    }

    private static let describedRows = 10

    /// The numbers of rows for which lists are described.
    var lengths: ClosedRange<Int> { 1...max(min(Self.describedRows, rowLimit), 1) }

    /// Lists by column.
    var columns: JSON {
        let lists = fields.map { JSON.Member($0.name, ["type": "array", "items": $0.schema]) }
        let lengths: [JSON] = [["additionalProperties": ["maxItems": 0]]] + self.lengths.map { count in
            ["additionalProperties": ["minItems": .int(count), "maxItems": .int(count)]]
        }
        return [
            "description": .string(
                "a value of each row in each list, for at most \(rowLimit) rows; described for up to \(self.lengths.upperBound)"),
            "type": "object", "required": required, "additionalProperties": false, "properties": .object(lists + ignored),
            "anyOf": .array(lengths),
        ]
    }

    /// pandas' `split`.
    private var split: JSON {
        let names = fields.map { JSON.string($0.name) }
        let row: JSON = [
            "type": "array", "prefixItems": .array(fields.map(\.schema)), "items": false, "minItems": .int(fields.count),
        ]
        // As many labels as rows, or none.
        let labelled = ([0] + Array(lengths)).map { count -> JSON in
            let size: JSON = ["minItems": .int(count), "maxItems": .int(count)]
            return ["properties": ["data": size, "index": size]]
        }
        return [
            "description": .string(
                "the columns in any order, and those that may be missing left out; described with all of them, and with labels in `index` "
                    + "for up to \(lengths.upperBound) rows"),
            "type": "object", "required": ["columns", "data"], "additionalProperties": false,
            "properties": [
                "columns": ["const": .array(names)], "data": ["type": "array", "items": row], "index": ["type": ["array", "null"]],
            ],
            "anyOf": .array([["properties": ["index": ["type": "null"]]]] + labelled),
        ]
    }

    // MARK: Inference

    /// What may stand beside the inputs of an inference request.
    var inferenceMembers: [JSON.Member] {
        let names = model.engine.outputs.map(\.name)
        var wanted: [JSON] = [["type": "null"], ["type": "array", "prefixItems": .array(names.map(output)), "items": false]]
        for name in names { wanted.append(["type": "array", "items": output(name), "minItems": 1, "maxItems": 1]) }
        let outputs: JSON = [
            "description": "those that are wanted, in any order; described for one of them, or all in the model's own order",
            "anyOf": .array(wanted),
        ]
        return [
            .init("id", ["type": ["string", "null"]]),
            .init("model_name", ["enum": [.string(model.name), ""]]), .init("model_version", ["enum": [.string(model.version), ""]]),
            .init("parameters", Self.options(["binary_data_output": ["type": "boolean"]])),
            .init("outputs", outputs),
        ]
    }

    private func output(_ name: String) -> JSON {
        var parameters: [JSON.Member] = [.init("binary_data", ["type": "boolean"])]
        if name == ModelOutput.probabilities.name, model.predictions?.isRegression == false {
            parameters.append(.init("classification", ["type": "integer", "minimum": 0, "maximum": .int(.max)]))
        }
        return [
            "type": "object", "required": ["name"], "additionalProperties": false,
            "properties": ["name": ["const": .string(name)], "parameters": Self.options(.object(parameters))],
        ]
    }

    private static func options(_ known: JSON) -> JSON {
        ["type": ["object", "null"], "additionalProperties": false, "properties": known]
    }
}
