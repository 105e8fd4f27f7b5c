public import MLKitCore
public import MLKitYAML

/// Holds nodes against a schema and collects all that does not fit.
public struct SchemaValidator {
    /// What does not fit, in the order in which it was found.
    public private(set) var problems: [Diagnostic] = []
    /// Whether a value may be `${params.NAME}`: one that could not be put in has been reported as such.
    private let allowsParameters: Bool
    /// Whether a value may be any text with `${`, for entries that are checked again when they are unfolded.
    private let allowsReferences: Bool
    /// Whether a mapping may have keys that its schema does not know.
    private let passesUnknownKeys: Bool

    public init() { self.init(allowsParameters: false) }

    init(allowsParameters: Bool = false, allowsReferences: Bool = false, passesUnknownKeys: Bool = false) {
        self.allowsParameters = allowsParameters
        self.allowsReferences = allowsReferences
        self.passesUnknownKeys = passesUnknownKeys
    }

    /// Checks a node, and all it holds.
    ///
    /// - Parameter name: what the node is, in messages.
    public mutating func check(_ node: Node, _ schema: ValueSchema, as name: String) {
        if allowsParameters, let text = node.text, text.hasPrefix("${params.") { return }
        if allowsReferences, let text = node.text, text.contains("${") { return }
        switch schema {
        case .anything: break
        case .text: checkText(node, name)
        case .pattern(let pattern): check(node, pattern, name)
        case .integer(let range): checkInteger(node, range, name)
        case .integers(let choices): checkIntegers(node, choices, name)
        case .number(let range): checkNumber(node, range, name)
        case .boolean: expect(node.scalar?.value.bool != nil, node, name, "true or false")
        case .null: expect(node.isNull, node, name, "null")
        case .choice(let choices): checkChoice(node, choices, name)
        case .path: checkPath(node, name)
        case .anyPath: if node.text?.hasPrefix("/") != true || node.text?.utf8.contains(0) == true { checkPath(node, name) }
        case .reference: checkReference(node, name)
        case .list(let element): checkList(node, element, name)
        case .mapping(let value): checkMapping(node, value, name)
        case .object(let object): checkObject(node, object, name)
        case .variant(let variants): checkVariant(node, variants, name)
        case .either(let alternatives): checkEither(node, alternatives, name)
        }
    }

    private mutating func report(_ problem: @autoclosure () -> Diagnostic) {
        if problems.count < Diagnostic.limit { problems.append(problem()) }
    }

    private mutating func expect(_ fits: Bool, _ node: Node, _ name: String, _ expected: String) {
        guard !fits else { return }
        report(.error("`\(name)` must be \(expected), not \(node.kindName)", at: node.location))
    }

    /// Text of any kind. It becomes arguments of programs and names of files, where a NUL would end it.
    private mutating func checkText(_ node: Node, _ name: String) {
        guard let text = node.text, !node.isNull else { return expect(false, node, name, "text") }
        guard text.utf8.contains(0) else { return }
        report(.error("`\(name)` has a NUL character in it", at: node.location, hint: "take `\\0` out"))
    }

    private mutating func check(_ node: Node, _ pattern: TextPattern, _ name: String) {
        guard let text = node.text, !node.isNull else { return expect(false, node, name, pattern.summary) }
        guard !pattern.accepts(text) else { return }
        report(
            .error("`\(text.shortened)` does not fit `\(name)`", at: node.location, hint: "use \(pattern.summary)"))
    }

    private mutating func checkInteger(_ node: Node, _ range: ClosedRange<Int>, _ name: String) {
        guard let value = node.scalar?.value.int else { return expect(false, node, name, "a whole number") }
        guard !range.contains(value) else { return }
        let bounds = Self.bounds(
            range.lowerBound == .min ? nil : "\(range.lowerBound)",
            range.upperBound == .max ? nil : "\(range.upperBound)")
        report(.error("`\(name)` must be \(bounds), not \(value)", at: node.location))
    }

    private mutating func checkIntegers(_ node: Node, _ choices: [Int], _ name: String) {
        guard let value = node.scalar?.value.int else { return expect(false, node, name, "a whole number") }
        guard !choices.contains(value) else { return }
        report(.error("`\(name)` must be \(choices.map(String.init).joined(separator: " or ")), not \(value)", at: node.location))
    }

    private mutating func checkNumber(_ node: Node, _ range: ClosedRange<Double>, _ name: String) {
        guard let value = node.scalar?.value.double else { return expect(false, node, name, "a number") }
        guard !range.contains(value) || !value.isFinite else { return }
        let bounds = Self.bounds(
            range.lowerBound == -.infinity ? nil : "\(range.lowerBound)",
            range.upperBound == .infinity ? nil : "\(range.upperBound)")
        report(.error("`\(name)` must be \(bounds), not \(node.text ?? "")", at: node.location))
    }

    private static func bounds(_ lower: String?, _ upper: String?) -> String {
        switch (lower, upper) {
        case (let lower?, let upper?) where lower == upper: lower
        case (let lower?, let upper?): "between \(lower) and \(upper)"
        case (let lower?, nil): "at least \(lower)"
        case (nil, let upper?): "at most \(upper)"
        case (nil, nil): "finite"
        }
    }

