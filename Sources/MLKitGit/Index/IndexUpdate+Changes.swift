internal import CLibGit2
internal import MLKitCore

extension IndexUpdate {
    /// Makes many changes as if at once: files leave their places before others take them, so that two may swap names.
    func apply(_ changes: [IndexChange]) throws {
        try changes.flatMap(\.paths).forEach(checkUsable)
        let moved = try changes.compactMap(vacate)
        for (path, entry) in moved { try place(entry, at: path) }
        let attributes = try AttributeSources(of: repository, Configuration(of: repository), index: pointer)
        for change in changes { try fill(change, attributes) }
    }

    private func checkUsable(_ path: String) throws {
        _ = try RepositoryPath.components(path)
        try checkMerged(path)
    }

    /// - Returns: an entry on its way, and where it goes.
    private func vacate(_ change: IndexChange) throws -> (path: String, entry: git_index_entry)? {
        switch change {
        case .remove(let path):
            try remove(path)
        case .move(let source, let destination):
            guard let entry = git_index_get_bypath(pointer, source, 0)?.pointee else { return nil }
            try remove(source)
            return (destination, entry)
        case .stage, .conflict:
            break
        }
        return nil
    }

    private func place(_ entry: git_index_entry, at path: String) throws {
        try checkRoom(for: path)
        try path.withCString { name in
            var entry = entry
            entry.path = name
            try check(git_index_add(pointer, &entry), "stage `\(path)`")
        }
    }

    private func fill(_ change: IndexChange, _ attributes: AttributeSources) throws {
        switch change {
        case .stage(let path, let content, let isExecutable):
            try checkRoom(for: path)
            let blob = try Blob.write(content, asContentOf: path, in: repository, attributes)
            try put(path, blob, isExecutable ? .executable : .file, for: content)
        case .conflict(let path, let base, let yours, let theirs, let isExecutable):
            try checkRoom(for: path)
            try disagree(path, [base, yours, theirs], isExecutable ? .executable : .file, attributes)
        case .remove, .move:
            break
        }
    }

    /// Puts stages in the place of a file's entry.
    private func disagree(
        _ path: String, _ contents: [[UInt8]?], _ mode: FileMode, _ attributes: AttributeSources
    ) throws {
        let blobs = try contents.map { content in
            try content.map { try Blob.write($0, asContentOf: path, in: repository, attributes) }
        }
        try remove(path)
        for (stage, blob) in zip(1..., blobs) {
            guard let blob else { continue }
            try path.withCString { name in
                var entry = git_index_entry()
                entry.path = name
                entry.id = blob.oid
                entry.mode = mode.value.rawValue
                entry.flags = UInt16(stage) << GIT_INDEX_ENTRY_STAGESHIFT
                try check(git_index_add(pointer, &entry), "mark `\(path)` as unmerged")
            }
        }
    }
}

extension IndexChange {
    fileprivate var paths: [String] {
        switch self {
        case .stage(let path, _, _), .remove(let path), .conflict(let path, _, _, _, _): [path]
        case .move(let source, let destination): [source, destination]
        }
    }
}
