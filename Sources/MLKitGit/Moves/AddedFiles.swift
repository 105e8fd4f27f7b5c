internal import CLibGit2
internal import SystemPackage

/// Files that were added to what a commit has.
struct AddedFiles {
    struct File {
        /// As text: what is no UTF-8 in it stands as U+FFFD.
        let path: String
        /// Where it is in the working tree, relative to the root.
        let place: FilePath
        /// `nil` of one that is in the working tree alone.
        var blob: ObjectID?
    }

    let repository: Repository
    let files: [File]

    /// Those of the commit after it.
    init(by commit: ObjectID, since last: ObjectID, in repository: Repository) throws {
        self.repository = repository
        let reader = try ObjectReader(repository)
        let changes = try TreeComparison(reader).changes(from: reader.commit(last)?.tree, to: reader.commit(commit)?.tree)
        files = changes.compactMap { change in
            guard change.old == nil, let blob = change.new else { return nil }
            return File(path: change.path, place: FilePath(change.path), blob: blob)
        }
    }

    /// Those that git's index has.
    init(stagedSince commit: ObjectID, in repository: Repository) throws {
        self.repository = repository
        try repository.readyIndex()
        let tree = try Commit(commit, in: repository).tree()
        let diff = try acquire("compare git's index") {
            git_diff_tree_to_index(&$0, repository.pointer, tree.pointer, nil, nil)
        }
        defer { git_diff_free(diff) }
        let empty = try ObjectID(blobOf: [])
        files = try Self.deltas(diff, GIT_DELTA_ADDED).map { path, id in
            let file = File(path: String(cString: path), place: FilePath(platformString: path), blob: ObjectID(id))
            // Of one that is only meant to be added the index has no content yet.
            guard file.blob == empty || file.blob == .zero, try repository.isIntended(file.path) else { return file }
            return File(path: file.path, place: file.place)
        }
    }

    /// Those of the working tree that git does not know, and is not told to ignore.
    init(untrackedSince commit: ObjectID, in repository: Repository) throws {
        self.repository = repository
        try repository.readyIndex()
        let tree = try Commit(commit, in: repository).tree()
        var options = git_diff_options()
        git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
        options.flags =
            GIT_DIFF_INCLUDE_UNTRACKED.rawValue | GIT_DIFF_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_DIFF_SKIP_BINARY_CHECK.rawValue | GIT_DIFF_IGNORE_SUBMODULES.rawValue
        let diff = try acquire("compare the working tree") {
            git_diff_tree_to_workdir_with_index(&$0, repository.pointer, tree.pointer, &options)
        }
        defer { git_diff_free(diff) }
        files = Self.deltas(diff, GIT_DELTA_UNTRACKED).map { path, _ in
            File(path: String(cString: path), place: FilePath(platformString: path))
        }
    }

    private static func deltas(_ diff: OpaquePointer, _ status: git_delta_t) -> [(path: UnsafePointer<CChar>, id: git_oid)] {
        (0..<git_diff_num_deltas(diff)).compactMap { index in
            guard let delta = git_diff_get_delta(diff, index)?.pointee, delta.status == status, let path = delta.new_file.path else {
                return nil
            }
            return (path, delta.new_file.id)
        }
    }
}
