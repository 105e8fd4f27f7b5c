internal import MLKitCore
internal import MLKitYAML

/// Follows the references between stages: who reads what of whom.
struct StageResolver {
    let drafts: [StageDraft]
    let layout: Layout
    private(set) var problems: [Diagnostic] = []
    private var resolving: [String] = []
    /// How often a model may be quantized one upon another: each is looked for inside the one before.
    private static let longestChain = 20
    /// The outputs of stages that were asked for already: every input of a command is held against all of them.
    private var known: [String: [StageOutput]] = [:]
    /// Who writes what, once a command has asked.
    private var writers: PathIndex?
    /// The drafts of each entry of `stages`, and where each draft stands.
    let groups: [String: [StageDraft]]
    private let numbers: [String: Int]

    init(drafts: [StageDraft], layout: Layout) {
        self.drafts = drafts
        self.layout = layout
        groups = Dictionary(grouping: drafts, by: \.group)
        numbers = Dictionary(drafts.indices.map { (drafts[$0].name, $0) }) { first, _ in first }
    }

    func draft(_ name: String) -> StageDraft? { numbers[name].map { drafts[$0] } }

    /// A model that a reference stands for.
    struct ModelProduct {
        var name: String
        var path: String
        var producer: String
        /// The data stage it was made from, as found through its producer.
        var data: StageDraft?
        /// The command that made it. Its data are looked for only where they are wanted: that goes through the outputs
        /// of all stages, which may be models of this one's.
        var command: StageDraft?
        /// The evaluation that selected it.
        var report: StageInput?
    }

    /// The inputs of a stage.
    mutating func inputs(of draft: StageDraft) -> [StageInput] {
        switch draft.kind {
        case "data": return [StageInput(role: "source", path: draft.node["source"]?.text ?? "")]
        case "train": return dataInputs(draft.node["data"], splits: ["train", "valid"])
        case "evaluate": return evaluateInputs(draft)
        case "quantize": return quantizeInputs(draft)
        case "deploy": return deployInputs(draft)
        default: return commandInputs(draft)
        }
    }

    /// The outputs of a stage.
    mutating func outputs(of draft: StageDraft) -> [StageOutput] {
        if let outputs = known[draft.name] { return outputs }
        let model = draft.kind == "quantize" ? models(draft.node["model"], single: true).first?.path : nil
        let outputs = StageOutputs(layout: layout).outputs(of: draft, model: model)
        known[draft.name] = outputs
        return outputs
    }

    private mutating func evaluateInputs(_ draft: StageDraft) -> [StageInput] {
        let references = draft.node["models"].map { $0.sequence ?? [$0] } ?? []
        let inputs = references.flatMap { reference in
            models(reference, single: false).map {
                StageInput(role: "models.\($0.name)", path: $0.path, producer: $0.producer)
            }
        }
        return inputs + dataInputs(draft.node["data"], splits: ["test"])
    }

    private mutating func quantizeInputs(_ draft: StageDraft) -> [StageInput] {
        var inputs = models(draft.node["model"], single: true).map {
            StageInput(role: "model", path: $0.path, producer: $0.producer)
        }
        guard let reference = reference(draft.node["calibrate"]) else { return inputs }
        guard let (data, product) = dataStage(reference, wantsSplit: true) else { return inputs }
        let split = product ?? "valid"
        inputs.append(
            StageInput(role: "calibrate", path: path(data, split), producer: data.name))
        return inputs + dataInputs(data, splits: ["test"])
    }

    private mutating func deployInputs(_ draft: StageDraft) -> [StageInput] {
        guard let model = models(draft.node["model"], single: true).first else { return [] }
        var inputs = [StageInput(role: "model", path: model.path, producer: model.producer)]
        if let report = model.report { inputs.append(report) }
        guard let data = data(behind: model) else {
            reportNoData(behind: model, draft)
            return inputs
        }
        return inputs + dataInputs(data, splits: ["test"])
    }

    /// A command reads paths; whoever writes the path, or a folder it lies in, comes first.
    mutating func commandInputs(_ draft: StageDraft) -> [StageInput] {
        var seen = Set<StageInput>()
        return (draft.node["inputs"]?.sequence ?? []).flatMap { node -> [StageInput] in
            guard let path = node.text else { return [] }
            if let reference = Reference(node) { return outputs(of: reference) }
            return [input(path, of: draft.name)]
        }.filter { seen.insert($0).inserted }
    }

    private mutating func input(_ path: String, of name: String) -> StageInput {
        let index = writers ?? pathIndex()
        writers = index
        guard let first = index.first(overlapping: path, besides: numbers[name]) else {
            return StageInput(role: "", path: path)
        }
        var seen: Set = [first, numbers[name] ?? first]
        let others = index.all(inside: path).filter { seen.insert($0).inserted }
        return StageInput(role: "", path: path, producer: drafts[first].name, others: others.map { drafts[$0].name })
    }

    private mutating func pathIndex() -> PathIndex {
        var index = PathIndex()
        for (number, draft) in drafts.enumerated() {
            // Stages of one name are one here, and reported as such elsewhere.
            for output in outputs(of: draft) { index.add(output.path, numbers[draft.name] ?? number) }
        }
        return index
    }

    private mutating func dataInputs(_ node: Node?, splits: [String]) -> [StageInput] {
        guard let data = wholeData(node) else { return [] }
        return dataInputs(data, splits: splits)
    }

