internal import MLKitCore
internal import MLKitYAML

extension SweepSpec {
    /// How many values `random` and `tpe` try if nobody says.
    public static let standardTrials = 20

    /// What an entry of `sweeps` may look like.
    static let schema = Entry.keys.schema

    /// Reads an entry that fits the schema; `nil` for one that does not.
    ///
    /// - Parameter stages: the names of all stages, to tell them from metrics.
    init?(_ entry: Node.Entry, stages: Set<String>) {
        var validator = SchemaValidator()
        validator.check(entry.value, .object(Self.schema), as: entry.name)
        let written = Entry.keys.read(entry.value)
        guard validator.problems.isEmpty, let goal = written.goal else { return nil }
        self.init(
            name: entry.name, method: written.method, parameters: written.parameters,
            metric: Metric(written.metric, stages: stages), goal: goal, trials: written.trials, seed: written.seed,
            budget: written.budget, location: entry.key.location)
    }

    /// An entry as it stands.
    private struct Entry: Sendable {
        var method = Method.random
        var parameters: [SweepParameter] = []
        var metric = ""
        var goal: Goal?
        var trials: Int?
        var seed = 0
        var budget: SweepBudget?

        static let keys = KeySet<Entry>(
            "a sweep", blank: Entry(),
            [
                Key("method", \.method, .choice, "how values are chosen"),
                Key(
                    "parameters", \.parameters, .sweepParameters,
                    "parameters by dotted name, each with a list of values or a range", required: true),
                Key(
                    "metric", \.metric, .text, "what is to be best, as `STAGE.METRIC` with the names of `mlkit metrics`",
                    required: true),
                Key("goal", \.goal, .someChoice, "which way the metric is better", required: true),
                Key(
                    "trials", \.trials, .integer(1...100_000),
                    "how many are tried; if left out, \(SweepSpec.standardTrials) by `random` and `tpe`, all by `grid`, "
                        + "as many as `budget` can tell apart by `halving`; `hyperband` goes by `budget` alone"),
                Key("seed", \.seed, .integer(0...), "the same seed proposes the same values"),
                Key(
                    "budget", \.budget, .sweepBudget,
                    "what `halving` and `hyperband` give to the better trials"),
            ])
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
        let written = WrittenRange.keys.read(entry.value)
        let domain: Domain =
            if let values = entry.value.sequence?.map(\.json) ?? written.values {
                .values(values)
            } else {
                .range(written.range)
            }
        self.init(name: entry.name, domain: domain, location: entry.key.location)
    }

    /// What a range may look like.
    static let rangeSchema = WrittenRange.keys.schema
    fileprivate static let valueSchema = ValueSchema.either([.list(.anything), .object(rangeSchema)])

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
        validator.check(value, Self.valueSchema, as: name)
        guard validator.problems.isEmpty else { throw Failure(validator.problems) }
        let key = value.replacingContent(.scalar(Scalar(text: name, isPlain: true)))
        self.init(Node.Entry(key: key, value: value))
        location = nil
    }
}

/// A range as it stands.
private struct WrittenRange: Sendable {
    var values: [JSON]?
    var minimum: WrittenNumber?
    var maximum: WrittenNumber?
    var step: WrittenNumber?
    var scale = "linear"

    static let keys = KeySet<WrittenRange>(
        "a range", blank: WrittenRange(), oneOf: [valuesName, minimumName],
        [
            Key(valuesName, \.values, .list(.anything), "the values; without any other key"),
            Key(minimumName, \.minimum, .written, "the least value"),
            Key("max", \.maximum, .written, "the largest value"),
            Key(
                "step", \.step, .written,
                "the distance of values; whole numbers are tried if all three are such"),
            Key(
                "scale", \.scale, .choice(["linear", "log"]),
                "log: each power of ten counts as much as the next"),
        ])

    private static let valuesName = "values"
    private static let minimumName = "min"

    /// A missing bound is not a number, for rules to report.
    var range: SweepParameter.Range {
        SweepParameter.Range(
            minimum: minimum?.value ?? .nan, maximum: maximum?.value ?? .nan, step: step?.value,
            isLogarithmic: scale == "log", isWhole: [minimum, maximum, step].allSatisfy { $0?.isWhole ?? true })
    }
}

/// A number, and whether it is written as a whole one.
struct WrittenNumber: Hashable, Sendable {
    var value: Double
    var isWhole: Bool
}

extension KeyType<WrittenNumber> {
    fileprivate static var written: Self {
        KeyType(
            .number(-.infinity ... .infinity),
            read: { node in
                guard let scalar = node.scalar?.value, let value = scalar.double else { return nil }
                return WrittenNumber(value: value, isWhole: scalar.int != nil)
            },
            write: { .double($0.value) })
    }
}

extension KeyType<[SweepParameter]> {
    fileprivate static var sweepParameters: Self {
        KeyType(
            .mapping(SweepParameter.valueSchema), read: { $0.mapping?.map { SweepParameter($0) } },
            write: { .array($0.map { .string($0.name) }) })
    }
}

extension KeyType<SweepSpec.Goal?> {
    fileprivate static var someChoice: Self {
        let choice = KeyType<SweepSpec.Goal>.choice
        return KeyType(choice.schema, read: { .some(choice.read($0)) }, write: { $0.map(choice.write) ?? .null })
    }
}

extension SweepBudget {
    static let keys = KeySet<SweepBudget>(
        "`budget`", blank: SweepBudget(parameter: "", minimum: .nan, maximum: .nan),
        [
            Key(
                "parameter", \.parameter, .text, "the parameter that it sets, by dotted name", required: true),
            Key("min", \.least, .written, "what every trial gets at first", required: true),
            Key("max", \.most, .written, "what the best get at last", required: true),
            Key(
                "factor", \.factor, .integer(2...100),
                "how much more the next ones get, and how many times fewer they are"),
        ])

    private var least: WrittenNumber {
        get { WrittenNumber(value: minimum, isWhole: isWhole) }
        set { (minimum, isWhole) = (newValue.value, isWhole && newValue.isWhole) }
    }

    private var most: WrittenNumber {
        get { WrittenNumber(value: maximum, isWhole: isWhole) }
        set { (maximum, isWhole) = (newValue.value, isWhole && newValue.isWhole) }
    }
}

extension KeyType<SweepBudget> {
    fileprivate static var sweepBudget: Self {
        KeyType(
            .object(SweepBudget.keys.schema),
            read: { node in
                var budget = SweepBudget.keys.read(node)
                budget.location = node.location
                return budget
            },
            write: { SweepBudget.keys.json($0) })
    }
}
