internal import CLibGit2
internal import MLKitCore

/// The differing files of a working tree, as libgit2 lists them.
final class StatusList {
    private let pointer: OpaquePointer
    private let repository: Repository

    /// - Parameter paths: files or folders, literally; empty for all.
    init(of paths: [String], in repository: Repository) throws {
        self.repository = repository
        try repository.readyIndex()
        var options = git_status_options()
        git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
        options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
        options.flags =
            GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue
        pointer = try CTexts.with(paths) { strings in
            options.pathspec = git_strarray(strings: strings.pointers, count: strings.count)
            return try repository.acquireObject("read the state of the working tree") {
                git_status_list_new(&$0, repository.pointer, &options)
            }
        }
    }

    deinit { git_status_list_free(pointer) }

    /// What libgit2 does not know of is put right: files that a sparse checkout leaves out are not deleted, and programs
    /// may stand between a file and its blob.
    var files: [FileStatus] {
        get throws {
            let index = try acquire("read git's index") { git_repository_index(&$0, repository.pointer) }
            defer { git_index_free(index) }
            let filters = try repository.filters
            return try (0..<git_status_list_entrycount(pointer)).compactMap { position in
                guard let entry = git_status_byindex(pointer, position)?.pointee,
                    let delta = entry.index_to_workdir ?? entry.head_to_index, let path = delta.pointee.new_file.path
                else { return nil }
                var status = FileStatus(String(cString: path), entry.status)
                guard let old = git_index_get_bypath(index, path, 0)?.pointee else { return status }
                if status.unstaged == .deleted, old.isLeftOut { status.unstaged = nil }
                if status.unstaged == .modified, try filters.isSame(status.path, as: old) { status.unstaged = nil }
                return status.isNothing ? nil : status
            }
        }
    }
}

extension Repository {
    /// The files that differ from `HEAD` or the index, or are not known to git, in the order of their paths.
    ///
    /// - Parameter paths: files or folders to look at, taken literally; empty for the whole working tree.
    /// - Throws: `Failure` also if the commit of `HEAD` is not there: to libgit2 all would be new then.
    public func status(of paths: [String] = []) throws -> [FileStatus] {
        try refuseBrokenHead()
        return try StatusList(of: paths, in: self).files
    }
}

extension Repository {
    /// What git is told to ignore in the working tree: files, and folders as wholes, whose paths end with `/`.
    public func ignoredEntries() throws -> [String] {
        try readyIndex()
        var options = git_status_options()
        git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
        options.show = GIT_STATUS_SHOW_WORKDIR_ONLY
        options.flags = GIT_STATUS_OPT_INCLUDE_IGNORED.rawValue
        let list = try acquireObject("read the state of the working tree") { git_status_list_new(&$0, pointer, &options) }
        defer { git_status_list_free(list) }
        let rules = try indexedRules
        let covered = (0..<git_status_list_entrycount(list)).compactMap { position -> String? in
            guard let entry = git_status_byindex(list, position)?.pointee, entry.status == GIT_STATUS_IGNORED,
                let path = entry.index_to_workdir?.pointee.new_file.path
            else { return nil }
            return String(cString: path)
        }
        return try covered.filter { try !rules.mayIgnore($0) || isIgnored($0) }
    }
}
