internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

/// Inputs that keep a run from beginning.
extension Pipeline {
    /// Looks for inputs that are not there, and that none of the stages that are to run makes.
    ///
    /// - Throws: `Failure` with all of them.
    func checkInputs(of stages: [StageSpec], in run: [StageSpec]) throws {
        let names = Set(run.map(\.name))
        let fingerprinter = fingerprinter
        let linked = LinkedPaths(spec.stages, in: project, files: files)
        var problems = stages.flatMap { linked.problems(of: $0.name) }
        for stage in stages where problems.count < Diagnostic.limit {
            let missing = try stage.inputs.filter { input in
                try !input.isOptional && !input.producers.contains(where: names.contains) && !isThere(input)
            }
            problems += fingerprinter.problems(of: stage, missing: missing) + foreignSpellings(of: stage)
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    /// Whether anything stands there. What cannot be told is told by the stage, when it would begin.
    private func isThere(_ input: StageInput) throws -> Bool {
        do {
            return try Glob.isPattern(input.path, in: project, files: files)
                ? !Glob(input.path).matches(in: project, files: files).isEmpty
                : files.exists(project.pushing(FilePath(input.path)))
        } catch is Failure {
            return true
        }
    }

    /// Absolute paths of what lies in the project: by them nobody can tell which stage writes it, or find it elsewhere.
    func foreignSpellings(of stage: StageSpec) -> [Diagnostic] {
        stage.inputs.compactMap { input in
            guard input.path.utf8.first == UInt8(ascii: "/") else { return nil }
            var path = FilePath(input.path)
            guard path.removePrefix(project) else { return nil }
            return .error(
                "the input `\(input.path)` of stage `\(stage.name)` lies in the project",
                at: input.location ?? stage.location, hint: "write `\(path.isEmpty ? "." : path.string)`")
        }
    }
}
