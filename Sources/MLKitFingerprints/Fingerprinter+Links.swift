public import MLKitCore
internal import SystemPackage

extension Fingerprinter {
    /// The hash of a folder of outputs by what is written in its links, not what they lead to; `nil` for what is no folder.
    public func linkHash(_ path: String) throws -> ContentHash? {
        let place = project.pushing(FilePath(path))
        guard try files.standing(at: place)?.kind == .directory else { return nil }
        return try linkHash(place, isOutput: true)
    }

    private func linkHash(_ folder: FilePath, isOutput: Bool) throws -> ContentHash {
        let entries = try files.entries(folder).filter { !isOutput || !FolderItem.rules.contains($0.name) }
        return ContentHash(
            ofItems: try entries.map { entry in
                let place = folder.appending(entry.name)
                switch entry.kind {
                case .link: return FolderItem(name: entry.name, hash: nil, kind: .link(try files.linkTarget(place) ?? ""))
                case .directory: return FolderItem(name: entry.name, hash: try linkHash(place, isOutput: false), kind: .folder)
                default:
                    let isExecutable = try files.information(at: place)?.isExecutable ?? false
                    return FolderItem(name: entry.name, hash: try hashes.hash(place), kind: isExecutable ? .executable : .file)
                }
            })
    }
}
