internal import MLKitCore

/// Writes schemas as tables of Markdown.
struct ReferencePage {
    private(set) var text = ""

    mutating func add(_ paragraph: String) { text += paragraph }

    mutating func section(_ name: String, _ object: ObjectSchema, _ introduction: String? = nil) {
        text += "## \(name)\n\n"
        if let introduction { text += introduction + "\n\n" }
        table(object)
    }

    /// A kind of stage: its keys, those of mappings in it, and an example.
    mutating func stage(_ stage: ObjectSchema, example: String) {
        text += "### \(stage.name.isEmpty ? "a command" : "\(StageKeys.kind): \(stage.name)")\n\n"
        text += "```yaml\nstages:\n\(example)```\n\n"
        table(stage)
        nested(stage, below: "")
    }

    /// The keys of a mapping.
    mutating func table(_ object: ObjectSchema) {
        text += "| key | type | default | meaning |\n|---|---|---|---|\n"
        for field in object.fields {
            let type = field.name == StageKeys.kind && !object.name.isEmpty ? "`\(object.name)`" : Self.type(field.value)
            let standard = field.isRequired ? "required" : field.defaultValue.map { "`\($0.compact.spaced)`" } ?? ""
            text += "| `\(field.name)` | \(type) | \(standard) | \(field.summary.replacing("|", with: "\\|")) |\n"
        }
        if let others = object.others {
            text += "| any other name | \(Self.type(others.value)) |  | \(others.summary) |\n"
        }
        text += "\n"
        if !object.oneOf.isEmpty { text += "Exactly one of \(Suggestion.list(object.oneOf)) is required.\n\n" }
        if !object.anyOf.isEmpty { text += "At least one of \(Suggestion.list(object.anyOf)) is required.\n\n" }
    }

    private mutating func nested(_ object: ObjectSchema, below path: String) {
        for field in object.fields where field.name != StagePolicy.resourcesName || object.name.isEmpty {
            nested(field.value, path.isEmpty ? field.name : "\(path).\(field.name)")
        }
    }

    private mutating func nested(_ value: ValueSchema, _ path: String) {
        switch value {
        case .object(let inner):
            guard !inner.fields.isEmpty else { return }
            text += "#### `\(path)`\n\n"
            table(inner)
            nested(inner, below: path)
        case .list(let element): nested(element, path)
        case .either(let alternatives): for alternative in alternatives { nested(alternative, path) }
        case .variant(let variants):
            // The candidates of a matrix are described as `model` already.
            guard !path.contains(".") else { return }
            for variant in variants {
                text += "#### `\(path)`, kind \(variant.name)\n\n"
                table(variant)
                nested(variant, below: path)
            }
        default: break
        }
    }

    static func type(_ value: ValueSchema) -> String {
        switch value {
        case .text: "text"
        case .pattern(let pattern): "text: \(pattern.summary.replacing("|", with: "\\|"))"
        case .integer(let range):
            "whole number"
                + bounds(
                    range.lowerBound == .min ? nil : "\(range.lowerBound)",
                    range.upperBound == .max ? nil : "\(range.upperBound)")
        case .integers(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .number(let range): "number" + bounds(finite(range.lowerBound), finite(range.upperBound))
        case .boolean: "`true` or `false`"
        case .null: "null"
        case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .path: "path"
        case .anyPath: "path, perhaps absolute"
        case .reference: "reference to a stage"
        case .list(let element): "list of: \(type(element))"
        case .mapping: "mapping"
        case .object: "mapping"
        case .variant(let variants): "mapping by kind: " + variants.map { "`\($0.name)`" }.joined(separator: ", ")
        case .either(let alternatives): alternatives.map { type($0) }.joined(separator: "; or ")
        case .anything: "anything"
        }
    }

    private static func bounds(_ lower: String?, _ upper: String?) -> String {
        switch (lower, upper) {
        case (let lower?, let upper?): lower == upper ? ", \(lower)" : ", \(lower) to \(upper)"
        case (let lower?, nil): ", at least \(lower)"
        case (nil, let upper?): ", at most \(upper)"
        case (nil, nil): ""
        }
    }

    private static func finite(_ value: Double) -> String? {
        value.isFinite ? (value == value.rounded() ? "\(Int(value))" : "\(value)") : nil
    }
}

extension String {
    /// With a space after each comma and colon of a value in brackets.
    fileprivate var spaced: String { replacing("\",\"", with: "\", \"") }
}
