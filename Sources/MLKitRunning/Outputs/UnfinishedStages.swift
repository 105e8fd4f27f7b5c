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
    /// is kept as that of a stage that failed.
    func recover() throws {
        log.close()
        guard try files.exists(log.path) else { return }
        var begun: [String: JSON] = [:]
        for line in try files.read(log.path, limit: Self.sizeLimit).split(separator: UInt8(ascii: "\n")) {
            // The last one may be half there: what it tells of had not begun.
            guard let entry = try? JSON(parsing: Array(line)) else { continue }
            if let stage = entry["begun"]?.string { begun[stage] = entry }
            if let stage = entry["done"]?.string { begun[stage] = nil }
        }
        let home = try log.home
        for (stage, entry) in begun where entry["home"]?.string == home && !stage.contains("/") {
            let moved = (entry["aside"]?.array ?? []).compactMap { MovedAside($0, in: project) }
            let fresh = (entry["fresh"]?.array ?? []).compactMap(\.string).filter { ProjectPath.problem($0) == nil }
            _ = try putBack(moved, fresh.map { FilePath($0) }, of: stage)
        }
        log.close()
        try files.remove(log.path)
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

    /// Whether there was anything to keep that did not have to be copied for it.
    private func keep(_ path: FilePath, _ failed: FilePath) throws -> Bool {
        let place = project.pushing(path)
        guard try files.standing(at: place) != nil else { return false }
        if try files.renameOnDisk(place, to: failed.pushing(path)) == .done { return true }
        try files.remove(place)
        return false
    }
}
