internal import MLKitCore
internal import MLKitGit

extension Planner {
    /// A file that is both the template's and the user's.
    mutating func mergeFile(
        _ old: FilePair.Old, _ new: RenderedFile, _ item: PlannedItem, _ place: PlannedItem.Place
    ) throws {
        guard let file = place.file else {
            guard place.isGone else { return try obstruct(place.path, place.entry, new, old: old) }
            if let path = item.unadded { return waitForAdding(path, old, place) }
            if item.isUntold { return waitForHistory(old, place) }
            if item.isUnfetched { return waitForFetching(old, place) }
            return try stayDeleted(old, new, place)
        }
        let target = target(old, new, place)
        if try staysSecluded(place.path, target, old) { return try leaveSecluded(old, new, place, file) }
        guard try target.hasSameBytes(as: place.path) || isFree(target, vacated) else {
            return try stayAway(old, new, place, file, from: target)
        }
        try merge(old, new, file, FileAction(.keep, target, from: place.path, before: file), item)
    }

    /// Whether the user moved a file to one that git does not know can be told when it does: as long as it is so, the update
    /// waits.
    private mutating func waitForAdding(_ path: String, _ old: FilePair.Old, _ place: PlannedItem.Place) {
        let (gone, new) = (ShellText.shown(place.path), ShellText.shown(path))
        wait(
            old, place, "perhaps to `\(path)`", since: "`\(path)`, which git does not know, is like it",
            hint: "if it was moved there, commit both (`git add \(gone) \(new)` and `git commit`); "
                + "if it was deleted, commit that (`git rm \(gone)` and `git commit`)")
    }

    /// A shallow clone cannot tell a file that was moved from one that was deleted, nor from another that is like it.
    private mutating func waitForHistory(_ old: FilePair.Old, _ place: PlannedItem.Place) {
        wait(
            old, place, "before the history that is here begins", since: "this shallow clone does not have the commit that took it away",
            hint: "`git fetch --unshallow` gets what tells where it went; or \(Self.wayToSay(old))")
    }

    /// Nor can a partial clone that its remote is out of reach of.
    private mutating func waitForFetching(_ old: FilePair.Old, _ place: PlannedItem.Place) {
        wait(
            old, place, "and where to cannot be fetched",
            since: "this partial clone left out what tells where it went, and cannot fetch it",
            hint: "try again when `git fetch` works here; or \(Self.wayToSay(old))")
    }

    /// A file that is gone stays in the record as it was.
    private mutating func wait(
        _ old: FilePair.Old, _ place: PlannedItem.Place, _ how: String, since cause: String, hint: String
    ) {
        plan.actions.append(FileAction(.keep, place.path, reason: "gone, \(how)"))
        plan.files[old.path] = old.file
        plan.notes.append(.warning("`\(place.path)` is gone, and its update waits: \(cause)", hint: hint))
    }

    private static func wayToSay(_ old: FilePair.Old) -> String {
        "say it in the entry of `\(old.path)` in `\(ScaffoldRecord.path)`: `at: NEW/PATH`, or `state: deleted`, and commit that"
    }

    /// What was rendered last for the user stays on record: put back, the file is what it was then, and that is the base by
    /// which it gets all that came since.
    private mutating func stayDeleted(_ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place) throws {
        if old.file.state != .deleted {
            if try state.seclusion(of: place.path) == .ignored { return leaveToOthers(old, place) }
            plan.notes.append(.gone(place.path, entry: old.path, after: new.path))
        }
        plan.actions.append(FileAction(.keep, new.path, reason: "deleted by you"))
        note(new, at: new.path, blob: old.file.blob, state: .deleted)
        plan.files[new.path]?.stored = old.file.stored
        plan.files[new.path]?.isExecutable = old.file.isExecutable
    }

    /// A clone never had a file that git ignores, so that nobody need have deleted it: to the record, which all clones have, it
    /// stays what it is.
    private mutating func leaveToOthers(_ old: FilePair.Old, _ place: PlannedItem.Place) {
        plan.notes.append(.notHere(place.path, entry: old.path))
        plan.actions.append(FileAction(.keep, place.path, reason: "not here, and ignored by git"))
        plan.files[old.path] = old.file
    }

    private mutating func merge(
        _ old: FilePair.Old, _ new: RenderedFile, _ file: UserFile, _ action: FileAction, _ item: PlannedItem? = nil
    ) throws {
        let mode = ContentMerge.mode(base: old.file.isExecutable, yours: file.isExecutable, theirs: new.isExecutable)
        let outcome = try mergeContent(old, new, file, at: action.from ?? action.path)
        var action = action
        if outcome.changesFile {
            let place = action.from ?? action.path
            if try !isRendering(file, old), try keepSecluded(place, file, old: old) { return }
            action.isUnknown = try isUnknown(place, old)
        } else if action.from != nil || mode != file.isExecutable {
            action.isUnknown = try isUnknown(action.from ?? action.path, old)
        }
        apply(outcome, to: &action, file, mode: mode)
        (action.kind, action.reason) = Self.describe(outcome, action, isFollowed: item?.isFollowed ?? false)
        plan.actions.append(action)
        note(new, at: action.path)
    }

