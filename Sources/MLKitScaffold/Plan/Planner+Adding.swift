internal import MLKitGit

extension Planner {
    /// A file that the template did not have before.
    mutating func add(_ new: RenderedFile) throws {
        let content = FileContent(bytes: new.content, isExecutable: new.isExecutable)
        if try isFree(new.path, vacated) {
            plan.actions.append(FileAction(.create, new.path, effect: .write(content)))
            return note(new, at: new.path)
        }
        let entry = try state.entry(at: new.path)
        guard case .file(let file) = entry else { return obstruct(new.path, entry) }
        note(new, at: new.path)
        retain(new, unless: file.content)
        if file.content == new.content {
            plan.actions.append(FileAction(.keep, new.path, reason: "already there", before: file))
        } else if new.ownership == .seed {
            plan.actions.append(FileAction(.keep, new.path, reason: "yours already", before: file))
        } else {
            try addBoth(new, file)
        }
    }

    /// The user has a file of that name which is not the template's.
    private mutating func addBoth(_ new: RenderedFile, _ file: UserFile) throws {
        let outcome = try merge.merge(
            base: nil, yours: file.content, theirs: new.content, isExecutable: file.isExecutable)
        var action = FileAction(
            .conflict, new.path, reason: "added by the template, and by you", before: file)
        apply(outcome, to: &action, file, mode: file.isExecutable)
        plan.actions.append(action)
    }

    /// Puts what came of a merge into an action.
    func apply(_ outcome: ContentMerge.Outcome, to action: inout FileAction, _ file: UserFile, mode: Bool) {
        switch outcome {
        case .kept:
            let changes = mode != file.isExecutable || action.from != nil
            if changes { action.effect = .carry(isExecutable: mode) }
        case .updated(let bytes), .merged(let bytes):
            action.effect = .write(FileContent(bytes: bytes, isExecutable: mode))
        case .conflicted(let bytes, let stages):
            action.effect = .write(FileContent(bytes: bytes, isExecutable: mode))
            action.stages = stages
        case .undecided(let stages):
            if action.from != nil { action.effect = .carry(isExecutable: mode) }
            action.stages = stages
        }
    }
}
