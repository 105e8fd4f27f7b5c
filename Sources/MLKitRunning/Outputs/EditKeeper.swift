internal import MLKitCache
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
    let known: KnownOutputs

    private static let folder = ".mlkit/edited"

    /// Whether what stands at a path of the project is nothing that a run left.
    ///
    /// - Parameter rulesStay: whether a folder's `FolderItem.rules` will be in what takes its place.
    func isEdit(_ path: FilePath, rulesStay: Bool = true) throws -> Bool {
        guard let (kind, _) = try files.standing(at: project.pushing(path)) else { return false }
        if kind == .directory, !rulesStay, try hasRules(project.pushing(path)) { return true }
        // Whoever made a link that leads out wants to have the output elsewhere; what one inside leads to stays there.
        if kind == .link { return try leadsOut(path) }
        // What cannot be read is not known.
        if (try? known.holds(path, isFolder: kind == .directory)) ?? false { return false }
        guard kind == .directory else { return true }
        return try isEdit(inside: path, (try? known.folder(path)) ?? nil, depth: 0)
    }

    /// Whether a folder, wherever it is now, has files that are there for git's sake.
    func hasRules(_ folder: FilePath) throws -> Bool {
        try FolderItem.rules.contains { try files.standing(at: folder.appending($0)) != nil }
    }

    /// Whether something in a folder is neither where the lock has it nor an output of its own. A file that a run made and
    /// that somebody has moved elsewhere is not what a run left there.
    private func isEdit(inside folder: FilePath, _ recorded: KnownFolder?, depth: Int) throws -> Bool {
        guard depth < 100 else { return true }
        return try files.entries(project.pushing(folder)).contains { entry in
            // These stay where they are.
            if depth == 0, FolderItem.rules.contains(entry.name) { return false }
            let path = folder.appending(entry.name)
            if entry.kind == .link { return try leadsOut(path) }
            if (try? recorded?.has(path, entry.name, known)) ?? false { return false }
            if (try? known.names(path)) ?? false { return false }
            guard entry.kind == .directory else { return true }
            return try isEdit(inside: path, (try? recorded?.folder(entry.name)) ?? nil, depth: depth + 1)
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
        let home = try Self.keep(place, path: path, in: project, files: files, now: now())
        return "`\(path)` was not as a run of `\(stage)` left it; what stood there is kept as `\(home.name(in: project))`"
    }

    /// Moves it to where it is kept.
    ///
    /// - Parameter now: nanoseconds since 1970.
    /// - Returns: where that is.
    static func keep(
        _ place: FilePath, path: FilePath, in project: FilePath, files: any FileSystem, now: Int
    ) throws -> FilePath {
        let folder = project.pushing(FilePath(Self.folder))
        try files.makeIgnoredDirectory(folder)
        let time = Timestamp(seconds: now / 1_000_000_000).description.replacing(":", with: "")
        var home = folder.appending(time).pushing(path)
        var number = 2
        while try files.standing(at: home) != nil {
            home = folder.appending("\(time)-\(number)").pushing(path)
            number += 1
        }
        try files.move(place, to: home)
        return home
    }
}
