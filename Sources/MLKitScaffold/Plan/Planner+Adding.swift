internal import MLKitCore
internal import MLKitGit

extension Planner {
    /// A file that the template did not have before.
    mutating func add(_ new: RenderedFile) throws {
        let theirs = try theirs(new)
        let content = FileContent(bytes: theirs, isExecutable: new.isExecutable)
        if try isFree(new.path, vacated) {
            plan.actions.append(FileAction(.create, new.path, effect: .write(content)))
            return note(new, at: new.path)
        }
        if isHeld(new.path) { return wait(new.path) }
        let entry = try state.entry(at: new.path)
        guard case .file(let file) = entry else { return try obstruct(new.path, entry, new) }
        if file.content != theirs, try keepSecluded(new.path, file) { return }
        note(new, at: new.path)
        if file.content == theirs {
            plan.actions.append(FileAction(.keep, new.path, reason: "already there", before: file))
        } else if new.ownership == .seed {
            plan.actions.append(FileAction(.keep, new.path, reason: "yours already", before: file))
        } else {
            try addBoth(new, file)
        }
    }

    /// Whether a file of the template's stands at a path and stays there, as the user moved it to where the template has another.
    func isHeld(_ path: String) -> Bool { owners[path] != nil && !vacated.contains(path) }

    /// One place holds one file: the other comes when there is room.
    mutating func wait(_ path: String) {
        let name = owners[path] ?? path
        plan.actions.append(
            FileAction(.conflict, path, reason: "you moved the template's `\(name)` there: it comes when that is moved away"))
    }

    /// The user has a file of that name which is not the template's.
    private mutating func addBoth(_ new: RenderedFile, _ file: UserFile) throws {
        let outcome = try merge.merge(
            base: nil, yours: file.content, theirs: theirs(new), at: new.path, isExecutable: file.isExecutable)
        var action = FileAction(
            .conflict, new.path, reason: "added by the template, and by you", before: file)
        apply(outcome, to: &action, file, mode: file.isExecutable)
        plan.actions.append(action)
    }

    /// Leaves a file alone that the user has changed, and of which git says nothing: what is in it is in no commit, and
    /// is not to be. What the template has for it waits until the user decides.
    ///
    /// - Parameters:
    ///   - old: what the record is to go on with.
    ///   - recorded: the path that the template gave it before.
    mutating func keepSecluded(
        _ path: String, _ file: UserFile, old: FilePair.Old? = nil, recorded: String? = nil
    ) throws -> Bool {
        let recorded = recorded ?? old?.path
        let found = try recorded.map { try state.seclusion(of: path, recorded: $0) } ?? state.seclusion(of: path)
        guard let seclusion = found else { return false }
        plan.actions.append(FileAction(.keep, path, reason: "it is yours, and in no commit", before: file))
        if let old { plan.files[old.path] = old.file }
        plan.notes.append(.kept(path, seclusion))
        return true
    }

    /// Whether git does not know a file of the template's, and is not meant to.
    func isUnknown(_ path: String, _ old: FilePair.Old) throws -> Bool {
        let seclusion = try state.seclusion(of: path, recorded: old.path)
        return seclusion == .ignored || seclusion == .keptOut
    }

    /// Whether a file of which git says nothing would be moved to where it says something: what is in it may be secret.
    func staysSecluded(_ place: String, _ target: String, _ old: FilePair.Old) throws -> Bool {
        guard !place.hasSameBytes(as: target), try state.seclusion(of: place, recorded: old.path) != nil else { return false }
        return try state.seclusion(of: target) != .ignored
    }

    /// Leaves such a file to the user; what the template has in the new place is a new file.
    mutating func leaveSecluded(
        _ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place, _ file: UserFile
    ) throws {
        plan.actions.append(FileAction(.keep, place.path, reason: "it is yours, and in no commit", before: file))
        if try !isRendering(file, old) {
            plan.notes.append(
                .warning("`\(place.path)` stays as it is: the template has it as `\(new.path)` now, and git says nothing of yours"))
        }
        try add(new)
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
            if action.from != nil || file.isLeftOut { action.effect = .carry(isExecutable: mode) }
            action.stages = stages
        }
    }
}

extension Diagnostic {
    fileprivate static func kept(_ path: String, _ seclusion: Seclusion) -> Diagnostic {
        let message = "`\(path)` stays as it is: the template has another one, and "
        return switch seclusion {
        case .ignored:
            .warning(
                message + "git ignores yours",
                hint: "if nothing in it is secret, take out the rule that `git check-ignore --verbose \(path)` shows, and "
                    + "commit the file: then it is merged")
        case .keptOut:
            .warning(
                message + "git does not know yours",
                hint: "if others may see what is in it, commit it: then it is merged; if not, put `/\(path)` into the project's "
                    + "`.gitignore`, so that `git add --all` does not take it in")
        case .overlooked(let options):
            .warning(
                message + "git is told to overlook what you changed",
                hint: options.map { "`git update-index \($0) \(path)`" }.joined(separator: ", ") + " and a commit let it be merged")
        }
    }
}
