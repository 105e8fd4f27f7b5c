internal import MLKitCache
internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// The variable of the user's that names a folder for the cache, which clones and worktrees can share. No key of
    /// `mlkit.yaml`: a file that came from elsewhere does not say where this machine keeps things, and what is dropped
    /// there.
    static let sharedCacheVariable = "MLKIT_CACHE"

    /// The cache that this project shares with others; `nil` for one of its own.
    var sharedCache: FilePath? {
        guard let text = environment[Self.sharedCacheVariable], !text.isEmpty else { return nil }
        if text.hasPrefix("~/"), let home = environment["HOME"] {
            return FilePath(home).pushing(FilePath(String(text.dropFirst(2))))
        }
        return cacheOwner.pushing(FilePath(text))
    }

    /// Looks whether the shared cache may be where the variable says, before anything is written there.
    ///
    /// - Throws: `Failure` for a place that a stage writes, which is moved away with all that is in it, and for a folder of
    ///   somebody else's.
    func checkSharedCache() throws {
        guard let sharedCache else { return }
        if let why = useOfPlace(sharedCache, ownIsFree: true) {
            throw Failure(
                "the cache that \(Self.sharedCacheVariable) names, `\(sharedCache)`, is \(why)",
                hint: "name a folder of its own, best outside of the project")
        }
        guard try CachePlace(sharedCache, files: files).isFree() else {
            throw Failure(
                "\(Self.sharedCacheVariable) names `\(sharedCache)`, which has something in it and is no cache",
                hint: "name an empty folder, or one that is not there yet")
        }
    }

    /// What a place in the project is used for by others, as the end of a sentence; `nil` for one that is free. A folder that
    /// something else is written into, or taken away from, keeps nothing for others.
    ///
    /// - Parameter ownIsFree: whether mlkit's own folder is.
    func useOfPlace(_ path: FilePath, ownIsFree: Bool = false) -> String? {
        var place = path.lexicallyNormalized()
        guard place.removePrefix(project.lexicallyNormalized()) else { return nil }
        if place.isEmpty { return "the project itself" }
        switch place.components.first?.string {
        case ".git": return "in git's own folder"
        case ".mlkit" where !ownIsFree: return "in mlkit's own folder"
        default: break
        }
        let writer = spec.stages.first { $0.outputs.contains { overlap(FilePath($0.path), place) } }
        return writer.map { "where stage `\($0.name)` writes" }
    }

    private func overlap(_ one: FilePath, _ other: FilePath) -> Bool {
        let path = one.lexicallyNormalized()
        return path.starts(with: other) || other.starts(with: path)
    }
}
