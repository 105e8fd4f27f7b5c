internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec

/// `mlkit.yaml` is merged like other files, and is also what the command reads and edits.
extension Planner {
    /// Merges the user's file as it is: what the command has to write goes into the result, where it cannot clash with
    /// lines of the template's. Only a result with conflicts, which is no YAML, has to have it beforehand.
    func mergeSpec(
        _ base: [UInt8], _ file: UserFile, _ theirs: [UInt8], _ isExecutable: Bool
    ) throws -> ContentMerge.Outcome {
        let outcome = try mergeSpec(base, file.content, theirs, isExecutable)
        guard case .conflicted = outcome, !edits.isEmpty else { return outcome }
        return try mergeSpec(base, edits.applied(to: file.content), theirs, isExecutable)
    }

    private func mergeSpec(
        _ base: [UInt8], _ yours: [UInt8], _ theirs: [UInt8], _ isExecutable: Bool
    ) throws -> ContentMerge.Outcome {
        let texts = SpecSpelling(yours: yours, carriedPlaces: edits.carriedPlaces).adopted(base: base, theirs: theirs)
        let outcome = try merge.merge(
            base: texts.base, yours: yours, theirs: texts.theirs, at: ProjectSpec.fileName, isExecutable: isExecutable)
        switch outcome {
        case .conflicted:
            guard let text = try SpecMerge(merge: merge).merged(base: texts.base, yours: yours, theirs: texts.theirs) else {
                return outcome
            }
            return text == yours ? .kept : .merged(text)
        case .merged(let text):
            // Lines that do not touch can contradict each other all the same, as two that set one key.
            guard let problem = edits.problem(with: text) else { return outcome }
            var stages = FileAction.Stages(base: base, yours: yours, theirs: theirs, isExecutable: isExecutable)
            stages.reason = "both together are no sound spec: \(problem.message)"
            return .undecided(stages)
        default: return outcome
        }
    }

    /// The template's file in place of one that the user did not change, if the project can be read with it.
    func updatedSpec(_ file: UserFile, _ theirs: [UInt8], _ new: RenderedFile) throws -> ContentMerge.Outcome {
        guard let problem = edits.problem(with: theirs) else { return .updated(theirs) }
        var stages = FileAction.Stages(base: file.content, yours: file.content, theirs: theirs, isExecutable: new.isExecutable)
        stages.reason = "the template's is no sound spec: \(problem.message)"
        return .undecided(stages)
    }

    /// Makes the command's own edits in what is otherwise to be written, or in the file as it is.
    mutating func editSpec() throws {
        let path = ProjectSpec.fileName
        guard !edits.isEmpty else { return }
        let index = plan.actions.firstIndex { $0.path == path }
        let entry = try state.entry(at: path)
        if case .link = entry {
            plan.notes.append(
                .warning("`\(path)` is a symbolic link, which is not written through", hint: "write what you asked for where it leads"))
        }
        if let index, plan.actions[index].kind == .conflict { return }
        guard case .file(let file) = entry else { return }
        var action = index.map { plan.actions[$0] } ?? FileAction(.keep, path)
        action.before = file
        let content = action.after?.bytes ?? file.content
        let edited = try edits.applied(to: content)
        guard edited != content else { return }
        if action.kind == .keep { action.kind = .update }
        action.effect = .write(FileContent(bytes: edited, isExecutable: file.isExecutable))
        if let index { plan.actions[index] = action } else { plan.actions.append(action) }
    }
}
