public import MLKitCore
public import SystemPackage

/// Whether a folder can be a cache that projects share.
public struct CachePlace {
    private let folder: FilePath
    private let files: any FileSystem

    public init(_ folder: FilePath, files: any FileSystem) {
        self.folder = folder
        self.files = files
    }

    /// What a disk or a file manager puts into every folder.
    private static let foreign: Set = ["lost+found", ".DS_Store", ".gitignore"]

    /// Whether nothing of somebody else's can be meant by it: it is not there, empty, a project's own, or shared already, by the
    /// lock and the projects in it or by all that it holds.
    public func isFree() throws -> Bool {
        if folder.ends(with: ".mlkit/cache") { return true }
        guard let information = try files.information(at: folder) else { return true }
        guard information.kind == .directory else { return false }
        let entries = try files.entries(folder).filter { !Self.foreign.contains($0.name) }
        let names = Set(entries.map(\.name))
        if names.isSuperset(of: ["lock", "projects"]) { return true }
        let isOurs = try holds("objects", OwnNames.isObjectFolder) && holds("runs") { OwnNames.run($0) != nil }
            && holds("projects") { ContentHash($0[...]) != nil } && holds("incoming", OwnNames.isFetch)
        return isOurs && names.isSubset(of: OwnNames.top)
    }

    /// Whether a folder in it, if it is there, has nothing but such names and drafts.
    private func holds(_ name: String, _ isOwn: (String) -> Bool) throws -> Bool {
        let inner = folder.appending(name)
        guard let information = try files.information(at: inner) else { return true }
        guard information.kind == .directory else { return false }
        return try files.list(inner).allSatisfy { isOwn($0) || OwnNames.isDraft($0) }
    }
}
