internal import CLibGit2
internal import MLKitCore

extension Repository {
    /// The blobs that a file was in the history of `HEAD`, the newest first.
    public func versions(of path: String) throws -> [ObjectID] {
        guard let head = try headCommit else { return [] }
        var found: [ObjectID] = []
        let history = try History(from: head, in: self)
        for _ in 0..<Departures.reach {
            guard let commit = try history.next() else { break }
            guard let blob = try blobID(at: path, in: commit), !found.contains(blob) else { continue }
            found.append(blob)
        }
        return found
    }

    /// Calls something with every version of every file that the history of any branch, tag or stash has, once each, with
    /// a commit that has it.
    ///
    /// - Parameters:
    ///   - limit: bytes.
    ///   - body: path from the root, the commit, the content; `nil` for one that is larger than the limit.
    public func versions(upTo limit: Int, _ body: (String, ObjectID, [UInt8]?) throws -> Void) throws {
        let walk = try acquire("read git's history") { git_revwalk_new(&$0, pointer) }
        defer { git_revwalk_free(walk) }
        for tip in try tips() {
            var oid = tip.oid
            try check(git_revwalk_push(walk, &oid), "read git's history")
        }
        var seen = Set<ObjectID>()
        var id = git_oid()
        while git_revwalk_next(&id, walk) == 0 {
            let commit = ObjectID(id)
            guard let tree = try? Commit(commit, in: self).tree() else { continue }
            try visit(tree, "", commit, limit, &seen, body)
        }
    }

    /// A tree that was seen has nothing new below it.
    private func visit(
        _ tree: Tree, _ prefix: String, _ commit: ObjectID, _ limit: Int, _ seen: inout Set<ObjectID>,
        _ body: (String, ObjectID, [UInt8]?) throws -> Void
    ) throws {
        for index in 0..<git_tree_entrycount(tree.pointer) {
            guard let entry = git_tree_entry_byindex(tree.pointer, index), let raw = git_tree_entry_id(entry),
                seen.insert(ObjectID(raw.pointee)).inserted, let name = git_tree_entry_name(entry)
            else { continue }
            let path = prefix + String(cString: name)
            switch git_tree_entry_type(entry) {
            case GIT_OBJECT_TREE: try visit(Tree(ObjectID(raw.pointee), in: self), path + "/", commit, limit, &seen, body)
            case GIT_OBJECT_BLOB:
                guard let content = try blob(ObjectID(raw.pointee)) else { continue }
                try body(path, commit, content.count > limit ? nil : content)
            default: continue
            }
        }
    }
}
