internal import CLibGit2
internal import MLKitCore

extension Repository {
    /// The files of the working tree that are tracked and there, or left out by a sparse checkout, or untracked and not
    /// ignored; sorted by path.
    /// Submodules and repositories inside this one are left out.
    ///
    /// - Parameter folder: only what lies below it, relative to the root; empty for all.
    public func workingFiles(below folder: String = "") throws -> [WorkingFile] {
        let prefix = folder.isEmpty ? "" : folder + "/"
        var files = try trackedFiles(prefix)
        let leftOut = try isSparse ? PathSet(leftOut(below: folder).map(\.path)) : []
        for change in try WorkingChanges(of: folder, in: self).changes where change.path.utf8.starts(with: prefix.utf8) {
            if change.isDeleted {
                if !leftOut.contains(change.path) { files[change.path] = nil }
            } else if change.path.utf8.last != UInt8(ascii: "/") {
                files[change.path] = WorkingFile(
                    path: change.path, isLink: change.isLink, isTracked: files[change.path] != nil)
            }
        }
        return files.sorted.map(\.value)
    }

    private func trackedFiles(_ prefix: String) throws -> ByteTable<WorkingFile> {
        let index = try openIndex()
        defer { git_index_free(index) }
        var files: ByteTable<WorkingFile> = [:]
        for position in 0..<git_index_entrycount(index) {
            guard let entry = git_index_get_byindex(index, position)?.pointee, let name = entry.path,
                entry.mode != GIT_FILEMODE_COMMIT.rawValue
            else { continue }
            let path = String(cString: name)
            guard path.utf8.starts(with: prefix.utf8) else { continue }
            files[path] = WorkingFile(path: path, isLink: entry.mode == GIT_FILEMODE_LINK.rawValue, isTracked: true)
        }
        return files
    }
}

/// Where a working tree differs from the index.
private final class WorkingChanges {
    private let pointer: OpaquePointer

    init(of folder: String, in repository: Repository) throws {
        try repository.readyIndex()
        var options = git_status_options()
        git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
        options.show = GIT_STATUS_SHOW_WORKDIR_ONLY
        options.flags =
            GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
        pointer = try CTexts.with(folder.isEmpty ? [] : [folder]) { strings in
            options.pathspec = git_strarray(strings: strings.pointers, count: strings.count)
            return try repository.acquireObject("read the state of the working tree") {
                git_status_list_new(&$0, repository.pointer, &options)
            }
        }
    }

    deinit { git_status_list_free(pointer) }

    var changes: [(path: String, isLink: Bool, isDeleted: Bool)] {
        (0..<git_status_list_entrycount(pointer)).compactMap { position in
            guard let entry = git_status_byindex(pointer, position)?.pointee,
                let file = entry.index_to_workdir?.pointee.new_file, let name = file.path
            else { return nil }
            let isDeleted = entry.status.rawValue & GIT_STATUS_WT_DELETED.rawValue != 0
            return (String(cString: name), UInt32(file.mode) == GIT_FILEMODE_LINK.rawValue, isDeleted)
        }
    }
}
