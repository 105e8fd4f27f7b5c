internal import MLKitCore
internal import MLKitGit

extension Planner {
    /// A file that was the template's once, and is the user's now. What was rendered then stays on record.
    mutating func seed(_ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place) throws {
        let target = target(old, new, place)
        guard case .file(let file) = place.entry, !target.hasSameBytes(as: place.path) else {
            return leave(old, new, at: place.isGone ? new.path : place.path)
        }
        guard try isFree(target, vacated) else {
            plan.actions.append(
                FileAction(.keep, place.path, reason: "`\(target)` is taken by a file of yours", before: file))
            return note(new, at: place.path, blob: old.file.blob)
        }
        plan.actions.append(
            FileAction(
                .rename, target, from: place.path, effect: .carry(isExecutable: file.isExecutable), before: file))
        note(new, at: target, blob: old.file.blob)
    }

    private mutating func leave(_ old: FilePair.Old, _ new: RenderedFile, at place: String) {
        plan.actions.append(FileAction(.keep, place, reason: "yours"))
        note(new, at: place, blob: old.file.blob)
    }

    /// A file that the template has no more.
    mutating func drop(_ old: FilePair.Old, _ place: PlannedItem.Place?) throws {
        guard let place, case .file(let file) = place.entry else { return }
        if old.file.ownership == .seed {
            plan.actions.append(FileAction(.keep, place.path, reason: "left to you by the template", before: file))
        } else if try isUnchanged(file, old) {
            var action = FileAction(.delete, place.path, effect: .remove, before: file)
            action.isUnknown = try isUnknown(place.path, old)
            plan.actions.append(action)
        } else if try !keepSecluded(place.path, file, recorded: old.path) {
            let base = try state.base(old.path, old.file)
            let stages = FileAction.Stages(
                base: base, yours: file.content, theirs: nil, isExecutable: file.isExecutable)
            plan.actions.append(
                FileAction(
                    .conflict, place.path, reason: "removed from the template, changed by you",
                    effect: file.isLeftOut ? .carry(isExecutable: file.isExecutable) : .none, before: file,
                    stages: stages))
        }
    }
}
