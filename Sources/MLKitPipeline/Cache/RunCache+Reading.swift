internal import MLKitCore
internal import SystemPackage

extension RunCache {
    /// The bytes of a file that is an output, or lies in one; `nil` if the cache does not have it whole, or if it is too
    /// large to be shown.
    ///
    /// - Parameter outputs: paths with the hashes of what stood there.
    func file(_ path: String, among outputs: [String: ContentHash]) throws -> [UInt8]? {
        if let hash = outputs[path] { return try content(ObjectName(hash)) }
        let path = FilePath(path).lexicallyNormalized()
        var inner = [String]()
        var folder = path
        while let name = folder.lastComponent, folder.removeLastComponent(), !folder.isEmpty {
            inner.insert(name.string, at: 0)
            guard let hash = outputs[folder.string] else { continue }
            return try content(object(inner, in: ObjectName(hash, isTree: true)))
        }
        return nil
    }

    /// What stands at a path in a folder.
    private func object(_ names: [String], in folder: ObjectName) throws -> ObjectName? {
        var place: ObjectName? = folder
        for name in names {
            guard let tree = place, tree.isTree else { return nil }
            place = try store.readTree(tree)?.entries.first { $0.name == name }?.entry.object
        }
        return place
    }

    private func content(_ name: ObjectName?) throws -> [UInt8]? {
        guard let name, !name.isTree, let size = try store.size(name), size <= ProjectSnapshot.sizeLimit else {
            return nil
        }
        let bytes = try store.files.read(store.path(name))
        return ContentHash(of: bytes) == name.hash ? bytes : nil
    }
}
