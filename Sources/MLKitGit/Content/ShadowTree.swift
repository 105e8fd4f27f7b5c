internal import CLibGit2
public import MLKitCore
internal import SystemPackage

extension Repository {
    /// The same repository as it will be with some files changed: for the attributes of files and for what is ignored,
    /// which follow from files in the working tree.
    ///
    /// - Parameters:
    ///   - own: contents by path; `nil` for a file that goes.
    ///   - paths: what will be asked about, besides what the index holds.
    public func shadowed(by own: ByteTable<[UInt8]?>, for paths: some Sequence<String>) throws -> Repository {
        let folder = try PrivateFolder()
        // libgit2 follows links, which would lead it back; programs need what is there.
        let (rules, links) = (folder.path.appending("rules"), folder.path.appending("links"))
        let paths = Array(paths)
        // Of what a partial clone does not have, only what is needed is fetched.
        let indexed = try indexedRules.contents(for: isPartialClone ? paths + own.keys : nil, in: self)
        var changes = indexed.mapValues { Optional($0) }
        changes.merge(own) { $1 }
        var all = try ruleFiles(for: paths)
        all.merge(changes) { $1 }
        let disk = LocalFileSystem(.whole)
        try disk.makeDirectory(rules)
        for (path, content) in all { try disk.write(content ?? [], to: rules.pushing(FilePath(path))) }
        try LinkTree(of: root, at: links).fill(changes.map { (path: FilePath($0.key), content: $0.value) })
        let copy = try acquire("look at changed attributes") { git_repository_open(&$0, gitFolder.string) }
        try check(git_repository_set_workdir(copy, rules.string, 0), "look at changed attributes")
        let shadow = try Repository(owning: copy, environment, isNamed: true)
        shadow.held.append(folder)
        try shadow.forget(all.keys, in: shadow.plainCopy())
        shadow.programFolder = links
        return shadow
    }

    /// A folder with links, in its folder `links`, to all that is in the working tree, and with some files more.
    func linkTree(with files: ByteTable<[UInt8]>) throws -> PrivateFolder {
        let folder = try PrivateFolder()
        try LinkTree(of: root, at: folder.path.appending("links")).fill(
            files.map { (path: FilePath($0.key), content: $0.value) })
        return folder
    }

    /// Takes files out of the index that libgit2 reads: it would heed what is there too, and not only where the working
    /// tree has no such file, as git does.
    private func forget(_ paths: some Sequence<String>, in copy: FilePath) throws {
        let index = try acquire("read git's index") { git_index_open(&$0, copy.string) }
        defer { git_index_free(index) }
        for path in paths where git_index_find(nil, index, path) == 0 {
            try check(git_index_remove(index, path, 0), "look at changed attributes")
        }
        try check(git_repository_set_index(pointer, index), "look at changed attributes")
    }

    /// The files by which git judges others, as they stand in the working tree, whether git knows them or not.
    private func ruleFiles(for paths: some Sequence<String>) throws -> ByteTable<[UInt8]?> {
        let disk = LocalFileSystem()
        var folders: PathSet = [""]
        for path in try indexedFiles() + Array(paths) { folders.formUnion(RepositoryPath.parents(of: path)) }
        var found: ByteTable<[UInt8]?> = [:]
        for folder in folders {
            for name in LinkTree.rules {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let file = root.pushing(FilePath(path))
                // git reads none through a link.
                guard try disk.standing(at: file)?.kind == .file else { continue }
                found[path] = .some(try disk.read(file))
            }
        }
        return found
    }
}

/// A folder of links to what is in another, with some files changed.
private struct LinkTree {
    let source: FilePath
    let folder: FilePath
    private let disk = LocalFileSystem(.whole)

    static let rules: Set = [".gitattributes", ".gitignore"]

    init(of source: FilePath, at folder: FilePath) {
        self.source = source
        self.folder = folder
    }

    func fill(_ changes: [(path: FilePath, content: [UInt8]?)]) throws {
        try disk.makeDirectory(folder)
        var inner: ByteTable<[(path: FilePath, content: [UInt8]?)]> = [:]
        for (path, content) in changes {
            guard let first = path.components.first else { continue }
            let rest = FilePath(root: nil, path.components.dropFirst())
            if rest.isEmpty {
                try disk.write(content ?? [], to: folder.appending(first))
                inner[first.string] = []
            } else {
                inner[first.string, default: []].append((rest, content))
            }
        }
        for (name, changes) in inner where !changes.isEmpty {
            try LinkTree(of: source.appending(name), at: folder.appending(name)).fill(changes)
        }
        guard try disk.information(at: source)?.kind == .directory else { return }
        for name in try disk.list(source) where inner[name] == nil && name != ".git" {
            let file = source.appending(name)
            // git reads no attributes and rules through a link.
            if Self.rules.contains(name), try disk.standing(at: file)?.kind == .file {
                try disk.write(disk.read(file), to: folder.appending(name))
            } else {
                try disk.makeLink(at: folder.appending(name), to: file.string)
            }
        }
    }
}