    private mutating func mergeContent(
        _ old: FilePair.Old, _ new: RenderedFile, _ file: UserFile, at place: String
    ) throws -> ContentMerge.Outcome {
        let theirs = try theirs(new)
        if old.file.blob == new.blob || file.content == theirs { return .kept }
        if try isRendering(file, old) { return try new.path == SpecSpelling.path ? updatedSpec(file, theirs, new) : .updated(theirs) }
        guard let base = try state.base(old.path, old.file) else {
            // One that git says nothing of is not merged at all.
            if try state.seclusion(of: place, recorded: old.path) == nil { plan.notes.append(missingBase(old)) }
            return try merge.merge(
                base: nil, yours: file.content, theirs: theirs, at: new.path, isExecutable: new.isExecutable)
        }
        if base == theirs { return .kept }
        guard new.path == SpecSpelling.path else {
            return try merge.merge(
                base: base, yours: file.content, theirs: theirs, at: new.path, isExecutable: new.isExecutable)
        }
        return try mergeSpec(base, file, theirs, new.isExecutable)
    }

    private func missingBase(_ old: FilePair.Old) -> Diagnostic {
        .warning(
            "`\(old.path)` is merged without its earlier rendering, which this repository does not have",
            notes: ["all that differs is shown as a conflict"], hint: state.missingBaseHint)
    }

    private static func describe(
        _ outcome: ContentMerge.Outcome, _ action: FileAction, isFollowed: Bool
    ) -> (FileAction.Kind, String?) {
        let place = isFollowed ? "moved there by you" : nil
        switch outcome {
        case .conflicted(_, let stages): return (.conflict, stages.reason ?? "both changed the same lines")
        case .undecided(let stages): return (.conflict, stages.reason ?? "both changed it, and it is no text")
        case .kept where action.from != nil: return (.rename, nil)
        case .updated where action.from != nil: return (.rename, "and updated")
        case .merged where action.from != nil: return (.rename, "and merged with your changes")
        case .updated: return (.update, place)
        case .merged: return (.merge, place)
        case .kept:
            if case .carry = action.effect { return (.update, nil) }
            return (.keep, nil)
        }
    }

    /// The template moved the file to where the user has another: it stays, and the user is asked to decide.
    private mutating func stayAway(
        _ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place, _ file: UserFile, from target: String
    ) throws {
        let entry = try state.entry(at: target)
        guard case .file(let other) = entry else { return try obstruct(target, entry, new, old: old) }
        try merge(old, new, file, FileAction(.keep, place.path, before: file))
        if isHeld(target) { return plan.notes.append(.stays(place.path, from: target)) }
        if try keepSecluded(target, other) { return }
        let stages = FileAction.Stages(
            base: nil, yours: other.content, theirs: try theirs(new), isExecutable: other.isExecutable)
        plan.actions.append(
            FileAction(
                .conflict, target, reason: "the template moves `\(place.path)` here, where a file of yours is",
                before: other, stages: stages))
    }
}

extension Diagnostic {
    /// That a file is not where the template has it, as the user moved another of the template's there.
    fileprivate static func stays(_ path: String, from target: String) -> Diagnostic {
        .warning("`\(path)` stays there: the template has it as `\(target)` now, to where you moved another of its files")
    }

    /// That an update of a file that git ignores waits: most clones never had it.
    fileprivate static func notHere(_ path: String, entry: String) -> Diagnostic {
        .warning(
            "`\(path)`, which git ignores, is not here: its update waits until one is",
            hint: "where nobody has one any more, `state: deleted` in the entry of `\(entry)` in `\(ScaffoldRecord.path)` says so")
    }

    /// That an update of a file goes nowhere. It is said once: after that the record has the file as deleted.
    ///
    /// - Parameters:
    ///   - entry: by which the record has the file.
    ///   - after: the same once the update is made.
    fileprivate static func gone(_ path: String, entry: String, after: String) -> Diagnostic {
        let name = entry.hasSameBytes(as: after) ? "`\(entry)`" : "`\(entry)` (`\(after)` after the update)"
        return .warning(
            "`\(path)` is gone, and counts as deleted: what the template changes in it goes nowhere",
            hint: "if you moved it, put `at: NEW/PATH` into the entry of \(name) in `\(ScaffoldRecord.path)`, and commit that")
    }
}
