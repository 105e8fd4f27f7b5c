internal import MLKitCore
internal import MLKitGit
public import MLKitSpec

/// Where the folders of one layout are in another.
public struct LayoutChange: Sendable {
    /// New folders by old ones, the longest old ones first.
    let folders: [(old: String, new: String)]

    /// A folder that several roles share goes where the first of them goes.
    public init(from old: Layout, to new: Layout) {
        var known: ByteTable<String> = [:]
        for role in Layout.Role.allCases where known[old[role]] == nil { known[old[role]] = new[role] }
        folders = known.map { (old: $0.key, new: $0.value) }.sorted { ($1.old.count, $0.old) < ($0.old.count, $1.old) }
    }

    public var isEmpty: Bool { folders.allSatisfy { $0.old.hasSameBytes(as: $0.new) } }

    /// The old folders that are elsewhere now, outermost first.
    var movedFolders: [String] { folders.filter { !$0.old.hasSameBytes(as: $0.new) }.map(\.old).reversed() }

    /// Where a file or folder goes that lies in an old folder, or is one; `nil` if it stays.
    public func destination(of path: String) -> String? {
        guard let folder = folders.first(where: { Self.holds($0.old, path) }),
            !folder.old.hasSameBytes(as: folder.new)
        else { return nil }
        return RepositoryPath.rest(of: path, after: folder.old).map { folder.new + $0 }
    }

    /// Whether a folder that goes elsewhere has a part that goes somewhere else again.
    func divides(_ path: String) -> Bool {
        guard let destination = destination(of: path) else { return true }
        return folders.contains { folder in
            guard RepositoryPath.lies(folder.old, in: path), let rest = RepositoryPath.rest(of: folder.old, after: path)
            else { return false }
            return !folder.new.hasSameBytes(as: destination + rest)
        }
    }

    /// Whether another folder goes where one goes, or into it, or around it.
    func isShared(_ destination: String, by path: String) -> Bool {
        folders.contains { folder in
            let isOwner = Self.holds(folder.old, path)
            let overlaps = Self.holds(folder.new, destination) || RepositoryPath.lies(folder.new, in: destination)
            let isMoved = !folder.old.hasSameBytes(as: folder.new)
            return !isOwner && isMoved && overlaps && !RepositoryPath.lies(folder.old, in: path)
        }
    }

    /// Whether a path is a folder, or lies in it.
    private static func holds(_ folder: String, _ path: String) -> Bool {
        path.hasSameBytes(as: folder) || RepositoryPath.lies(path, in: folder)
    }
}
