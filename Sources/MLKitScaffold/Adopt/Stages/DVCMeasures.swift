internal import MLKitYAML

/// What DVC shows as metrics and as plots.
struct DVCMeasures {
    /// The formats that mlkit reads, by what they are for.
    static let formats: KeyValuePairs<String, Set<String>> = [
        "metrics": ["json", "yaml", "yml", "csv"], "plots": ["json", "csv"],
    ]

    /// Makes an output of a stage one that is shown, if it can be.
    static func add(_ file: String, _ kind: String, _ formats: Set<String>, to stage: inout ProposedStage) {
        guard formats.contains(FileName.suffix(file)) else {
            let known = formats.sorted().joined(separator: ", ")
            return stage.reviews.append("DVC has `\(file)` among its \(kind), and it is none of \(known)")
        }
        switch kind {
        case "metrics" where !stage.metrics.contains(file): stage.metrics.append(file)
        case "plots" where !stage.plots.contains(file): stage.plots.append(file)
        default: break
        }
    }

    /// Takes what stands at the top of a `dvc.yaml`: files that stages write.
    ///
    /// - Parameter stages: where those of this file begin.
    static func add(_ root: Node, _ file: String, from stages: Int, to result: inout RecognisedStages) {
        for (kind, formats) in formats {
            for path in paths(root[kind], kind) {
                let whole = FileName.join(FileName.folder(file), path)
                let index = result.stages[stages...].firstIndex { stage in whole.map(stage.outputs.contains) ?? false }
                if let index, let whole {
                    add(whole, kind, formats, to: &result.stages[index])
                } else {
                    result.leftOut.append(
                        LeftOut(what: "`\(path)` (\(kind) of \(file))", why: "no stage that is taken over writes it"))
                }
            }
        }
    }

    /// Paths; of a plot also a name of its own, with the files under `y`.
    private static func paths(_ node: Node?, _ kind: String) -> [String] {
        let items = node?.sequence ?? node.map { [$0] } ?? []
        return items.flatMap { item -> [String] in
            guard let entries = item.mapping else { return [item.text].compactMap(\.self) }
            return entries.flatMap { entry -> [String] in
                guard kind == "plots", let files = entry.value["y"]?.mapping else { return [entry.name] }
                return files.map(\.name)
            }
        }
    }
}
