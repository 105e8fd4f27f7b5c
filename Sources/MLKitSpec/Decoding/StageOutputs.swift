internal import MLKitCore
internal import MLKitYAML

/// Where each kind of stage writes.
struct StageOutputs {
    let layout: Layout

    /// The outputs of a stage; `model` is the path of the model it works on, where it works on one.
    func outputs(of draft: StageDraft, model: String?) -> [StageOutput] {
        switch draft.kind {
        case "data": data(draft)
        case "train": train(draft)
        case "evaluate": evaluate(draft)
        case "quantize": quantize(draft, model ?? "")
        case "deploy": [StageOutput(role: "bundles", path: layout.deploy)]
        default: command(draft)
        }
    }

    private func data(_ draft: StageDraft) -> [StageOutput] {
        let splits = [Layout.Role.train, .valid, .test].map { split in
            StageOutput(role: split.rawValue, path: "\(layout[split])/\(draft.name).parquet")
        }
        let schema = draft.node["schema"]?.text ?? "\(layout.data)/schema\(draft.infix).yaml"
        let report = draft.node["report"]?.text ?? "\(layout.reports)/data\(draft.infix).json"
        return splits + [
            StageOutput(role: "schema", path: schema, isKept: true), StageOutput(role: "report", path: report),
        ]
    }

    private func train(_ draft: StageDraft) -> [StageOutput] {
        let folder = "\(layout.models)/\(draft.modelName ?? draft.name)"
        return [
            StageOutput(role: "model", path: "\(folder)/model.onnx"),
            StageOutput(role: "metrics", path: "\(folder)/metrics.json"),
            StageOutput(role: "history", path: "\(folder)/history.json"),
        ]
    }

    private func evaluate(_ draft: StageDraft) -> [StageOutput] {
        let report = draft.node["report"]?.text ?? "\(layout.reports)/evaluation\(draft.infix).json"
        let selected = draft.node["selected"]?.text ?? "\(layout.models)/selected\(draft.infix).onnx"
        return [StageOutput(role: "report", path: report), StageOutput(role: "selected", path: selected)]
    }

    private func quantize(_ draft: StageDraft, _ model: String) -> [StageOutput] {
        let report = draft.node["report"]?.text ?? "\(layout.reports)/quantization\(draft.infix).json"
        let stem = model.hasSuffix(".onnx") ? String(model.dropLast(5)) : model
        return [
            StageOutput(role: "model", path: "\(stem).int8.onnx"), StageOutput(role: "report", path: report),
        ]
    }

    /// A list of paths, or a mapping whose keys are the roles; and files of metrics and plots that are not among them.
    private func command(_ draft: StageDraft) -> [StageOutput] {
        Self.declared(draft) + StageViews.added(draft).map { StageOutput(role: "", path: $0) }
    }

    /// What stands under a command's `outputs`.
    static func declared(_ draft: StageDraft) -> [StageOutput] {
        let outputs = draft.node["outputs"]
        let named = (outputs?.mapping ?? []).map { output($0.value, role: $0.name) }
        return named + (outputs?.sequence ?? []).map { output($0, role: "") }
    }

    /// A path, or a mapping with it.
    private static func output(_ node: Node, role: String) -> StageOutput {
        StageOutput(
            role: role, path: node.text ?? node["path"]?.text ?? "",
            isCached: node["cache"]?.scalar?.value.bool ?? true)
    }

    /// The keys of a stage with each output as its path alone: where it is kept does not decide what comes of it.
    static func decisive(_ members: [JSON.Member], of draft: StageDraft) -> [JSON.Member] {
        guard draft.kind == "command" else { return members }
        return members.map { member in
            guard member.name == "outputs" else { return member }
            let outputs: JSON =
                if let named = member.value.members {
                    .object(named.map { JSON.Member($0.name, $0.value["path"] ?? $0.value) })
                } else {
                    .array((member.value.array ?? []).map { $0["path"] ?? $0 })
                }
            return JSON.Member(member.name, outputs)
        }
    }
}
