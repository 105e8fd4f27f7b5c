internal import MLKitCache
internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Something that was moved out of the way of an output.
struct MovedAside: Sendable, Equatable {
    /// Where it stood, relative to the project.
    let path: FilePath
    /// Where it is, on the same disk.
    var aside: FilePath
    /// Whether no run had made it.
    let isEdit: Bool
    /// What it is made again from if need be, where it is not aside but gone.
    var copy: CachedEntry?

    /// Where what is in a folder is gathered, if the folder itself has to stay, before it counts as aside.
    var onTheWay: FilePath { aside.removingLastComponent().appending("\(aside.lastComponent?.string ?? "").part") }
}

extension MovedAside {
    /// Where to move what stands at a path: into a stage's own folder, or beside it where that is on another disk.
    static func beside(_ path: FilePath, in project: FilePath, _ number: Int, of stage: String) -> FilePath {
        let place = project.pushing(path)
        return place.removingLastComponent().appending(".\(stage).\(number).mlkit-aside")
    }
}

/// As `UnfinishedStages` writes it.
extension MovedAside {
    init?(_ json: JSON, in project: FilePath) {
        let names = (json.array ?? []).prefix(2).compactMap(\.string)
        guard names.count == 2, names.allSatisfy({ ProjectPath.problem($0) == nil }) else { return nil }
        self.init(
            path: FilePath(names[0]), aside: project.pushing(FilePath(names[1])), isEdit: false,
            copy: CachedEntry(json.array?.dropFirst(2).first))
    }

    func json(in project: FilePath) -> JSON {
        .array([.string(path.string), .string(aside.name(in: project))] + (copy.map { [$0.json] } ?? []))
    }
}
