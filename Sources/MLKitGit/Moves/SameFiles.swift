internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Files that hold byte for byte what others were: for moves of which history has nothing, as before the first commit, or
/// after the commit that made a file was amended.
struct SameFiles {
    /// Larger files that are in no commit are not read.
    private static let sizeLimit = 1 << 22

    private var places: [ObjectID: [WorkingFile]] = [:]

    /// - Parameters:
    ///   - folder: where they are looked for, relative to the root; empty for everywhere.
    ///   - known: paths of files that are something else.
    init(as wanted: Set<ObjectID>, below folder: String, in repository: Repository, known: PathSet) throws {
        let disk = LocalFileSystem()
        let index = try repository.openIndex()
        defer { git_index_free(index) }
        for file in try repository.workingFiles(below: folder) where !file.isLink && !known.contains(file.path) {
            let place = repository.root.pushing(FilePath(file.path))
            let blob: ObjectID
            if file.isTracked {
                guard let entry = git_index_get_bypath(index, file.path, 0)?.pointee else { continue }
                blob = ObjectID(entry.id)
            } else {
                guard let information = try disk.information(at: place), information.kind == .file,
                    information.size <= Self.sizeLimit
                else { continue }
                blob = try ObjectID(blobOf: repository.cleaned(disk.read(place), path: file.path))
            }
            if wanted.contains(blob) { places[blob, default: []].append(file) }
        }
    }

    /// Where each file is now. Of several that are the same the one that kept its name is it; otherwise it is not known which.
    ///
    /// - Parameter areTracked: whether git has those that are looked for.
    func find(
        _ lost: [(path: String, blob: ObjectID)], areTracked: Bool, except taken: some Sequence<String>
    ) throws -> ByteTable<String> {
        var taken = PathSet(taken)
        var found: ByteTable<String> = [:]
        for (path, blob) in lost.sorted(by: { ByteText($0.path) < ByteText($1.path) }) {
            let candidates = (places[blob] ?? []).filter { $0.isTracked == areTracked }.map(\.path).filter { !taken.contains($0) }
            let namesakes = candidates.filter { RepositoryPath.name(of: $0).hasSameBytes(as: RepositoryPath.name(of: path)) }
            // All empty files are the same, which says nothing.
            let best = try namesakes.isEmpty && blob != ObjectID(blobOf: []) ? candidates : namesakes
            guard best.count == 1, let place = best.first else { continue }
            found[path] = place
            taken.insert(place)
        }
        return found
    }
}
