internal import MLKitCore
internal import SystemPackage

/// Looks for something in a folder that can bear witness: empty files, folders of none, and links to nowhere have names, and
/// so a hash, and say nothing.
struct FolderContent {
    let files: any FileSystem

    private static let deepest = 100

    /// Whether a folder has a file in it that is not empty.
    func isThere(_ folder: FilePath) throws -> Bool {
        var seen = Set<UInt64>()
        return try isThere(folder, &seen, depth: 0)
    }

    /// - Parameter seen: folders that were looked into: a link may lead back to one.
    private func isThere(_ folder: FilePath, _ seen: inout Set<UInt64>, depth: Int) throws -> Bool {
        guard depth < Self.deepest else { return false }
        for (name, information, _) in try files.contents(folder) where name != ".git" {
            guard let information else { continue }
            switch information.kind {
            case .file: if information.size > 0 { return true }
            case .directory:
                guard information.inode == 0 || seen.insert(information.inode).inserted else { continue }
                if try isThere(folder.appending(name), &seen, depth: depth + 1) { return true }
            case .other: continue
            }
        }
        return false
    }
}
