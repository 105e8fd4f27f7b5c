internal import CLibGit2
internal import Glibc
internal import MLKitCore

/// What can be asked of a repository as a whole.
extension Repository {
    /// The files in git's index, sorted, an unmerged one once; without those whose names are not UTF-8.
    public func indexedFiles() throws -> [String] { try indexedNames().files }

    /// The same, with the bytes of the names that are not UTF-8, which no text can stand for.
    public func indexedNames() throws -> (files: [String], others: [[UInt8]]) {
        let index = try openIndex()
        defer { git_index_free(index) }
        var (files, others) = ([String](), [[UInt8]]())
        for position in 0..<git_index_entrycount(index) {
            guard let path = git_index_get_byindex(index, position)?.pointee.path else { break }
            guard let name = String(validatingCString: path) else {
                let bytes = UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) }
                if others.last != bytes { others.append(bytes) }
                continue
            }
            if files.last?.hasSameBytes(as: name) != true { files.append(name) }
        }
        return (files, others)
    }

    /// Whether git believes the disk about which files are programs (`core.fileMode`).
    public var heedsFileMode: Bool {
        get throws { try Configuration(of: self).flagIfSet("core.fileMode") ?? true }
    }

    /// Whether git makes symbolic links, and not files of where they lead in their stead (`core.symlinks`).
    public var makesLinks: Bool {
        get throws { try Configuration(of: self).flagIfSet("core.symlinks") ?? true }
    }

    /// Whether the index has a symbolic link at a path, an unmerged one on this branch's side.
    public func isLinkInIndex(_ path: String) throws -> Bool {
        let index = try openIndex()
        defer { git_index_free(index) }
        let entry = git_index_get_bypath(index, path, 0) ?? git_index_get_bypath(index, path, 2)
        return entry?.pointee.mode == GIT_FILEMODE_LINK.rawValue
    }

    /// Whether the index has a file as a program; `nil` if it does not have the file.
    public func isExecutableInIndex(_ path: String) throws -> Bool? {
        let index = try openIndex()
        defer { git_index_free(index) }
        guard let mode = git_index_get_bypath(index, path, 0)?.pointee.mode else { return nil }
        return mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue
    }

    /// The content of a file as the index has it, of an unmerged one as it was on this branch; `nil` if it has none, or the
    /// repository does not have the content.
    public func staged(_ path: String) throws -> [UInt8]? { try staged(Array(path.utf8)) }

    /// The same of a file whose name need not be UTF-8.
    public func staged(_ name: [UInt8]) throws -> [UInt8]? {
        let path = name.map { CChar(bitPattern: $0) } + [0]
        let index = try openIndex()
        defer { git_index_free(index) }
        let entry = git_index_get_bypath(index, path, 0) ?? git_index_get_bypath(index, path, 2)
        return try entry.flatMap { try blob(ObjectID($0.pointee.id)) }
    }

    /// Whether the index has no more than the intention to add a file (`git add --intent-to-add`). Git cannot stash such a file.
    public func isIntended(_ path: String) throws -> Bool {
        let index = try openIndex()
        defer { git_index_free(index) }
        guard let flags = git_index_get_bypath(index, path, 0)?.pointee.flags_extended else { return false }
        return flags & UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue) != 0
    }

    /// What the index holds of a file that git is told to overlook in the working tree, and the options of
    /// `git update-index` that end it; `nil` for all others.
    public func overlooked(at path: String) throws -> (blob: ObjectID, options: [String])? {
        let index = try openIndex()
        defer { git_index_free(index) }
        guard let entry = git_index_get_bypath(index, path, 0)?.pointee else { return nil }
        let isTrusted = entry.flags & UInt16(GIT_INDEX_ENTRY_VALID.rawValue) != 0
        let options = (entry.isLeftOut ? ["--no-skip-worktree"] : []) + (isTrusted ? ["--no-assume-unchanged"] : [])
        return options.isEmpty ? nil : (ObjectID(entry.id), options)
    }

    /// The names of its remotes.
    public var remotes: [String] {
        get throws {
            var names = git_strarray()
            defer { git_strarray_dispose(&names) }
            try check(git_remote_list(&names, pointer), "list git's remotes")
            return Self.texts(names)
        }
    }

    /// The branch that a remote has checked out, as far as git knows it here.
    public func defaultBranch(of remote: String) throws -> String? {
        var found: OpaquePointer?
        let code = git_reference_lookup(&found, pointer, "refs/remotes/\(remote)/HEAD")
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "read the branch of `\(remote)`")
        defer { git_reference_free(found) }
        let prefix = "refs/remotes/\(remote)/"
        let target = git_reference_symbolic_target(found).map { String(cString: $0) }
        return target.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }

    /// A setting, such as `core.hooksPath`; `nil` if it is not set or empty.
    public func setting(_ name: String) throws -> String? {
        try Configuration(of: self).string(name)
    }

    /// The tags on the commit of `HEAD` or on those before it.
    public func reachableTags() throws -> [String] {
        guard let head = try headCommit else { return [] }
        var names = git_strarray()
        defer { git_strarray_dispose(&names) }
        try check(git_tag_list(&names, pointer), "list git's tags")
        return try Self.texts(names).filter { try isReachable("refs/tags/\($0)", from: head) }
    }

    private func isReachable(_ reference: String, from head: ObjectID) throws -> Bool {
        var object: OpaquePointer?
        guard git_revparse_single(&object, pointer, reference + "^{commit}") == 0, let object else { return false }
        defer { git_object_free(object) }
        guard var commit = git_object_id(object)?.pointee else { return false }
        var tip = head.oid
        if git_oid_equal(&commit, &tip) == 1 { return true }
        return git_graph_descendant_of(pointer, &tip, &commit) == 1
    }

    /// The e-mail addresses of the authors of the newest commits, in lower case.
    ///
    /// - Parameter limit: how many commits are looked at.
    public func authorAddresses(limit: Int) throws -> Set<String> {
        Set(try authors(limit: limit).map { $0.email.lowercased() })
    }

    /// The authors of the newest commits, each once, the newest first.
    ///
    /// - Parameter limit: how many commits are looked at.
    public func authors(limit: Int) throws -> [(name: String, email: String)] {
        guard try headCommit != nil else { return [] }
        let walk = try acquire("read git's history") { git_revwalk_new(&$0, pointer) }
        defer { git_revwalk_free(walk) }
        try check(git_revwalk_push_head(walk), "read git's history")
        var (authors, known) = ([(name: String, email: String)](), Set<[String]>())
        var id = git_oid()
        var seen = 0
        while seen < limit, git_revwalk_next(&id, walk) == 0 {
            seen += 1
            var commit: OpaquePointer?
            guard git_commit_lookup(&commit, pointer, &id) == 0 else { continue }
            defer { git_commit_free(commit) }
            guard let author = git_commit_author(commit)?.pointee, let name = author.name, let email = author.email else { continue }
            let words = [String(cString: name), String(cString: email)]
            if known.insert(words).inserted { authors.append((words[0], words[1])) }
        }
        return authors
    }

    private static func texts(_ names: git_strarray) -> [String] {
        (0..<names.count).compactMap { names.strings[$0].map { String(cString: $0) } }
    }
}
