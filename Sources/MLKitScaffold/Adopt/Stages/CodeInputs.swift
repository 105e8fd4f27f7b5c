/// Folders of code as inputs: Python leaves compiled files in them as it runs, which must not make a stage stale.
struct CodeInputs {
    let tree: ProjectTree

    /// Puts `src/**/*.py` for `src`, and so for every kind of file in it.
    func spellOut(_ stage: inout ProposedStage) {
        for input in stage.inputs {
            guard let globs = globs(for: input), let index = stage.inputs.firstIndex(of: input) else { continue }
            stage.inputs.replaceSubrange(index...index, with: globs.filter { !stage.inputs.contains($0) })
            stage.reviews.append("`\(input)` is a folder of code: its files are taken by kind, without `__pycache__`")
        }
    }

    /// `nil` if the path is no folder with Python in it.
    private func globs(for folder: String) -> [String]? {
        guard tree.folders.contains(folder) else { return nil }
        let files = tree.files.filter { $0.hasPrefix(folder + "/") && !FileName.last($0).hasPrefix(".") }
        let suffixes = Set(files.map(FileName.suffix))
        guard suffixes.contains("py"), suffixes.count <= 6 else { return nil }
        return suffixes.sorted().filter { !$0.isEmpty }.map { "\(folder)/**/*.\($0)" }
    }
}
