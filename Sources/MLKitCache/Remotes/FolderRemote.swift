internal import MLKitCore
internal import SystemPackage

/// A folder on a disk that several machines or people share.
struct FolderRemote: CacheRemote {
    let path: FilePath
    let files: any FileSystem
    let threads: Int

    /// - Throws: `Failure` if the folder is not there; one whose parent is there is made by the first `send`.
    init(_ path: FilePath, files: any FileSystem, threads: Int) throws {
        self.path = path
        self.files = files
        self.threads = threads
        let isThere = try files.information(at: path)?.kind == .directory
        guard try isThere || files.information(at: path.removingLastComponent())?.kind == .directory else {
            throw Failure(
                "the remote `\(path)` is not there", hint: "is its disk mounted? if the folder is new, make it first")
        }
    }

    func list(_ folder: String) throws -> [String: Int] {
        var sizes: [String: Int] = [:]
        try collect(folder, &sizes, depth: 0)
        return sizes
    }

    /// Objects are two folders deep; whatever else somebody has put there is not looked at.
    private func collect(_ folder: String, _ sizes: inout [String: Int], depth: Int) throws {
        guard depth < 3 else { return }
        let place = path.pushing(FilePath(folder))
        guard try files.exists(place) else { return }
        for entry in try files.entries(place) {
            let inner = "\(folder)/\(entry.name)"
            if entry.kind == .directory {
                try collect(inner, &sizes, depth: depth + 1)
            } else if !entry.name.hasPrefix("."), entry.kind == .file {
                sizes[inner] = try files.information(at: place.appending(entry.name))?.size
            }
        }
    }

    func fetch(_ wanted: [RemoteFile], to folder: FilePath) throws -> RemoteAnswer {
        var sizes: [String: Int] = [:]
        for file in wanted {
            guard let information = try files.information(at: path.pushing(FilePath(file.path))), information.kind == .file
            else { continue }
            sizes[file.path] = information.size
        }
        let plan = FetchPlan(wanted, sizes, unknown: DiskSpace.free(at: folder) ?? .max)
        let isTaken = try Parallel.map(plan.files.count, threads: threads) { try copy(plan.files[$0], to: folder) }
        var answer = plan.answer
        for (file, isTaken) in zip(plan.files, isTaken) where !isTaken { answer.damaged.append(file.path) }
        return answer
    }

    /// - Returns: `false` for a file whose content can be told where it is, and is another: it is not copied.
    private func copy(_ file: RemoteFile, to folder: FilePath) throws -> Bool {
        let source = path.pushing(FilePath(file.path))
        if case .content(let hash) = file.bound, try files.hash(source) != hash { return false }
        let destination = folder.pushing(FilePath(file.path))
        try files.unsynchronised.makeDirectory(destination.removingLastComponent())
        _ = try files.unsynchronised.copy(source, to: destination, executable: false)
        return true
    }

    func tidy(now: Int) throws {
        try removeBroken(in: path.appending("runs"), now)
        let objects = path.appending("objects")
        guard try files.exists(objects) else { return }
        for entry in try files.entries(objects) where entry.kind == .directory {
            try removeBroken(in: objects.appending(entry.name), now)
        }
    }

    private func removeBroken(in folder: FilePath, _ now: Int) throws {
        guard try files.exists(folder) else { return }
        for entry in try files.entries(folder) where entry.kind == .file && Self.isBeside(entry.name) {
            let file = folder.appending(entry.name)
            guard let modified = try files.information(at: file)?.modified, modified < now - longestSend else { continue }
            try files.remove(file)
        }
    }

    private static func isBeside(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }

    /// Each is written beside its place and renamed, so that whoever reads meanwhile has all of it or nothing.
    func send(_ paths: [String], from folder: FilePath) throws {
        try Parallel.forEach(paths.count, threads: threads) { index in
            let place = path.pushing(FilePath(paths[index]))
            let name = ".\(place.lastComponent?.string ?? "").\(UInt64.random(in: 0 ... .max)).tmp"
            let beside = place.removingLastComponent().appending(name)
            do {
                try files.makeDirectory(place.removingLastComponent())
                _ = try files.copy(folder.pushing(FilePath(paths[index])), to: beside, executable: false)
                try files.rename(beside, to: place)
            } catch {
                try? files.remove(beside)
                throw error
            }
        }
    }
}
