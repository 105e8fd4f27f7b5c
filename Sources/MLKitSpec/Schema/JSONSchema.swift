public import MLKitCore

/// Writes a schema in the words of JSON Schema (draft 2020-12), for editors and other tools.
public struct JSONSchema {
    /// Below these keys of the file, values may be `${params.NAME}`.
    private let parameterKeys: Set<String>
    /// Whether mappings may have members beyond those described, as of a file that a later version writes.
    private let isOpen: Bool
    private var definitions: [JSON.Member] = []
    private var defined: Set<String> = []

    /// The schema of a whole file.
    ///
    /// - Parameter parameterKeys: keys below which a value may be `${params.NAME}`.
    public static func document(
        of file: ObjectSchema, parameterKeys: Set<String> = [], isOpen: Bool = false
    ) -> JSON {
        var schema = JSONSchema(parameterKeys: parameterKeys, isOpen: isOpen)
        let members = schema.object(file, parameters: false)
        return .object(
            [
                JSON.Member("$schema", "https://json-schema.org/draft/2020-12/schema"),
                JSON.Member("title", .string(file.title)),
            ] + members + (schema.definitions.isEmpty ? [] : [JSON.Member("$defs", .object(schema.definitions))]))
    }

    private init(parameterKeys: Set<String>, isOpen: Bool) {
        self.parameterKeys = parameterKeys
        self.isOpen = isOpen
    }

    private mutating func object(_ object: ObjectSchema, kind: String? = nil, parameters: Bool) -> [JSON.Member] {
        var properties = [JSON.Member]()
        for field in object.fields {
            let property =
                if object.shared.contains(field.name) {
                    JSON.object([define("key:\(field.name)") { .object($0.members(of: field, parameters)) }])
                } else if field.name == StageKeys.kind, let kind {
                    JSON.object([JSON.Member("description", .string(field.summary)), JSON.Member("const", .string(kind))])
                } else {
                    JSON.object(members(of: field, parameters))
                }
            properties.append(JSON.Member(field.name, property))
        }
        var result = typed("object", parameters: parameters)
        result.append(JSON.Member("properties", .object(properties)))
        let required = object.fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { result.append(JSON.Member("required", .array(required))) }
        for (keyword, names) in [("oneOf", object.oneOf), ("anyOf", object.anyOf)] where !names.isEmpty {
            let alternatives = names.map { Self.required($0[...]) }
            result.append(contentsOf: whenObject(keyword, .array(alternatives), parameters: parameters))
        }
        let others = object.others.map { others in
            let description = JSON.Member("description", .string(others.summary))
            return JSON.object([description] + members(others.value, parameters: parameters))
        }
        result.append(JSON.Member("additionalProperties", others ?? .bool(isOpen)))
        return result
    }

    private mutating func members(of field: FieldSchema, _ parameters: Bool) -> [JSON.Member] {
        let value = members(field.value, parameters: parameters || parameterKeys.contains(field.name))
        let described = [JSON.Member("description", .string(field.summary))] + value
        return field.defaultValue.map { described + [JSON.Member("default", $0)] } ?? described
    }

    /// That a key is there, or a key in a mapping: `matrix.model`.
    private static func required(_ path: Substring) -> JSON {
        let name = path.prefix { $0 != "." }
        var members = [JSON.Member("required", [.string(String(name))])]
        if name.count < path.count {
            let inner = JSON.Member(String(name), required(path.dropFirst(name.count + 1)))
            members.append(JSON.Member("properties", .object([inner])))
        }
        return .object(members)
    }

    /// A rule for mappings alone, where a parameter could stand in the place of one.
    private func whenObject(_ keyword: String, _ value: JSON, parameters: Bool) -> [JSON.Member] {
        guard parameters else { return [JSON.Member(keyword, value)] }
        return [
            JSON.Member("if", ["type": "object"]), JSON.Member("then", .object([JSON.Member(keyword, value)])),
        ]
    }

    private mutating func members(_ schema: ValueSchema, parameters: Bool) -> [JSON.Member] {
        switch schema {
        case .anything: return []
        case .text: return [JSON.Member("type", ["string", "number", "boolean"])]
        case .pattern(let pattern): return Self.patterned(pattern.expression, ["string", "number", "boolean"], parameters)
        case .path: return path(ProjectPath.expression, "text:path", parameters)
        case .anyPath: return path(ProjectPath.anyExpression, "text:any-path", parameters)
        case .reference:
            return [define("text:reference") { _ in .object(Self.patterned(Self.reference, ["string"], true)) }]
        case .boolean: return typed("boolean", parameters: parameters)
        case .null: return typed("null", parameters: parameters)
        case .integer(let range):
            return typed("integer", parameters: parameters)
                + bounds(
                    range.lowerBound == .min ? nil : .int(range.lowerBound),
                    range.upperBound == .max ? nil : .int(range.upperBound))
        case .integers(let choices): return choice(choices.map { .int($0) }, parameters)
        case .number(let range):
            return typed("number", parameters: parameters) + bounds(finite(range.lowerBound), finite(range.upperBound))
        case .choice(let choices): return choice(choices.map { .string($0) }, parameters)
        case .list(let element):
            let items = JSON.object(members(element, parameters: parameters))
            return typed("array", parameters: parameters) + [JSON.Member("items", items)]
        case .mapping(let value):
            let values = JSON.object(members(value, parameters: parameters))
            return typed("object", parameters: parameters) + [JSON.Member("additionalProperties", values)]
        case .object(let object): return self.object(object, parameters: parameters)
        case .variant(let variants): return variant(variants, parameters)
        case .either(let alternatives):
            let all = alternatives.map { JSON.object(members($0, parameters: parameters)) }
            return [JSON.Member("anyOf", .array(all))]
        }
    }

