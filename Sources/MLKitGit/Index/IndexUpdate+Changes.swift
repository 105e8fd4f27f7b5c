internal import CLibGit2
internal import MLKitCore

extension IndexUpdate {
    /// Makes many changes as if at once: files leave their places before others take them, so that two may swap names.
    func apply(_ changes: [IndexChange]) throws {
        try changes.flatMap(\.paths).forEach(checkUsable)
        let moved = try changes.compactMap(vacate)
        for (path, entry) in moved { try place(entry, at: path) }
        for change in changes { try fill(change) }
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
        case .stage, .stageLeftOut, .restore, .conflict:
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

    private func fill(_ change: IndexChange) throws {
        switch change {
        case .stage(let path, let file, let stored, let isExecutable):
            try put(path, stored, isExecutable, for: file)
        case .stageLeftOut(let path, let stored, let isExecutable):
            try put(path, stored, isExecutable, for: nil)
        case .restore(let path, let entries):
            try checkRoom(for: path)
            try restore(path, entries)
        case .conflict(let path, let base, let yours, let theirs):
            try checkRoom(for: path)
            try disagree(path, [base, yours, theirs])
        case .remove, .move:
            break
        }
    }

    private func put(_ path: String, _ stored: [UInt8], _ isExecutable: Bool, for file: [UInt8]?) throws {
        try checkRoom(for: path)
        let blob = try Blob.write(stored, asContentOf: path, in: repository)
        try put(path, blob, isExecutable ? .executable : .file, for: file)
    }

    /// Puts stages in the place of a file's entry.
    private func disagree(_ path: String, _ sides: [IndexChange.Side?]) throws {
        let blobs = try sides.map { side in
            try side.map { try Blob.write($0.stored, asContentOf: path, in: repository) }
        }
        try remove(path)
        for (stage, (blob, side)) in zip(1..., zip(blobs, sides)) {
            guard let blob, let side else { continue }
            let mode: FileMode = side.isLink ? .link : side.isExecutable ? .executable : .file
            try add(path, blob, mode.value.rawValue, UInt16(stage) << GIT_INDEX_ENTRY_STAGESHIFT, 0)
        }
    }

    /// Of a file that has changed since, git reads the content anew.
    private func restore(_ path: String, _ entries: [IndexSnapshot.Entry]) throws {
        try remove(path)
        for entry in entries {
            let flags = entry.isLeftOut ? UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) : 0
            try add(path, entry.blob, entry.mode, UInt16(entry.stage) << GIT_INDEX_ENTRY_STAGESHIFT, flags)
        }
    }

    private func add(
        _ path: String, _ blob: ObjectID, _ mode: UInt32, _ flags: UInt16, _ extended: UInt16
    ) throws {
        try path.withCString { name in
            var entry = git_index_entry()
            entry.path = name
            entry.id = blob.oid
            entry.mode = mode
            entry.flags = flags | (extended == 0 ? 0 : Self.hasMore)
            entry.flags_extended = extended
            try check(git_index_add(pointer, &entry), "stage `\(path)`")
        }
    }
}

extension IndexChange {
    fileprivate var paths: [String] {
        switch self {
        case .stage(let path, _, _, _), .stageLeftOut(let path, _, _), .restore(let path, _), .remove(let path),
            .conflict(let path, _, _, _):
            [path]
        case .move(let source, let destination): [source, destination]
        }
    }
}
