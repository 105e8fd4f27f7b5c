internal import CLibGit2
internal import SystemPackage

/// The files of the working tree that a commit does not have, tracked or not, but not ignored, and those that a sparse
/// checkout leaves out of it.
struct AddedFiles {
    struct File {
        /// As text: what is no UTF-8 in it stands as U+FFFD.
        let path: String
        /// Where it is, relative to the root.
        let place: FilePath
        /// Of one that is left out: it is in the index alone.
        var blob: ObjectID?
    }

    let repository: Repository
    let files: [File]

    init(since commit: ObjectID, in repository: Repository) throws {
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
        let present = (0..<git_diff_num_deltas(diff)).compactMap { index -> File? in
            guard let delta = git_diff_get_delta(diff, index)?.pointee,
                delta.status == GIT_DELTA_ADDED || delta.status == GIT_DELTA_UNTRACKED, let path = delta.new_file.path
            else { return nil }
            return File(path: String(cString: path), place: FilePath(platformString: path))
        }
        files = try present + Self.leftOut(repository).filter { try tree.entry(at: $0.path) == nil }
    }

    private static func leftOut(_ repository: Repository) throws -> [File] {
        let index = try repository.openIndex()
        defer { git_index_free(index) }
        return (0..<git_index_entrycount(index)).compactMap { position in
            guard let entry = git_index_get_byindex(index, position)?.pointee, entry.isLeftOut, let path = entry.path else {
                return nil
            }
            return File(path: String(cString: path), place: FilePath(platformString: path), blob: ObjectID(entry.id))
        }
    }
}
