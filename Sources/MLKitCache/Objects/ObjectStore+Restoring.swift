internal import MLKitCore
internal import MLKitSpec
public import SystemPackage

extension ObjectStore {
    /// Writes the content of an entry to a path where nothing stands. Every byte is checked on the way.
    ///
    /// - Parameter mayLink: whether files may share their place on the disk with the objects, and be read-only for it.
    /// - Throws: `ObjectProblem`; what is at the path then is not to be used.
    public func restore(_ entry: CachedEntry, to path: FilePath, mayLink: Bool) throws {
        var plan = RestorePlan()
        try collect(entry, at: path, in: path, &plan, depth: 0)
        let (wanted, slices) = (plan.files, PackSlice.slices(of: plan.packed))
        try Parallel.forEach(wanted.count, threads: threads) { index in
            try write(wanted[index].entry, to: wanted[index].path, mayLink)
        }
        try Parallel.forEach(slices.count, threads: threads) { try write(slices[$0]) }
        for link in plan.links { try files.makeLink(at: link.path, to: link.entry.target) }
    }

    /// A few trees that name each other several times over can stand for more files than any disk holds.
    private static let mostFiles = 20_000_000

    private struct RestorePlan {
        var count = 0
        var files: [(entry: CachedEntry, path: FilePath)] = []
        var packed: [PackSlice.File] = []
        var links: [(entry: CachedEntry, path: FilePath)] = []
    }

    private func collect(
        _ entry: CachedEntry, at path: FilePath, in top: FilePath, _ plan: inout RestorePlan, depth: Int
    ) throws {
        guard depth <= TreeObject.deepest, plan.count < Self.mostFiles else {
            throw Failure("the folder `\(top)` in the cache has more in it than any stage makes")
        }
        plan.count += 1
        switch entry.kind {
        case .file, .executable:
            guard let place = entry.place else { return plan.files.append((entry, path)) }
            plan.packed.append(PackSlice.File(entry: entry, place: place, path: path))
        case .link:
            guard SourceFolder.leads(entry.target, from: path.removingLastComponent(), inside: top) else {
                throw Failure("the link `\(path)` in the cache leads out of its folder")
            }
            plan.links.append((entry, path))
        case .folder:
            guard let name = entry.object else { return }
            try files.makeDirectory(path)
            for child in try tree(name).entries {
                try collect(child.entry, at: path.appending(child.name), in: top, &plan, depth: depth + 1)
            }
        }
    }

    private func write(_ entry: CachedEntry, to path: FilePath, _ mayLink: Bool) throws {
        guard let name = entry.object else { return }
        guard let size = try size(name) else { throw ObjectProblem.missing(name) }
        guard size == entry.size, try written(name, entry.kind == .executable, path, mayLink) == name.hash else {
            throw try corrupt(name)
        }
    }

    /// Writes files whose contents lie behind each other in a pack.
    private func write(_ slice: PackSlice) throws {
        let name = ObjectName(slice.pack)
        guard let size = try size(name) else { throw ObjectProblem.missing(name) }
        guard slice.range.upperBound <= size else { throw try corrupt(name) }
        let bytes = try files.read(path(name), from: slice.range.lowerBound, count: slice.range.count)
        guard bytes.count == slice.range.count else { throw try corrupt(name) }
        try bytes.withUnsafeBytes { bytes in
            for file in slice.files {
                let start = file.place.offset - slice.range.lowerBound
                let content = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + file.entry.size)])
                guard ContentHash(of: content) == file.entry.hash else { throw try corrupt(name) }
                try files.create(file.path, content, file.entry.kind == .executable ? .executable : .ordinary)
            }
        }
    }

    /// Puts an object's content at a path by the first way that works, and says what its hash is.
    private func written(
        _ name: ObjectName, _ isExecutable: Bool, _ path: FilePath, _ mayLink: Bool
    ) throws -> ContentHash {
        let object = self.path(name)
        for link in links {
            switch link {
            case .reflink:
                if try clones(object, to: path, executable: isExecutable) { return try files.hash(path) }
            case .hardlink:
                // Both names have one mode.
                guard mayLink, !isExecutable else { continue }
                if try files.hardLink(object, to: path) { return try files.hash(path) }
            case .copy: break
            }
        }
        return try files.copy(object, to: path, executable: isExecutable)
    }
}
