internal import MLKitCore
internal import MLKitYAML

/// The files of a command stage that commands such as `mlkit metrics` and `mlkit plots` show.
enum StageViews {
    static let fields = [
        FieldSchema(
            "metrics", .list(.path), "outputs, JSON, YAML or CSV, whose numbers `mlkit metrics` shows", default: []),
        FieldSchema(
            "plots", .list(.either([.path, .object(plot)])), "outputs, JSON or CSV, that `mlkit plots` draws",
            default: []),
    ]

    private static let plot = ObjectSchema(
        "a plot",
        [
            FieldSchema("path", .path, "the file", required: true),
            FieldSchema("title", .text, "what stands above the picture; the path if left out"),
            FieldSchema(
                "x", .text,
                "the column along the bottom; if left out `step`, `epoch`, `round`, `iteration` or the row's number"
            ),
            FieldSchema("y", .list(.text), "the columns drawn; all that hold numbers if left out"),
        ])

    static func metrics(_ draft: StageDraft) -> [String] {
        guard draft.kind == "command" else { return [] }
        return (draft.node["metrics"]?.sequence ?? []).compactMap(\.text)
    }

    static func plots(_ draft: StageDraft) -> [PlotSpec] {
        guard draft.kind == "command" else { return [] }
        return (draft.node["plots"]?.sequence ?? []).map { node in
            PlotSpec(
                path: node.text ?? node["path"]?.text ?? "", title: node["title"]?.text, x: node["x"]?.text,
                y: node["y"]?.sequence?.compactMap(\.text) ?? [])
        }
    }

    /// The files that are outputs only by being named here, each once.
    static func added(_ draft: StageDraft) -> [String] {
        let paths = metrics(draft) + plots(draft).map(\.path)
        guard !paths.isEmpty else { return [] }
        var known = PathIndex()
        for output in StageOutputs.declared(draft) { known.add(output.path, 0) }
        return paths.filter { path in
            guard known.first(overlapping: path) == nil else { return false }
            known.add(path, 0)
            return true
        }
    }

    /// A stage's keys without those that say only how its outputs are shown.
    static func decisive(_ members: [JSON.Member], of draft: StageDraft) -> [JSON.Member] {
        guard draft.kind == "command", added(draft).isEmpty else { return members }
        return members.filter { !["metrics", "plots"].contains($0.name) }
    }
}
