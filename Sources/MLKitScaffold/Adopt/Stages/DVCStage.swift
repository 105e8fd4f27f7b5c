internal import MLKitCore
internal import MLKitYAML

/// Translates one stage of a `dvc.yaml`.
struct DVCStage {
    let variant: DVCVariant
    let file: String
    /// The folder of the file, which its paths are relative to.
    let folder: String
    let tree: ProjectTree

    func translate(into result: inout RecognisedStages) {
        var stage = ProposedStage(name: name, origin: "\(file), line \(variant.line)", run: "")
        var values = variant.values
        values.add(variant.node["vars"], folder: folder, tree: tree)
        var unknown: [String] = []
        func text(_ node: Node, isCommand: Bool = false) -> DVCText {
            let text = DVCText(node.text ?? "", values, isCommand: isCommand, &result)
            unknown += text.unknown
            return text
        }
        let wdir = variant.node["wdir"].map { text($0).plain } ?? "."
        guard let directory = FileName.join(folder, wdir) else {
            return result.leaveOut(stage, "it works in `\(wdir)`, outside the project")
        }
        let commands = commandNodes.map { text($0, isCommand: true).written }
        stage.run = command(commands, directory)
        stage.summary = variant.node["desc"].map { text($0).plain }
        for entry in entries("deps") { add(text(entry.path), directory, to: &stage.inputs, "input", &stage.reviews) }
        for entry in entries("outs") {
            let path = text(entry.path)
            add(path, directory, to: &stage.outputs, "output", &stage.reviews)
            guard let file = FileName.join(directory, path.written) else { continue }
            if Self.isOn("persist", entry.options) { stage.kept.insert(file) }
            if Self.isOff("cache", entry.options) { stage.committed.insert(file) }
            let others = (entry.options?.mapping ?? []).map(\.name).filter { !Self.outputOptions.contains($0) }
            if !others.isEmpty { stage.reviews.append("DVC has \(Suggestion.list(others)) for its output `\(file)`: not taken over") }
        }
        if variant.node["meta"] != nil { stage.reviews.append("its `meta` of DVC is not taken over") }
        for (kind, formats) in DVCMeasures.formats {
            for entry in entries(kind) {
                let path = text(entry.path)
                add(path, directory, to: &stage.outputs, "output", &stage.reviews)
                guard let file = FileName.join(directory, path.written) else { continue }
                if Self.isOff("cache", entry.options) { stage.committed.insert(file) }
                DVCMeasures.add(file, entry, kind, formats, to: &stage)
            }
        }
        addParameterFiles(directory, to: &stage)
        guard unknown.isEmpty else {
            return result.leaveOut(stage, "\(Suggestion.list(unknown)) stands for nothing that is known")
        }
        guard !commands.isEmpty else { return result.leaveOut(stage, "it has no command") }
        stage.isFrozen = Self.isOn("frozen", variant.node)
        stage.runsAlways = Self.isOn("always_changed", variant.node) && !stage.isFrozen
        result.add(stage)
    }

    private static let outputOptions: Set = ["cache", "persist", "desc"]

    /// Pipelines in folders name their stages alike.
    private var name: String { folder.isEmpty ? variant.name : "\(FileName.last(folder))-\(variant.name)" }

    private var commandNodes: [Node] {
        guard let command = variant.node["cmd"] else { return [] }
        return (command.sequence ?? [command]).filter { !($0.text ?? "").trimmed.isEmpty }
    }

    /// The command as it runs from the project's root.
    private func command(_ commands: [String], _ directory: String) -> String {
        let joined = CommandText.joined(commands.map { $0.trimmed })
        return directory.isEmpty ? joined : "cd \(Self.quoted(directory)) &&\n\(joined)"
    }

    private static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
        return isPlain ? path : "'\(path.replacing("'", with: #"'\''"#))'"
    }

    private func entries(_ key: String) -> [DVCMeasures.Entry] { DVCMeasures.entries(variant.node[key]) }

    private static func isOn(_ key: String, _ node: Node?) -> Bool { node?[key]?.scalar?.value.bool == true }

    private static func isOff(_ key: String, _ node: Node?) -> Bool { node?[key]?.scalar?.value.bool == false }

    private func add(
        _ text: DVCText, _ directory: String, to paths: inout [String], _ kind: String, _ reviews: inout [String]
    ) {
        if text.plain.contains("://") || text.plain.hasPrefix("remote:") {
            reviews.append("its \(kind) `\(text.plain)` is on a network, and not followed")
        } else if let path = FileName.join(directory, text.written), !path.isEmpty {
            if !paths.contains(path) { paths.append(path) }
        } else {
            reviews.append("its \(kind) `\(text.plain)` lies outside the project, and is not followed")
        }
    }

    /// A script reads its parameters from their file, so the file is an input.
    private func addParameterFiles(_ directory: String, to stage: inout ProposedStage) {
        for node in variant.node["params"]?.sequence ?? [] {
            let files = node.mapping?.map(\.name) ?? [DVCValues.parameterFile]
            for file in files {
                guard let path = FileName.join(directory, file), !stage.inputs.contains(path) else { continue }
                stage.inputs.append(path)
            }
        }
    }
}
