internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Bytes up to which a file that a command names is looked into.
    private static let longestScript = 1 << 20

    /// What to say of a stage that is to have another value than `mlkit.yaml`, and whose command seems to look it up there.
    func overrideWarning(_ stage: StageSpec) -> String? {
        guard !stage.overridden.isEmpty, let command = stage.settings.command,
            let reader = reader(ofSpecIn: command, from: stage.settings.uses.directory)
        else { return nil }
        let values = stage.overridden.map { "`\($0)` = \(stage.parameters[$0]?.compact ?? "nothing")" }.joined(separator: ", ")
        return "`\(stage.name)` may not have had \(values): \(reader) reads `\(ProjectSpec.fileName)`, where another value stands; "
            + "the file that `\(StageParameters.fileVariable)` names has this one"
    }

    /// What of a command names the spec: itself, or a file that it is given.
    private func reader(ofSpecIn command: [String], from folder: String?) -> String? {
        if command.contains(where: { $0.contains(ProjectSpec.fileName) }) { return "its command" }
        let words = command.flatMap { $0.split { $0.isWhitespace || "'\";|&()<>".contains($0) } }
        let base = project.pushing(FilePath(folder ?? "."))
        return words.first { mentionsSpec(base.pushing(FilePath(String($0)))) }.map { "`\($0)`" }
    }

    private func mentionsSpec(_ script: FilePath) -> Bool {
        // A word that is no file is none that could tell.
        guard (try? files.information(at: script))?.kind == .file, let bytes = try? files.read(script, limit: Self.longestScript)
        else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains(ProjectSpec.fileName) && !text.contains(StageParameters.prefix)
    }
}
