internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// The same repository as it will be with some files changed: for the attributes of files, which follow from those
    /// that stand in the working tree.
    ///
    /// Its working tree is a temporary folder of links to what is there, with the changed files in place of some.
    ///
    /// - Parameter changes: contents by path; `nil` for a file that goes.
    public func shadowed(by changes: [String: [UInt8]?]) throws -> Repository {
        let folder = try PrivateFolder()
        try ShadowTree(of: root, at: folder.path).fill(changes.map { (path: FilePath($0.key), content: $0.value) })
        let copy = try acquire("look at changed attributes") { git_repository_open(&$0, gitFolder.string) }
        try check(git_repository_set_workdir(copy, folder.path.string, 0), "look at changed attributes")
        let shadow = try Repository(owning: copy, environment, isNamed: true)
        shadow.held.append(folder)
        return shadow
    }
}

/// A folder of links to what is in another.
private struct ShadowTree {
    let source: FilePath
    let folder: FilePath
    private let disk = LocalFileSystem(.whole)

    init(of source: FilePath, at folder: FilePath) {
        self.source = source
        self.folder = folder
    }

    func fill(_ changes: [(path: FilePath, content: [UInt8]?)]) throws {
        try disk.makeDirectory(folder)
        var inner: [String: [(path: FilePath, content: [UInt8]?)]] = [:]
        for (path, content) in changes {
            guard let first = path.components.first else { continue }
            let rest = FilePath(root: nil, path.components.dropFirst())
            if rest.isEmpty {
                if let content { try disk.write(content, to: folder.appending(first)) }
                inner[first.string] = []
            } else {
                inner[first.string, default: []].append((rest, content))
            }
        }
        for (name, changes) in inner where !changes.isEmpty {
            try ShadowTree(of: source.appending(name), at: folder.appending(name)).fill(changes)
        }
        guard try disk.information(at: source)?.kind == .directory else { return }
        for name in try disk.list(source) where inner[name] == nil && name != ".git" {
            try disk.makeLink(at: folder.appending(name), to: source.appending(name).string)
        }
    }
}
