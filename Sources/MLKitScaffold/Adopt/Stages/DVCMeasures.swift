internal import MLKitYAML

/// What DVC shows as metrics and as plots.
struct DVCMeasures {
    /// A file, and what its author says of how it is drawn.
    struct Entry {
        let path: Node
        let options: Node?
        /// The name of a plot that has one besides the file's.
        var title: String?

        /// The one file of a plot of another name: its options may be for each of its files.
        fileprivate func option(_ key: String) -> Node? {
            let value = options?[key]
            return value?.mapping == nil ? value : value?[path.text ?? ""]
        }
    }

    /// The formats that mlkit reads, by what they are for.
    static let formats: KeyValuePairs<String, Set<String>> = [
        "metrics": ["json", "yaml", "yml", "csv"], "plots": ["json", "csv"],
    ]

    /// Makes an output of a stage one that is shown, if it can be.
    static func add(_ file: String, _ entry: Entry, _ kind: String, _ formats: Set<String>, to stage: inout ProposedStage) {
        guard formats.contains(FileName.suffix(file)) else {
            let known = formats.sorted().joined(separator: ", ")
            return stage.reviews.append("DVC has `\(file)` among its \(kind), and it is none of \(known)")
        }
        if kind == "plots" { return addPlot(file, entry, to: &stage) }
        if !stage.metrics.contains(file) { stage.metrics.append(file) }
    }

    /// A file is drawn once: with the columns that are named, if any are.
    private static func addPlot(_ file: String, _ entry: Entry, to stage: inout ProposedStage) {
        var plot = ProposedPlot(path: file)
        plot.x = entry.option("x")?.text
        plot.y = entry.option("y").map { $0.sequence?.compactMap(\.text) ?? [$0.text].compactMap(\.self) } ?? []
        plot.title = entry.options?["title"]?.text ?? entry.title
        if let template = entry.options?["template"]?.text, !["linear", "simple"].contains(template) {
            stage.reviews.append("DVC draws `\(file)` by its template `\(template)`; `mlkit plots` draws lines")
        }
        guard let index = stage.plots.firstIndex(where: { $0.path == file }) else { return stage.plots.append(plot) }
        guard plot != ProposedPlot(path: file), plot != stage.plots[index] else { return }
        guard stage.plots[index] == ProposedPlot(path: file) else {
            return stage.reviews.append("DVC draws `\(file)` more than once; `mlkit plots` does with the columns that stand here")
        }
        stage.plots[index] = plot
    }

    /// Takes what stands at the top of a `dvc.yaml`: files that stages write.
    ///
    /// - Parameter stages: where those of this file begin.
    static func add(_ root: Node, _ file: String, from stages: Int, to result: inout RecognisedStages) {
        for (kind, formats) in formats {
            for entry in shown(root[kind], kind) {
                let path = entry.path.text ?? ""
                let whole = FileName.join(FileName.folder(file), path)
                let index = result.stages[stages...].firstIndex { stage in whole.map(stage.outputs.contains) ?? false }
                if let index, let whole {
                    add(whole, entry, kind, formats, to: &result.stages[index])
                } else {
                    result.leftOut.append(
                        LeftOut(what: "`\(path)` (\(kind) of \(file))", why: "no stage that is taken over writes it"))
                }
            }
        }
    }

    /// Each a path, or a path with options.
    static func entries(_ node: Node?) -> [Entry] {
        let items = node?.sequence ?? node.map { [$0] } ?? []
        return items.flatMap { item in
            item.mapping?.map { Entry(path: $0.key, options: $0.value) } ?? [Entry(path: item, options: nil)]
        }
    }

    /// A plot may also have a name of its own, with the files under `y`.
    private static func shown(_ node: Node?, _ kind: String) -> [Entry] {
        entries(node).flatMap { entry -> [Entry] in
            guard kind == "plots", let files = entry.options?["y"]?.mapping else { return [entry] }
            return files.map { Entry(path: $0.key, options: entry.options, title: entry.path.text) }
        }
    }
}