    /// A mapping whose key `kind` says which keys it has; one without is the variant that has no kind.
    private mutating func variant(_ variants: [ObjectSchema], _ parameters: Bool) -> [JSON.Member] {
        let kinds = variants.map(\.name).filter { !$0.isEmpty }
        var cases = [JSON]()
        for variant in variants {
            let isKind: JSON =
                variant.name.isEmpty
                ? ["not": ["required": [.string(StageKeys.kind)]]]
                : [
                    "required": [.string(StageKeys.kind)],
                    "properties": .object([JSON.Member(StageKeys.kind, ["const": .string(variant.name)])]),
                ]
            let name = variant.name.isEmpty ? StageKinds.commandName : variant.name
            let definition = define(name) { schema in
                let members = schema.object(variant, kind: variant.name, parameters: parameters)
                return .object([JSON.Member("title", .string(variant.title))] + members)
            }
            cases.append(["if": isKind, "then": .object([definition])])
        }
        let kind = JSON.object(choice(kinds.map { .string($0) }, parameters))
        let required: [JSON.Member] = kinds.count == variants.count ? [JSON.Member("required", [.string(StageKeys.kind)])] : []
        return typed("object", parameters: parameters) + required + [
            JSON.Member("properties", .object([JSON.Member(StageKeys.kind, kind)])), JSON.Member("allOf", .array(cases)),
        ]
    }

    /// What stands in the place of something that occurs in several places: a reference to it. It is made once.
    private mutating func define(_ name: String, _ make: (inout JSONSchema) -> JSON) -> JSON.Member {
        if defined.insert(name).inserted {
            let place = definitions.count
            definitions.append(JSON.Member(name, .null))
            definitions[place] = JSON.Member(name, make(&self))
        }
        return JSON.Member("$ref", .string("#/$defs/\(name)"))
    }

    /// A path; where parameters are put in, one of the same form in each place.
    private mutating func path(_ expression: String, _ name: String, _ parameters: Bool) -> [JSON.Member] {
        let types: [JSON] = ["string", "number", "boolean"]
        guard parameters else { return Self.patterned(expression, types, false) }
        return [define(name) { _ in .object(Self.patterned(expression, types, true)) }]
    }

    private mutating func typed(_ type: String, parameters: Bool) -> [JSON.Member] {
        parameters ? [JSON.Member("type", [.string(type), "string"]), parameter()] : [JSON.Member("type", .string(type))]
    }

    /// That a text is a parameter, and nothing else.
    private mutating func parameter() -> JSON.Member {
        define("text:parameter") { _ in ["pattern": .string("^\(Self.parameter)$")] }
    }

    private mutating func choice(_ choices: [JSON], _ parameters: Bool) -> [JSON.Member] {
        let enumeration = JSON.Member("enum", .array(choices))
        guard parameters else { return [enumeration] }
        let other = JSON.object([JSON.Member("type", "string"), parameter()])
        return [JSON.Member("anyOf", [.object([enumeration]), other])]
    }

    /// A text of a form; where parameters are put in, also one with a parameter in it.
    private static func patterned(_ expression: String?, _ types: [JSON], _ parameters: Bool) -> [JSON.Member] {
        let type = JSON.Member("type", types.count == 1 ? types[0] : .array(types))
        guard let expression else { return [type] }
        let whole = parameters ? "(?:\(expression))|.*\(parameter).*" : expression
        return [type, JSON.Member("pattern", .string("^(?:\(whole))$"))]
    }

    private func bounds(_ lower: JSON?, _ upper: JSON?) -> [JSON.Member] {
        [lower.map { JSON.Member("minimum", $0) }, upper.map { JSON.Member("maximum", $0) }].compactMap { $0 }
    }

    private func finite(_ value: Double) -> JSON? {
        guard value.isFinite else { return nil }
        return value == value.rounded() ? .int(Int(value)) : .double(value)
    }

    private static let variant = #"\$\{(?:item|key|matrix)(?:\.[^{}]+)?\}"#
    private static let parameter = #"(?:\$\{params\.(?:[^{}]|\#(variant))+\}|\#(variant))"#
    private static let part = #"(?:[A-Za-z0-9_-]|\#(variant))+"#
    private static let reference = #"(?:\$\{stages\.\#(part)(?:\.\#(part)){0,2}\}|\#(variant))"#
}
