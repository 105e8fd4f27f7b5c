internal import MLKitCore
internal import SystemPackage

/// Keeps what people wrote where a stage has its outputs, before something else takes the place.
///
/// What some run left there is no loss: it is what the stage's lock names, or the cache has it. All else is moved to
/// `.mlkit/edited/<time>/`, under the path it had.
struct EditKeeper: Sendable {
    let project: FilePath
    let files: any FileSystem
    /// Nanoseconds since 1970.
    let now: @Sendable () -> Int
    /// Whether some run left what stands at a path, as a whole.
    let isKnown: @Sendable (_ path: FilePath, _ isFolder: Bool) throws -> Bool

    private static let folder = ".mlkit/edited"
    /// Files of a folder of outputs that are there for git's sake.
    static let rules = [".gitignore", ".gitkeep"]

    /// Whether what stands at a path of the project is nothing that a run left.
    func isEdit(_ path: FilePath) throws -> Bool {
        guard let (kind, _) = try files.standing(at: project.pushing(path)) else { return false }
        return try isEdit(path, kind, depth: 0)
    }

    /// A folder that is not known as a whole may hold nothing that is not known: outputs that were in it before.
    private func isEdit(_ path: FilePath, _ kind: DirectoryEntry.Kind, depth: Int) throws -> Bool {
        // Whoever made a link that leads out wants to have the output elsewhere; what one inside leads to stays there.
        if kind == .link { return try leadsOut(path) }
        // What cannot be read is not known.
        if (try? isKnown(path, kind == .directory)) ?? false { return false }
        guard kind == .directory, depth < 100 else { return true }
        return try files.entries(project.pushing(path)).contains { entry in
            guard !Self.rules.contains(entry.name) else { return false }
            return try isEdit(path.appending(entry.name), entry.kind, depth: depth + 1)
        }
    }

    private func leadsOut(_ link: FilePath) throws -> Bool {
        let place = project.pushing(link)
        guard let target = try files.linkTarget(place) else { return false }
        let end = place.removingLastComponent().pushing(FilePath(target)).lexicallyNormalized()
        return !end.starts(with: project.lexicallyNormalized())
    }

    /// Moves it to where it is kept, and says so.
    ///
    /// - Parameters:
    ///   - place: where it is now.
    ///   - path: where it stood, relative to the project.
    func keep(_ place: FilePath, path: FilePath, of stage: String) throws -> String {
        let folder = project.pushing(FilePath(Self.folder))
        try files.makeIgnoredDirectory(folder)
        let time = Timestamp(seconds: now() / 1_000_000_000).description.replacing(":", with: "")
        var home = folder.appending(time).pushing(path)
        var number = 2
        while try files.standing(at: home) != nil {
            home = folder.appending("\(time)-\(number)").pushing(path)
            number += 1
        }
        try files.move(place, to: home)
        return "`\(path)` was not as a run of `\(stage)` left it; what stood there is kept as `\(home.name(in: project))`"
    }
}
