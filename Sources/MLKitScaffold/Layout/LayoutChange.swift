public import MLKitSpec

/// Where the folders of one layout are in another.
public struct LayoutChange: Sendable {
    /// New folders by old ones, the longest old ones first.
    let folders: [(old: String, new: String)]

    /// A folder that several roles share goes where the first of them goes.
    public init(from old: Layout, to new: Layout) {
        var known: [String: String] = [:]
        for role in Layout.Role.allCases where known[old[role]] == nil { known[old[role]] = new[role] }
        folders = known.map { (old: $0.key, new: $0.value) }.sorted { ($1.old.count, $0.old) < ($0.old.count, $1.old) }
    }

    public var isEmpty: Bool { folders.allSatisfy { $0.old == $0.new } }

    /// The old folders that are elsewhere now, outermost first.
    var movedFolders: [String] { folders.filter { $0.old != $0.new }.map(\.old).reversed() }

    /// Where a file or folder goes that lies in an old folder, or is one; `nil` if it stays.
    public func destination(of path: String) -> String? {
        guard let folder = folders.first(where: { path == $0.old || path.hasPrefix($0.old + "/") }),
            folder.old != folder.new
        else { return nil }
        return folder.new + path.dropFirst(folder.old.count)
    }

    /// Whether a folder that goes elsewhere has a part that goes somewhere else again.
    func divides(_ path: String) -> Bool {
        guard let destination = destination(of: path) else { return true }
        return folders.contains { $0.old.hasPrefix(path + "/") && $0.new != destination + $0.old.dropFirst(path.count) }
    }

    /// Whether another folder goes where one goes, or into it, or around it.
    func isShared(_ destination: String, by path: String) -> Bool {
        folders.contains { folder in
            let isOwner = path == folder.old || path.hasPrefix(folder.old + "/")
            let overlaps = destination == folder.new || destination.hasPrefix(folder.new + "/")
                || folder.new.hasPrefix(destination + "/")
            return !isOwner && folder.old != folder.new && overlaps && !folder.old.hasPrefix(path + "/")
        }
    }
}
