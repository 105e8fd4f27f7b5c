internal import MLKitCore
internal import MLKitGit

extension Planner {
    /// A file that is the template's alone.
    mutating func manage(_ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place) throws {
        if old.file.state == .deleted {
            plan.actions.append(FileAction(.keep, new.path, reason: "declined by you", before: place.file))
            return note(new, at: new.path, state: .deleted)
        }
        let content = FileContent(bytes: try theirs(new), isExecutable: new.isExecutable)
        if !place.path.hasSameBytes(as: new.path) { return try relocate(old, new, place, content) }
        switch place.entry {
        case .nothing:
            plan.actions.append(
                FileAction(.create, new.path, reason: "it is the template's, and was gone", effect: .write(content)))
        case .file(let file) where file.content == content.bytes && file.isExecutable == new.isExecutable:
            plan.actions.append(FileAction(.keep, new.path, before: file))
        case .file(let file):
            let reason = try drift(file, old, new)
            if reason != nil, try keepSecluded(new.path, file, old: old) { return }
            var action = FileAction(.update, new.path, reason: reason, effect: .write(content), before: file)
            action.isUnknown = try isUnknown(new.path, old)
            plan.actions.append(action)
        default: return try obstruct(new.path, place.entry, new, old: old)
        }
        note(new, at: new.path)
    }

    /// Why the user's file is replaced; `nil` if there was nothing of the user's in it.
    private func drift(_ file: UserFile, _ old: FilePair.Old, _ new: RenderedFile) throws -> String? {
        let isSame = try file.content == theirs(new) || isRendering(file, old)
        return isSame ? nil : "it is the template's: your changes are taken back"
    }

    private mutating func relocate(
        _ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place, _ content: FileContent
    ) throws {
        if case .file(let file) = place.entry, try staysSecluded(place.path, new.path, old) {
            return try leaveSecluded(old, new, place, file)
        }
        let entry = try state.entry(at: new.path)
        if case .file(let other) = entry, other.content != content.bytes, try !isFree(new.path, vacated) {
            // The template's file stays where it is until there is room.
            if try keepSecluded(new.path, other, old: old) { return }
            if isHeld(new.path) {
                plan.files[old.path] = old.file
                return wait(new.path)
            }
            note(new, at: new.path)
            let stages = FileAction.Stages(
                base: nil, yours: other.content, theirs: content.bytes, isExecutable: other.isExecutable)
            plan.actions.append(
                FileAction(
                    .conflict, new.path, reason: "the template moves `\(place.path)` here, where a file of yours is",
                    before: other, stages: stages))
            return
        }
        note(new, at: new.path)
        if case .file(let file) = place.entry {
            plan.actions.append(
                FileAction(
                    .rename, new.path, from: place.path, reason: try drift(file, old, new), effect: .write(content),
                    before: file))
        } else if try isFree(new.path, vacated) {
            plan.actions.append(FileAction(.create, new.path, effect: .write(content)))
        } else if case .file(let file) = entry {
            plan.actions.append(FileAction(.keep, new.path, before: file))
        } else {
            try obstruct(new.path, entry, new, old: old)
        }
    }
}