    private mutating func checkChoice(_ node: Node, _ choices: [String], _ name: String) {
        guard let text = node.text, !node.isNull else {
            return expect(false, node, name, "one of \(Suggestion.list(choices))")
        }
        guard !choices.contains(text) else { return }
        report(
            .error(
                "unknown value `\(text.shortened)` for `\(name)`", at: node.location,
                hint: Suggestion.hint(for: text, among: choices)))
    }

    private mutating func checkPath(_ node: Node, _ name: String) {
        guard let text = node.text, !node.isNull else { return expect(false, node, name, "a path") }
        guard let reason = ProjectPath.problem(text) else { return }
        report(
            .error(
                "the path `\(text.shortened)` \(reason)", at: node.location,
                hint: "paths are relative to the folder of mlkit.yaml and stay inside it"))
    }

    private mutating func checkReference(_ node: Node, _ name: String) {
        guard let text = node.text, text.hasPrefix("${"), text.hasSuffix("}") else {
            return report(
                .error(
                    "`\(name)` must refer to a stage, not be \(node.kindName)", at: node.location,
                    hint: "write `${stages.NAME}`, with the name of the stage that makes it"))
        }
    }

    private mutating func checkList(_ node: Node, _ element: ValueSchema, _ name: String) {
        guard let items = node.sequence else { return expect(false, node, name, "a list") }
        for item in items { check(item, element, as: name) }
    }

    private mutating func checkMapping(_ node: Node, _ value: ValueSchema, _ name: String) {
        guard let entries = node.mapping else { return expect(false, node, name, "a mapping") }
        for entry in entries { check(entry.value, value, as: entry.name) }
    }

    private mutating func checkObject(_ node: Node, _ object: ObjectSchema, _ name: String) {
        guard let entries = node.mapping else { return expect(false, node, name, "a mapping") }
        for entry in entries {
            if let field = object[entry.name] {
                check(entry.value, field.value, as: entry.name)
            } else if let others = object.others {
                check(entry.value, others.value, as: entry.name)
            } else if !passesUnknownKeys {
                report(
                    .error(
                        "unknown key `\(entry.name.shortened)` in \(object.title)", at: entry.key.location,
                        hint: Suggestion.hint(for: entry.name, among: object.fields.map(\.name))))
            }
        }
        checkOneOf(node, object)
        for field in object.fields where field.isRequired && node[field.name] == nil {
            report(
                .error(
                    "\(object.title) needs the key `\(field.name)`", at: node.location,
                    hint: "`\(field.name)`: \(field.summary)"))
        }
    }

    /// Keys that exclude each other. That one of them is needed is said by rules that know what for.
    private mutating func checkOneOf(_ node: Node, _ object: ObjectSchema) {
        let given = object.oneOf.compactMap { Self.entry($0, node) }
            .sorted { $0.key.byteRange.lowerBound < $1.key.byteRange.lowerBound }
        guard given.count > 1 else { return }
        report(
            .error(
                object.oneOf.count == 2 ? "\(object.title) takes either `\(object.oneOf.joined(separator: "` or `"))`, not both"
                    : "\(object.title) takes one of \(Suggestion.list(object.oneOf)), not several",
                at: given[1].key.location, hint: "take one of them out"))
    }

    /// The entry of a key, or of a key in a mapping: `matrix.model`.
    private static func entry(_ path: String, _ node: Node) -> Node.Entry? {
        let names = path.split(separator: ".")
        let inner = names.dropLast().reduce(node) { $0?[String($1)] }
        return inner?.mapping?.first { $0.name == names.last ?? "" }
    }

    private mutating func checkVariant(_ node: Node, _ variants: [ObjectSchema], _ name: String) {
        guard node.mapping != nil else { return expect(false, node, name, "a mapping") }
        let kinds = variants.map(\.name).filter { !$0.isEmpty }
        if let kind = node[StageKeys.kind] {
            checkChoice(kind, kinds, StageKeys.kind)
            guard let variant = variants.first(where: { $0.name == kind.text && !$0.name.isEmpty }) else { return }
            return checkObject(node, variant, name)
        }
        if let command = variants.first(where: \.name.isEmpty), node[CommandConfiguration.runName] != nil {
            return checkObject(node, command, name)
        }
        report(
            .error(
                "`\(name)` has neither `kind` nor `run`", at: node.location,
                hint: "give it a kind (\(Suggestion.list(kinds))) or a command to run"))
    }

    private mutating func checkEither(_ node: Node, _ alternatives: [ValueSchema], _ name: String) {
        var first: SchemaValidator?
        for alternative in alternatives {
            var trial = SchemaValidator(
                allowsParameters: allowsParameters, allowsReferences: allowsReferences,
                passesUnknownKeys: passesUnknownKeys)
            trial.check(node, alternative, as: name)
            if trial.problems.isEmpty { return }
            if alternative.fitsKind(of: node) || first == nil { first = trial }
        }
        problems += first?.problems ?? []
    }
}

extension ValueSchema {
    /// Whether the sort of node (scalar, list, mapping) is the one this schema wants.
    fileprivate func fitsKind(of node: Node) -> Bool {
        switch self {
        case .list: node.sequence != nil
        case .mapping, .object, .variant: node.mapping != nil
        default: node.scalar != nil
        }
    }
}
