internal import MLKitCore
internal import MLKitYAML

extension SweepSpec {
    /// How many values `random` and `tpe` try if nobody says.
    public static let standardTrials = 20

    /// Reads an entry that fits the schema; `nil` for one that does not.
    ///
    /// - Parameter stages: the names of all stages, to tell them from metrics.
    init?(_ entry: Node.Entry, stages: Set<String>) {
        let node = entry.value
        var validator = SchemaValidator()
        validator.check(node, .object(SweepSchema.sweep), as: entry.name)
        guard validator.problems.isEmpty, let goal = node["goal"]?.text.flatMap({ Goal(rawValue: $0) }) else {
            return nil
        }
        self.init(
            name: entry.name, method: node["method"]?.text.flatMap { Method(rawValue: $0) } ?? .random,
            parameters: (node["parameters"]?.mapping ?? []).map { SweepParameter($0) },
            metric: Metric(node["metric"]?.text ?? "", stages: stages), goal: goal,
            trials: node["trials"]?.scalar?.value.int, seed: node["seed"]?.scalar?.value.int ?? 0,
            budget: node["budget"].map { SweepBudget($0) }, location: entry.key.location)
    }
}

extension SweepSpec.Metric {
    /// Reads `STAGE.METRIC`. Names of stages and of metrics may have dots; the longest stage counts.
    public init(_ text: String, stages: Set<String>) {
        let dots = text.indices.filter { text[$0] == "." }
        let end = dots.last { stages.contains(String(text[..<$0])) } ?? dots.first ?? text.endIndex
        self.init(stage: String(text[..<end]), name: String(text[end...].dropFirst()))
    }
}

extension SweepParameter {
    init(_ entry: Node.Entry) {
        let node = entry.value
        let domain: Domain =
            if let values = node.sequence ?? node["values"]?.sequence {
                .values(values.map(\.json))
            } else {
                .range(Range(node))
            }
        self.init(name: entry.name, domain: domain, location: entry.key.location)
    }

    /// Reads a parameter of the command line: `train.max_depth=[4, 6]`, `train.rate={min: 0.1, max: 1}`.
    ///
    /// - Throws: `Failure` if it is not of that form, or no range.
    public init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw Failure(
                "`\(argument.shortened)` names no values", hint: "write `--param train.max_depth=[4, 6, 8]`")
        }
        let value = try YAMLDocument.parse(String(argument[argument.index(after: equals)...]), file: "--param")
        let name = argument[..<equals].trimmed
        var validator = SchemaValidator()
        validator.check(value, .either([.list(.anything), .object(SweepSchema.domain)]), as: name)
        guard validator.problems.isEmpty else { throw Failure(validator.problems) }
        let key = value.replacingContent(.scalar(Scalar(text: name, isPlain: true)))
        self.init(Node.Entry(key: key, value: value))
        location = nil
    }
}

extension SweepParameter.Range {
    /// A missing bound is not a number, for rules to report.
    fileprivate init(_ node: Node) {
        let bounds = ["min", "max", "step"].map { node[$0]?.scalar?.value }
        self.init(
            minimum: bounds[0]?.double ?? .nan, maximum: bounds[1]?.double ?? .nan, step: bounds[2]?.double,
            isLogarithmic: node["scale"]?.text == "log", isWhole: bounds.allSatisfy { $0 == nil || $0?.int != nil })
    }
}

extension SweepBudget {
    fileprivate init(_ node: Node) {
        let bounds = ["min", "max"].map { node[$0]?.scalar?.value }
        self.init(
            parameter: node["parameter"]?.text ?? "", minimum: bounds[0]?.double ?? .nan,
            maximum: bounds[1]?.double ?? .nan, factor: node["factor"]?.scalar?.value.int ?? 3,
            isWhole: bounds.allSatisfy { $0?.int != nil }, location: node.location)
    }
}
