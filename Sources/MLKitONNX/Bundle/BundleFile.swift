public import MLKitCore

/// One file of a bundle, held to its content.
public struct BundleFile: Hashable, Sendable {
    /// Relative to the bundle's folder.
    public var path: String
    public var hash: ContentHash
    /// Bytes.
    public var size: Int

    public init(path: String, hash: ContentHash, size: Int) {
        self.path = path
        self.hash = hash
        self.size = size
    }

    /// The entry of a file with this content.
    public init(path: String, content: [UInt8]) {
        self.init(path: path, hash: ContentHash(of: content), size: content.count)
    }
}

extension BundleFile {
    var json: JSON {
        ["path": .string(path), "sha256": .string(hash.hex), "size": .int(size)]
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "a file")
        guard let hash = ContentHash(try reader.string("sha256")) else {
            throw Failure("a file has a `sha256` that is not 64 hexadecimal digits")
        }
        self.init(path: try reader.string("path"), hash: hash, size: try reader.int("size"))
    }
}
