internal import CLibGit2
internal import Glibc
internal import MLKitCore
public import SystemPackage

extension Repository {
    /// The commit that `HEAD` names; `nil` before the first.
    public var headCommit: ObjectID? {
        get throws { try Head(of: self).commit }
    }

    /// The branch that is checked out, also before its first commit; `nil` while `HEAD` is detached.
    public var branch: String? {
        get throws {
            let name = try Head(of: self).reference
            return name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : nil
        }
    }

    /// - Throws: `Failure` if `HEAD` cannot be read, or the commit that it names is not there.
    public func refuseBrokenHead() throws {
        if let head = try headCommit { _ = try Commit(head, in: self).tree() }
    }

    /// The content of a file in a commit, by default that of `HEAD`; `nil` if there is no file at the path.
    public func blob(at path: String, in commit: ObjectID? = nil) throws -> [UInt8]? {
        guard let commit = try commit ?? headCommit,
            let entry = try Commit(commit, in: self).tree().entry(at: path),
            entry.mode != .tree, entry.mode != .submodule
        else { return nil }
        return try Blob(entry.id, in: self).content
    }

    /// The blob of a file in a commit; `nil` if there is no file at the path.
    public func blobID(at path: String, in commit: ObjectID) throws -> ObjectID? {
        let entry = try Commit(commit, in: self).tree().entry(at: path)
        return entry.flatMap { [.file, .executable].contains($0.mode) ? $0.id : nil }
    }

    /// The content of a blob; `nil` if the repository does not have it.
    public func blob(_ id: ObjectID) throws -> [UInt8]? {
        var database: OpaquePointer?
        try check(git_repository_odb(&database, pointer), "open git's objects")
        defer { git_odb_free(database) }
        var oid = id.oid
        return git_odb_exists(database, &oid) == 1 ? try Blob(id, in: self).content : nil
    }

    /// Whether git's ignore rules cover a path. A tracked file can be covered and stays tracked.
    public func isIgnored(_ path: String) throws -> Bool { try IgnoreRules(of: self).cover(path) }

    /// Files of attributes and ignore rules that are in the index alone, as it is when this is first asked for.
    var indexedRules: IndexedRules {
        get throws {
            let rules = try knownRules ?? IndexedRules(of: self)
            knownRules = rules
            return rules
        }
    }

    /// Whether the index or `HEAD` knows a file at the path.
    public func isTracked(_ path: String) throws -> Bool {
        let index = try openIndex()
        defer { git_index_free(index) }
        return try git_index_find(nil, index, path) == 0 || blob(at: path) != nil
    }

    /// The path in the repository of a file or folder in the working tree, there or not; `nil` outside it, and
    /// for the root itself.
    public func path(of file: FilePath) -> String? {
        var rest = [FilePath.Component]()
        var folder = file.lexicallyNormalized()
        while true {
            if let real = Self.realPath(folder) {
                var path = rest.reversed().reduce(real) { $0.appending($1) }
                let top = Self.realPath(root) ?? root
                return path.removePrefix(top) && !path.isEmpty ? path.string : nil
            }
            guard let name = folder.lastComponent else { return nil }
            rest.append(name)
            folder.removeLastComponent()
        }
    }

    private static func realPath(_ path: FilePath) -> FilePath? {
        guard let resolved = realpath(path.string, nil) else { return nil }
        defer { free(resolved) }
        return FilePath(String(cString: resolved))
    }
}

extension Repository {
    /// Fetches an object that a shallow clone does not have from where it was cloned from; nothing if that fails.
    public func fetch(_ id: ObjectID) throws {
        let names = try remotes
        guard isShallow, let remote = names.contains("origin") ? "origin" : names.first else { return }
        let arguments = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"]
        guard try GitCommand(self).run(arguments + [remote, id.hex]).status == 0 else { return }
        let database = try acquire("open git's objects") { git_repository_odb(&$0, pointer) }
        defer { git_odb_free(database) }
        try check(git_odb_refresh(database), "read git's objects")
    }
}
