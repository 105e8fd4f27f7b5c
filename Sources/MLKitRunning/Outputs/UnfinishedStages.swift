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
    /// is kept as that of a stage that failed.
    func recover() throws {
        guard try files.exists(path) else { return }
        var begun: [String: JSON] = [:]
        for line in try files.read(path, limit: Self.sizeLimit).split(separator: UInt8(ascii: "\n")) {
            // The last one may be half there: what it tells of had not begun.
            guard let entry = try? JSON(parsing: Array(line)) else { continue }
            if let stage = entry["begun"]?.string { begun[stage] = entry }
            if let stage = entry["done"]?.string { begun[stage] = nil }
        }
        let home = try home
        for (stage, entry) in begun where entry["home"]?.string == home && !stage.contains("/") {
            try putBack(entry, Self.failed(stage, in: project))
        }
        try files.remove(path)
    }

    /// Where what a stage had written is kept that did not come to its end.
    static func failed(_ stage: String, in project: FilePath) -> FilePath {
        project.pushing(".mlkit/failed").appending(stage)
    }

    private func putBack(_ entry: JSON, _ failed: FilePath) throws {
        try files.remove(failed)
        for place in entry["fresh"]?.array?.compactMap(\.string) ?? [] where ProjectPath.problem(place) == nil {
            try keep(FilePath(place), failed)
        }
        for pair in entry["aside"]?.array ?? [] {
            guard let names = pair.array?.compactMap(\.string), names.count == 2,
                names.allSatisfy({ ProjectPath.problem($0) == nil })
            else { continue }
            let aside = project.pushing(FilePath(names[1]))
            // Not there: it was not moved yet, or is back already.
            guard try files.standing(at: aside) != nil else { continue }
            try keep(FilePath(names[0]), failed)
            try files.move(aside, to: project.pushing(FilePath(names[0])))
        }
    }

    private func keep(_ path: FilePath, _ failed: FilePath) throws {
        guard try files.standing(at: project.pushing(path)) != nil else { return }
        try files.makeIgnoredDirectory(failed.removingLastComponent())
        try files.move(project.pushing(path), to: failed.pushing(path))
    }
}
