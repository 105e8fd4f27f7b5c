internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The stages that are replacing their outputs: `.mlkit/tmp/unfinished`. A run that was killed leaves them there, and
/// whoever has the project next puts back what stood in their places.
///
/// A JSON object a line, in the order of time: `{"begun": stage, "home": number, "aside": [[path, place]], "fresh":
/// [path]}` before anything is moved, where `fresh` are the places at which nothing stood, and `{"done": stage}` once its
/// lock is written or all is put back. Of what the cache has the copy of, and that is gone rather than aside, the entry
/// has the copy too: `[path, place, copy]`. Written at the end of one file, as that costs next to nothing.
///
/// `home` is the inode of `.mlkit/tmp`: what came with a copy or a clone of the project is of another disk or folder, and
/// not obeyed.
struct UnfinishedStages: Sendable {
    let project: FilePath
    let files: any FileSystem
    let log: UnfinishedLog
    let copies: OutputCopies

    func begin(_ stage: String, _ moved: [MovedAside], _ fresh: [FilePath]) throws {
        try log.add { home in
            [
                "begun": .string(stage), "home": .string(home), "aside": .array(moved.map { $0.json(in: project) }),
                "fresh": .array(fresh.map { .string($0.string) }),
            ]
        }
    }

    func end(_ stage: String) throws { try log.add { _ in ["done": .string(stage)] } }

    private static let sizeLimit = 256 << 20

    /// Puts back what stood in the places of stages that were killed, and forgets them. What they had half written there
    /// is kept as that of a stage that failed; what somebody wrote there since, as any edit.
    ///
    /// - Parameters:
    ///   - end: until when nobody but they can have written there, in nanoseconds since 1970; `nil` if nobody can have
    ///     since.
    ///   - now: the time, in nanoseconds since 1970.
    /// - Returns: the stages, sorted.
    @discardableResult func recover(since end: Int? = nil, now: Int = 0) throws -> [RecoveredStage] {
        log.close()
        guard try files.exists(log.path) else { return [] }
        var recovered = [RecoveredStage]()
        var begun: [String: JSON] = [:]
        for line in try files.read(log.path, limit: Self.sizeLimit).split(separator: UInt8(ascii: "\n")) {
            // The last one may be half there: what it tells of had not begun.
            guard let entry = try? JSON(parsing: Array(line)) else { continue }
            if let stage = entry["begun"]?.string { begun[stage] = entry }
            if let stage = entry["done"]?.string { begun[stage] = nil }
        }
        let home = try log.home
        for (stage, entry) in begun.sorted(by: { $0.key < $1.key })
        where entry["home"]?.string == home && !stage.contains("/") {
            let moved = (entry["aside"]?.array ?? []).compactMap { MovedAside($0, in: project) }
            let fresh = (entry["fresh"]?.array ?? []).compactMap(\.string).filter { ProjectPath.problem($0) == nil }.map { FilePath($0) }
            let notes = try end.map { try keepEdits(of: moved, fresh, since: $0, now: now) } ?? []
            _ = try putBack(moved, fresh, of: stage)
            recovered.append(RecoveredStage(stage: stage, notes: notes))
        }
        log.close()
        try files.remove(log.path)
        return recovered
    }

    /// Keeps, as edits, what somebody may have written in a killed stage's places after a time: where it cannot be told, the
    /// stage's own last words are kept too.
    ///
    /// - Returns: what to tell of it.
    private func keepEdits(of moved: [MovedAside], _ fresh: [FilePath], since time: Int, now: Int) throws -> [String] {
        var notes = [String]()
        func keepEdit(_ path: FilePath) throws {
            let place = project.pushing(path)
            guard try files.standing(at: place) != nil, try isChanged(place, since: time, depth: 0) else { return }
            let kept = try EditKeeper.keep(place, path: path, in: project, files: files, now: now).name(in: project)
            notes.append("`\(path)` may have been changed after a run was killed that wrote it; it is kept as `\(kept)`")
        }
        for path in fresh { try keepEdit(path) }
        for item in moved {
            try bringBack(item)
            if try isGone(item) { try keepEdit(item.path) }
        }
        return notes
    }

