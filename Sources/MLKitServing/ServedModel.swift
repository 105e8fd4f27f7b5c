public import MLKitCore
public import MLKitONNX
internal import MLKitSignature

/// A model with its engine, ready to answer.
public final class ServedModel: Sendable {
    public let name: String
    public let version: String
    /// Empty for a model whose outputs are not those of classes.
    let classes: [String]
    /// The column that is predicted; `nil` for a model that is known by its tensors alone.
    let target: String?
    /// Columns of the table that the model does not take: a row may have them, whatever they hold.
    let ignored: Set<ByteText>
    let engine: any InferenceEngine
    /// One for each input of the model, in its order.
    let rules: [FieldRule]
    /// How predictions are made of outputs; `nil` for a model that is known by its tensors alone.
    let predictions: PredictionWriter?
    private let names: Names
    let statistics = ModelStatistics()
    /// `nil` where nothing is known of what the model was tried on, or nobody wants to know.
    let drift: DriftWatch?

    /// A model of a table, with columns, target and classes.
    ///
    /// - Parameters:
    ///   - spread: what the model was tried on; what it is asked is held to it.
    ///   - drift: when it is said that the two differ.
    /// - Throws: `Failure` if the model's inputs and outputs are not those of the manifest.
    public init(
        manifest: BundleManifest, engine: any InferenceEngine, spread: BundleStatistics? = nil, drift: DriftRule = DriftRule()
    ) throws {
        try Self.checkNames(of: engine, manifest.name)
        self.engine = engine
        name = manifest.name
        version = manifest.version
        let signature = manifest.signature
        classes = signature.classes
        target = signature.target
        ignored = Set(signature.ignored.map { ByteText($0) })
        rules = try Self.rules(signature, engine)
        predictions = try PredictionWriter(signature, outputs: engine.outputs)
        names = Names(rules)
        self.drift = drift.rows > 0
            ? spread.map { [rules] spread in DriftWatch(spread, drift, of: manifest.name, inputs: rules.map(\.name)) } : nil
    }

    /// A model that nothing is known of but its tensors.
    ///
    /// - Throws: `Failure` if it takes something that is no tensor of a known type, or answers with nothing else.
    public init(name: String, version: String, engine: any InferenceEngine) throws {
        try Self.checkNames(of: engine, name)
        self.engine = engine
        self.name = name
        self.version = version
        classes = []
        target = nil
        ignored = []
        rules = try engine.inputs.map { input in
            guard let type = input.type else { throw Failure("the model takes `\(input.name)`, which is no tensor that this server knows") }
            return FieldRule(name: input.name, type: type, column: nil)
        }
        guard !engine.outputs.isEmpty else { throw Failure("the model `\(name)` has no output that is a tensor this server knows") }
        predictions = nil
        names = Names(rules)
        drift = nil
    }

    /// Two names that are one to Unicode cannot be told apart by people, nor by clients that normalize what they send.
    private static func checkNames(of engine: any InferenceEngine, _ name: String) throws {
        guard name != "stats" else {
            throw Failure(
                "a model cannot be served as `stats`: /v2/models/stats is the statistics of all models", hint: "call it something else")
        }
        for (kind, values) in [("inputs", engine.inputs), ("outputs", engine.outputs)] {
            var seen = Set<String>()
            guard let twin = values.first(where: { !seen.insert($0.name).inserted }) else { continue }
            throw Failure(
                "the model `\(name)` has two \(kind) `\(twin.name)`, which differ only in how their letters are composed",
                hint: "rename one of them")
        }
    }

    /// Whether the model is one of rows of named columns.
    var isTabular: Bool { predictions != nil }

    private static func rules(_ signature: ModelSignature, _ engine: any InferenceEngine) throws -> [FieldRule] {
        let known = Set(signature.columns.map { Array($0.name.utf8) })
        guard known.count == signature.columns.count else { throw Failure("the manifest names an input twice") }
        let taken = Set(engine.inputs.map { Array($0.name.utf8) })
        if let extra = signature.columns.first(where: { !taken.contains(Array($0.name.utf8)) }) {
            throw Failure("the model does not take `\(extra.name)`, which the manifest names")
        }
        return try engine.inputs.map { taken in
            guard let input = signature.columns.first(where: { $0.name.utf8.elementsEqual(taken.name.utf8) }) else {
                throw Failure("the model takes `\(taken.name)`, which is not in the manifest")
            }
            guard let type = taken.type, input.isNumeric != (type == .string) else {
                let declared = input.type.rawValue
                throw Failure("the model takes `\(input.name)` as \(taken), and the manifest says \(declared)")
            }
            return FieldRule(name: taken.name, type: type, column: FieldRule.Column(input, signature.cleaning))
        }
    }
}

extension ServedModel {
    /// The inputs' names as bytes, in order.
    var inputNames: [[UInt8]] { names.exact }

    /// The input of that name, in any of the forms in which Unicode can write it, the exact one first.
    func position(of name: String) -> Int? {
        // No form of a name is so much longer than another, and to look a long text up takes long.
        guard name.utf8.count <= names.longest else { return nil }
        if let position = names.positions[name], names.exact[position].elementsEqual(name.utf8) { return position }
        return names.exact.firstIndex { $0.elementsEqual(name.utf8) } ?? names.positions[name]
    }

    struct Names: Sendable {
        let exact: [[UInt8]]
        let positions: [String: Int]
        /// Bytes that a name may have and be one of these.
        let longest: Int

        init(_ rules: [FieldRule]) {
            longest = 64 + 8 * (rules.map { $0.name.utf8.count }.max() ?? 0)
            exact = rules.map { Array($0.name.utf8) }
            positions = Dictionary(rules.enumerated().map { ($1.name, $0) }) { first, _ in first }
        }
    }
}
