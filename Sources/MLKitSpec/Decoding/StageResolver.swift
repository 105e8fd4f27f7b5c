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
    private let groups: [String: [StageDraft]]
    private let numbers: [String: Int]

    init(drafts: [StageDraft], layout: Layout) {
        self.drafts = drafts
        self.layout = layout
        groups = Dictionary(grouping: drafts, by: \.group)
        numbers = Dictionary(drafts.indices.map { (drafts[$0].name, $0) }) { first, _ in first }
    }

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
        guard let data = dataStage(reference, wantsSplit: true) else { return inputs }
        let split = reference.product ?? "valid"
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
        (draft.node["inputs"]?.sequence ?? []).compactMap(\.text).map { path in
            StageInput(role: "", path: path, producer: producer(of: path, besides: draft.name))
        }
    }

    private mutating func producer(of path: String, besides name: String) -> String? {
        let index = writers ?? pathIndex()
        writers = index
        return index.first(overlapping: path, besides: numbers[name]).map { drafts[$0].name }
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
        guard let reference = reference(node), let data = dataStage(reference, wantsSplit: false) else { return [] }
        return dataInputs(data, splits: splits)
    }

    private func dataInputs(_ data: StageDraft, splits: [String]) -> [StageInput] {
        (splits + ["schema"]).map { StageInput(role: $0, path: path(data, $0), producer: data.name) }
    }

    private func path(_ draft: StageDraft, _ role: String) -> String {
        let outputs = StageOutputs(layout: layout).outputs(of: draft, model: nil)
        return outputs.first { $0.role == role }?.path ?? ""
    }

    private mutating func dataStage(_ reference: Reference, wantsSplit: Bool) -> StageDraft? {
        guard let draft = stage(reference), isData(draft, reference) else { return nil }
        let splits = ["train", "valid", "test"]
        if wantsSplit, let product = reference.product, !splits.contains(product) {
            report(
                reference, "`\(reference.stage)` has no split `\(product)`",
                hint: Suggestion.hint(for: product, among: splits))
        } else if !wantsSplit, let product = reference.product {
            report(
                reference, "the whole of `\(reference.stage)` is wanted here, not `\(product)` alone",
                hint: "write `${stages.\(reference.stage)}`")
        }
        return draft
    }

    private mutating func models(_ node: Node?, single: Bool) -> [ModelProduct] {
        guard let reference = reference(node), let draft = stage(reference) else { return [] }
        switch draft.kind {
        case "train": return trained(reference, single: single)
        case "evaluate": return selected(reference, draft)
        case "quantize": return quantized(draft)
        case "command": return made(reference, draft)
        default:
            report(reference, "`\(reference.stage)` is a stage of kind `\(draft.kind)`: it does not make a model")
            return []
        }
    }

    private mutating func trained(_ reference: Reference, single: Bool) -> [ModelProduct] {
        let group = groups[reference.stage] ?? []
        let names = group.compactMap(\.modelName)
        var chosen = group
        if let product = reference.product, product != "model" || names.contains("model") {
            chosen = group.filter { $0.modelName == product }
            if chosen.isEmpty {
                report(
                    reference, "`\(reference.stage)` has no model `\(product)`",
                    hint: Suggestion.hint(for: product, among: names))
            }
        } else if single, group.count > 1 {
            report(
                reference, "one model is wanted here, but `\(reference.stage)` makes \(group.count)",
                hint: "write `${stages.\(reference.stage).\(names.last ?? "NAME")}`")
            return []
        }
        return chosen.map { draft in
            let data = self.reference(draft.node["data"]).flatMap { dataStage($0, wantsSplit: false) }
            return ModelProduct(
                name: draft.modelName ?? draft.name, path: path(draft, "model"), producer: draft.name, data: data)
        }
    }

    private mutating func selected(_ reference: Reference, _ draft: StageDraft) -> [ModelProduct] {
        if reference.product != nil, reference.product != "selected" {
            report(
                reference, "`\(reference.stage)` has no product `\(reference.product ?? "")`",
                hint: "write `${stages.\(reference.stage).selected}`")
        }
        let data = self.reference(draft.node["data"]).flatMap { dataStage($0, wantsSplit: false) }
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

    private mutating func stage(_ reference: Reference) -> StageDraft? {
        if let draft = groups[reference.stage]?.first { return draft }
        guard problems.count < Diagnostic.limit else { return nil }
        var names = [String]()
        for draft in drafts where names.last != draft.group && names.count < 500 { names.append(draft.group) }
        report(
            reference, "unknown stage `\(reference.stage)`",
            hint: Suggestion.hint(for: reference.stage, among: names))
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