    /// Whether a file, or one in a folder, was changed at a time or after it.
    private func isChanged(_ place: FilePath, since time: Int, depth: Int) throws -> Bool {
        guard depth < 100 else { return true }
        let standing: (kind: DirectoryEntry.Kind, information: FileInformation?)?
        do {
            standing = try files.standing(at: place)
        } catch is Failure {
            // What cannot be looked at, as it lies too deep, is not known to be as it was.
            return true
        }
        guard let (kind, information) = standing else { return false }
        if let information, max(information.changed, information.modified) >= time { return true }
        guard kind == .directory else { return false }
        return try files.entries(place).contains { try isChanged(place.appending($0.name), since: time, depth: depth + 1) }
    }

    /// Where what a stage had written is kept that did not come to its end.
    static func failed(_ stage: String, in project: FilePath) -> FilePath {
        project.pushing(".mlkit/failed").appending(stage)
    }

    /// A stage's places are as they were before. What it had written is kept for whoever wants to know why it failed, until
    /// it fails again or succeeds.
    ///
    /// - Returns: whether there is anything of that.
    func putBack(_ moved: [MovedAside], _ fresh: [FilePath], of stage: String) throws -> Bool {
        let failed = Self.failed(stage, in: project)
        try files.remove(failed)
        var isAnythingLeft = false
        for path in fresh { isAnythingLeft = try keep(path, failed) || isAnythingLeft }
        for item in moved {
            try bringBack(item)
            guard try isGone(item) else { continue }
            isAnythingLeft = try keep(item.path, failed) || isAnythingLeft
            if let copy = item.copy {
                try copies.restore(copy, to: item.path)
            } else {
                try files.move(item.aside, to: project.pushing(item.path))
            }
        }
        if isAnythingLeft { try files.makeIgnoredDirectory(failed.removingLastComponent()) }
        try end(stage)
        return isAnythingLeft
    }

    /// Of a folder that a disk is mounted on, what is in it is moved, and this one was killed while that went on.
    private func bringBack(_ item: MovedAside) throws {
        guard try files.standing(at: item.onTheWay) != nil else { return }
        let place = project.pushing(item.path)
        for entry in try files.entries(item.onTheWay) {
            // There it would be half removed.
            try files.remove(place.appending(entry.name))
            try files.move(item.onTheWay.appending(entry.name), to: place.appending(entry.name))
        }
        try files.remove(item.onTheWay)
    }

    /// Whether something is not where it was: it could not be moved aside, was not yet, or is back already.
    private func isGone(_ item: MovedAside) throws -> Bool {
        guard let copy = item.copy else { return try files.standing(at: item.aside) != nil }
        // Half removed, perhaps.
        try files.remove(item.aside)
        return try !copies.isInPlace(copy, at: item.path)
    }

    /// Whether there was anything that could be kept.
    private func keep(_ path: FilePath, _ failed: FilePath) throws -> Bool {
        let place = project.pushing(path)
        guard try files.standing(at: place) != nil else { return false }
        do {
            try files.move(place, to: failed.pushing(path))
            return true
        } catch {
            // What cannot be had on this disk, as a pipe of another, makes room all the same.
            try files.remove(place)
            return false
        }
    }
}

/// A stage that a run was killed at, and whose outputs are as they were before it.
public struct RecoveredStage: Sendable {
    public let stage: String
    /// What to tell of what somebody wrote there since.
    public let notes: [String]
}

extension [RecoveredStage] {
    func report(to report: (RunEvent) -> Void) {
        for item in self { for note in item.notes { report(.recovered(stage: item.stage, note: note)) } }
    }
}