    private func dataInputs(_ data: StageDraft, splits: [String]) -> [StageInput] {
        (splits + ["schema"]).map { StageInput(role: $0, path: path(data, $0), producer: data.name) }
    }

    private func path(_ draft: StageDraft, _ role: String) -> String {
        let outputs = StageOutputs(layout: layout).outputs(of: draft, model: nil)
        return outputs.first { $0.role == role }?.path ?? ""
    }

    /// The stage that a reference to all its data names.
    private mutating func wholeData(_ node: Node?) -> StageDraft? {
        reference(node).flatMap { dataStage($0, wantsSplit: false)?.data }
    }

    private mutating func dataStage(
        _ reference: Reference, wantsSplit: Bool
    ) -> (data: StageDraft, product: String?)? {
        guard let target = single(reference), let draft = target.drafts.first, isData(draft, reference) else {
            return nil
        }
        let splits = ["train", "valid", "test"]
        if wantsSplit, let product = target.product, !splits.contains(product) {
            report(
                reference, "`\(draft.name)` has no split `\(product)`",
                hint: Suggestion.hint(for: product, among: splits))
        } else if !wantsSplit, let product = target.product {
            report(
                reference, "the whole of `\(draft.name)` is wanted here, not `\(product)` alone",
                hint: "write `${stages.\(draft.name)}`")
        }
        return (draft, target.product)
    }

    private mutating func models(_ node: Node?, single: Bool) -> [ModelProduct] {
        guard let reference = reference(node), let target = target(reference) else { return [] }
        if single, target.drafts.count > 1 {
            let name = target.drafts.last?.partName ?? "NAME"
            report(
                reference, "one model is wanted here, but `\(reference.stage)` makes \(target.drafts.count)",
                hint: "write `${stages.\(reference.stage).\(name)}`")
            return []
        }
        return target.drafts.flatMap { draft -> [ModelProduct] in
            switch draft.kind {
            case "train": return trained(reference, draft, target.product)
            case "evaluate": return selected(reference, draft, target.product)
            case "quantize": return quantized(draft)
            case "command": return made(reference, draft, target.product)
            default:
                report(reference, "`\(draft.name)` is a stage of kind `\(draft.kind)`: it does not make a model")
                return []
            }
        }
    }

    private mutating func trained(
        _ reference: Reference, _ draft: StageDraft, _ product: String?
    ) -> [ModelProduct] {
        if let product, product != "model", product != draft.modelName {
            report(
                reference, "`\(draft.name)` has no model `\(product)`",
                hint: Suggestion.hint(for: product, among: [draft.modelName].compactMap { $0 }))
            return []
        }
        return [
            ModelProduct(
                name: draft.modelName ?? draft.name, path: path(draft, "model"), producer: draft.name,
                data: wholeData(draft.node["data"]))
        ]
    }

    private mutating func selected(
        _ reference: Reference, _ draft: StageDraft, _ product: String?
    ) -> [ModelProduct] {
        if let product, product != "selected" {
            report(
                reference, "`\(draft.name)` has no product `\(product)`",
                hint: "write `${stages.\(draft.name).selected}`")
        }
        let data = wholeData(draft.node["data"])
        let report = StageInput(role: "evaluation", path: path(draft, "report"), producer: draft.name)
        return [
            ModelProduct(
                name: "selected", path: path(draft, "selected"), producer: draft.name, data: data, report: report)
        ]
    }

    private mutating func quantized(_ draft: StageDraft) -> [ModelProduct] {
        if let start = resolving.firstIndex(of: draft.name) {
            reportCycle(Array(resolving[start...]))
            return []
        }
        guard resolving.count < Self.longestChain else {
            add(
                .error(
                    "`\(draft.name)` quantizes a model that was quantized again and again", at: draft.location,
                    hint: "quantize a trained model"))
            return []
        }
        resolving.append(draft.name)
        defer { resolving.removeLast() }
        guard let base = models(draft.node["model"], single: true).first else { return [] }
        let outputs = StageOutputs(layout: layout).outputs(of: draft, model: base.path)
        let path = outputs.first { $0.role == "model" }?.path ?? ""
        return [
            ModelProduct(
                name: "\(base.name)-int8", path: path, producer: draft.name, data: base.data, command: base.command)
        ]
    }

    /// Stages that quantize each other, shown from the first of the file on.
    private mutating func reportCycle(_ names: [String]) {
        let order = { [numbers] (name: String) in numbers[name] ?? 0 }
        let first = names.indices.min { order(names[$0]) < order(names[$1]) } ?? 0
        let rotated = Array(names[first...] + names[..<first])
        add(GraphRules.cycle(rotated, at: drafts[order(rotated[0])].location))
    }

    /// The reference in a node, if it has the form of one; otherwise reports it.
    private mutating func reference(_ node: Node?) -> Reference? {
        guard let node, let text = node.text, text.hasPrefix("${") else { return nil }
        if let reference = Reference(node) { return reference }
        if !text.hasPrefix("${params.") {
            add(
                .error(
                    "`\(text)` is not a reference to a stage", at: node.location,
                    hint: "write `${stages.NAME}` or `${stages.NAME.PRODUCT}`"))
        }
        return nil
    }

    mutating func report(_ reference: Reference, _ message: String, hint: String? = nil) {
        add(.error(message, at: reference.node.location, hint: hint))
    }

    /// A reference may be followed more than once; its problem is told once.
    private mutating func add(_ problem: Diagnostic) {
        if problems.count < Diagnostic.limit, !problems.contains(problem) { problems.append(problem) }
    }
}
