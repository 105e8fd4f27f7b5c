/// Something that a stage makes and others can take.
public enum StageProduct: Sendable {
    /// Rows, split: the outputs `train`, `valid`, `test` and `schema`.
    case table
    case model(ModelProduct)
    /// The output of that role, a report.
    case report(role: String)
    /// The folder in the output of that role, with a bundle for each version.
    case bundle(role: String)

    public enum Sort: String, CaseIterable, Sendable {
        case table, model, report, bundle
    }

    var model: ModelProduct? { if case .model(let model) = self { model } else { nil } }
    var isTable: Bool { if case .table = self { true } else { false } }
}

/// A model that a stage makes.
public struct ModelProduct: Sendable {
    /// What evaluations call it.
    public var name: String
    /// The output that it stands in; references may call it by that.
    public var role: String
    /// What else references call it, behind the name of its stage.
    public var part: String?
    public var origin: Origin
    /// The output with the evaluation in which it was selected.
    public var evaluation: String?
    /// The output that says what quantizing it cost.
    public var quantization: String?
    /// The output with what was answered for rows by models of its kind that were not fitted on them.
    public var folds: String?

    /// Where the data behind a model are found.
    public enum Origin: Sendable {
        case data(StageReference)
        case model(MadeModel)
    }

    public init(
        name: String, role: String, part: String? = nil, origin: Origin, evaluation: String? = nil, quantization: String? = nil,
        folds: String? = nil
    ) {
        self.name = name
        self.role = role
        self.part = part
        self.origin = origin
        self.evaluation = evaluation
        self.quantization = quantization
        self.folds = folds
    }
}

/// A model that a reference stands for.
public struct MadeModel: Sendable {
    public let name: String
    public let path: String
    /// The stage that makes it.
    public let producer: String
    /// The evaluation that selected it, or the model that it was quantized from.
    public let evaluation: StageInput?
    /// What quantizing it cost; `nil` for one that was not quantized.
    public let quantization: StageInput?
    /// The path of what was answered for rows by models of its kind that were not fitted on them; `nil` where nothing was.
    public let folds: String?
    let origin: Origin

    enum Origin: Sendable {
        /// The stage whose data it was made from; `nil` where a reference to it leads nowhere.
        case data(String?)
        /// The command that made it. Its data are looked for only where they are wanted: that goes through the outputs
        /// of all stages, which may be models made from this one.
        case command(String)
    }

    /// The model as what reads it takes it, under a role.
    public func input(_ role: String) -> StageInput { StageInput(role: role, path: path, producer: producer) }

    /// Its folds in the same way; `nil` where there are none.
    public func foldsInput(_ role: String) -> StageInput? { folds.map { StageInput(role: role, path: $0, producer: producer) } }
}
