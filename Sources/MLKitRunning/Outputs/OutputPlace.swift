internal import MLKitCore
internal import SystemPackage

/// Where an output is to be, and what stands in its way.
struct OutputPlace: Sendable {
    let project: FilePath
    /// Relative to the project.
    let path: FilePath
    let files: any FileSystem

    init(_ path: String, in project: FilePath, files: any FileSystem) {
        self.project = project
        self.path = FilePath(path).lexicallyNormalized()
        self.files = files
    }

    var place: FilePath { project.pushing(path) }

    /// What stands at the output's own path, or on the way to it where a folder has to be: relative to the project, with
    /// what it is. `nil` if the output can be written. A link on the way that leads to a folder is a folder.
    func obstacle() throws -> (path: FilePath, kind: DirectoryEntry.Kind)? {
        if let (kind, _) = try files.standing(at: place) { return (path, kind) }
        let parent = place.removingLastComponent()
        guard path.components.count > 1, !isFolder(parent) else { return nil }
        var way = FilePath()
        for component in path.components.dropLast() {
            way.append(component)
            let place = project.pushing(way)
            guard let (kind, _) = try files.standing(at: place) else { return nil }
            if !isFolder(place) { return (way, kind) }
        }
        return nil
    }

    /// What cannot be looked at, as a link to itself, is no folder.
    private func isFolder(_ place: FilePath) -> Bool { (try? files.information(at: place))?.kind == .directory }

    /// Makes the folder that the output is to be in.
    func makeParent() throws {
        if path.components.count > 1 { try files.makeDirectory(place.removingLastComponent()) }
    }
}
