internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Collects the files of a project.
struct TreeListing {
    var files: [String] = []
    var links = PathSet()
    var notes: [String] = []

    /// The folder of the file before, and whether a tool's folder holds it: files come folder by folder.
    private var last = (folder: "", isTool: false)

    var isFull: Bool { files.count >= ProjectTree.limit }

    /// What git lists below a folder of the repository.
    mutating func add(_ repository: Repository, _ root: FilePath) throws {
        let prefix = repository.path(of: root) ?? ""
        let skipped = prefix.isEmpty ? 0 : prefix.utf8.count + 1
        var environments: [String] = []
        for file in try repository.workingFiles(below: prefix) {
            let path = String(file.path.utf8.dropFirst(skipped)) ?? file.path
            if path.hasSuffix("/" + ToolFolders.environmentMark) { environments.append(path) }
            add(path, isLink: file.isLink)
        }
        leaveOut(environments.map { String($0.dropLast(ToolFolders.environmentMark.count)) })
    }

    private mutating func add(_ path: String, isLink: Bool) {
        let folder = FileName.folder(path)
        if !folder.hasSameBytes(as: last.folder) { last = (folder, ToolFolders.holds(path)) }
        guard !isFull, !last.isTool else { return }
        if isLink { links.insert(path) } else { files.append(path) }
    }

    private mutating func leaveOut(_ folders: [String]) {
        guard !folders.isEmpty else { return }
        files.removeAll { path in folders.contains { path.hasPrefix($0) } }
    }

    /// Walks the folders of a disk, those near the root first.
    mutating func walk(_ root: FilePath) throws {
        let disk = LocalFileSystem()
        var waiting = [""]
        var next = 0
        while next < waiting.count, !isFull {
            let folder = waiting[next]
            next += 1
            do {
                waiting += try walk(folder, disk.entries(root.pushing(FilePath(folder))))
            } catch let failure as Failure where !folder.isEmpty {
                notes += failure.diagnostics.map(\.message)
            }
        }
    }

    /// Takes the files of one folder, and returns the folders in it.
    private mutating func walk(_ folder: String, _ entries: [DirectoryEntry]) throws -> [String] {
        guard folder.isEmpty || !entries.contains(where: { ToolFolders.marks.contains($0.name) }) else { return [] }
        let prefix = folder.isEmpty ? "" : folder + "/"
        var folders: [String] = []
        for entry in entries {
            let path = prefix + entry.name
            switch entry.kind {
            case .directory: if !ToolFolders.names.contains(entry.name) { folders.append(path) }
            case .file: add(path, isLink: false)
            case .link: add(path, isLink: true)
            case .other: break
            }
        }
        return folders
    }
}
