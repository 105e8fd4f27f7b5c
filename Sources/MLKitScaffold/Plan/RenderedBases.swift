internal import MLKitCore
internal import MLKitGit

/// What was once rendered, from wherever it can be had: the project's own store, git's objects, the template rendered
/// once more, and at last from where a shallow clone came from.
final class RenderedBases {
    private let git: ProjectRepository
    private let kept: KeptRenderings
    private let earlier: EarlierRenderings
    private let renderings: [() throws -> [RenderedFile]]
    /// What came of those that were tried.
    private var tried: [[ObjectID: [UInt8]]] = []

    init(
        git: ProjectRepository, kept: KeptRenderings, earlier: EarlierRenderings, renderings: [() throws -> [RenderedFile]]
    ) {
        self.git = git
        self.kept = kept
        self.earlier = earlier
        self.renderings = renderings
    }

    /// A rendering as git stores it; `nil` if it cannot be had any more.
    func content(_ path: String, _ file: RecordedFile) throws -> [UInt8]? {
        if let stored = try file.stored.flatMap({ try git.repository?.blob($0) }) { return stored }
        if let stored = try kept.stored(file.blob) { return stored }
        if let rendered = try rendered(file.blob) { return try git.stored(rendered: rendered, at: file.at ?? path) }
        if let version = try earlierVersion(path, file) { return version }
        guard let repository = try git.repository, repository.isShallow else { return nil }
        try repository.fetch(file.stored ?? file.blob)
        if let stored = file.stored { return try repository.blob(stored) }
        return try repository.blob(file.blob).map { try git.stored(rendered: $0, at: file.at ?? path) }
    }

    /// A version in git that is the rendering once it is checked out: records did not always say how git stores it.
    private func earlierVersion(_ path: String, _ file: RecordedFile) throws -> [UInt8]? {
        guard file.stored == nil, let repository = try git.repository else { return nil }
        let name = try git.path(path)
        let filters = try repository.filters
        guard filters.mayConcern(name) else { return nil }
        for id in try repository.versions(of: name) {
            guard let stored = try repository.blob(id) else { continue }
            if try ObjectID(blobOf: filters.checkedOut(stored, at: name)) == file.blob { return stored }
        }
        return nil
    }

    /// What was rendered, as it was.
    func rendered(_ id: ObjectID) throws -> [UInt8]? {
        if let bytes = try kept.content(id) ?? earlier.read(id) ?? git.repository?.blob(id) { return bytes }
        for (number, render) in renderings.enumerated() {
            if number == tried.count {
                // A template that cannot be rendered any more with the old answers has no bases to give.
                let files = (try? render()) ?? []
                tried.append(Dictionary(files.map { ($0.blob, $0.content) }) { $1 })
            }
            if let bytes = tried[number][id] { return bytes }
        }
        return nil
    }
}
