internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The stages that are replacing their outputs: `.mlkit/tmp/unfinished`. A run that was killed leaves them there, and
/// whoever has the project next puts back what stood in their places.
///
/// A JSON object a line, in the order of time: `{"begun": stage, "home": number, "aside": [[path, place]], "fresh":
/// [path]}` before anything is moved, where `fresh` are the places at which nothing stood, and `{"done": stage}` once its
/// lock is written or all is put back. Written at the end of one file, as that costs next to nothing.
///
/// `home` is the inode of `.mlkit/tmp`: what came with a copy or a clone of the project is of another disk or folder, and
/// not obeyed.
struct UnfinishedStages: Sendable {
    let project: FilePath
    let files: any FileSystem

    private var path: FilePath { project.pushing(".mlkit/tmp/unfinished") }

    func begin(_ stage: String, _ moved: [MovedAside], _ fresh: [FilePath]) throws {
        try add([
            "begun": .string(stage), "home": .string(try home),
            "aside": .array(moved.map { [.string($0.path.string), .string($0.aside.name(in: project))] }),
            "fresh": .array(fresh.map { .string($0.string) }),
        ])
    }

    func end(_ stage: String) throws { try add(["done": .string(stage)]) }

    private func add(_ line: JSON) throws { try files.append(line.compactBytes + [UInt8(ascii: "\n")], to: path) }

    private var home: String {
        get throws {
            let inode = try files.information(at: project.pushing(".mlkit/tmp"))?.inode ?? 0
            return "\(inode)"
        }
    }

    private static let sizeLimit = 256 << 20

    /// Puts back what stood in the places of stages that were killed, and forgets them. What they had half written there
    /// is kept as that of a stage that failed; what somebody wrote there since, as any edit.
    ///
    /// - Parameters:
    ///   - end: when the last of their processes was alive, in nanoseconds since 1970; `nil` if nobody can have written
    ///     there since.
    ///   - now: the time, in nanoseconds since 1970.
    /// - Returns: the stages, sorted.
    @discardableResult func recover(since end: Int? = nil, now: Int = 0) throws -> [RecoveredStage] {
        guard try files.exists(path) else { return [] }
        var recovered = [RecoveredStage]()
        var begun: [String: JSON] = [:]
        for line in try files.read(path, limit: Self.sizeLimit).split(separator: UInt8(ascii: "\n")) {
            // The last one may be half there: what it tells of had not begun.
            guard let entry = try? JSON(parsing: Array(line)) else { continue }
            if let stage = entry["begun"]?.string { begun[stage] = entry }
            if let stage = entry["done"]?.string { begun[stage] = nil }
        }
        let home = try home
        for (stage, entry) in begun.sorted(by: { $0.key < $1.key })
        where entry["home"]?.string == home && !stage.contains("/") {
            var notes = [String]()
            let failed = Self.failed(stage, in: project)
            try files.remove(failed)
            try putBack(entry) { path in
                guard try files.standing(at: project.pushing(path)) != nil else { return }
                if let end, try isChanged(project.pushing(path), since: end + Self.slack, depth: 0) {
                    let home = try EditKeeper.keep(project.pushing(path), path: path, in: project, files: files, now: now)
                    let kept = home.name(in: project)
                    notes.append("`\(path)` was changed after a run was killed that wrote it; it is kept as `\(kept)`")
                } else {
                    try files.makeIgnoredDirectory(failed.removingLastComponent())
                    try files.move(project.pushing(path), to: failed.pushing(path))
                }
            }
            recovered.append(RecoveredStage(stage: stage, notes: notes))
        }
        try files.remove(path)
        return recovered
    }

    /// Nanoseconds: that often a run that goes on says so, and as long its last processes may take to end.
    private static let slack = 2_000_000_000

    /// Whether a file, or one in a folder, was changed after a time.
    private func isChanged(_ place: FilePath, since time: Int, depth: Int) throws -> Bool {
        guard let (kind, information) = try files.standing(at: place), depth < 100 else { return false }
        if let information, max(information.changed, information.modified) > time { return true }
        guard kind == .directory else { return false }
        return try files.entries(place).contains { try isChanged(place.appending($0.name), since: time, depth: depth + 1) }
    }

    /// Where what a stage had written is kept that did not come to its end.
    static func failed(_ stage: String, in project: FilePath) -> FilePath {
        project.pushing(".mlkit/failed").appending(stage)
    }

    /// - Parameter keep: takes what was written at a path out of the way.
    private func putBack(_ entry: JSON, keep: (FilePath) throws -> Void) throws {
        for place in entry["fresh"]?.array?.compactMap(\.string) ?? [] where ProjectPath.problem(place) == nil {
            try keep(FilePath(place))
        }
        for pair in entry["aside"]?.array ?? [] {
            guard let names = pair.array?.compactMap(\.string), names.count == 2,
                names.allSatisfy({ ProjectPath.problem($0) == nil })
            else { continue }
            let aside = project.pushing(FilePath(names[1]))
            // Not there: it was not moved yet, or is back already.
            guard try files.standing(at: aside) != nil else { continue }
            try keep(FilePath(names[0]))
            try files.move(aside, to: project.pushing(FilePath(names[0])))
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
