internal import MLKitCore
internal import SystemPackage

/// The forms in which git hands out one and the same content: with the line ends of one system or the other
/// (`core.autocrlf`, gitattributes(5)), and as a pointer in place of a file that is in git LFS.
struct GitForms {
    let files: any FileSystem

    /// Larger files are no texts, and no pointers.
    private static let largest = 1 << 24

    /// Whether a file or folder has a hash in one of the other forms that git gives it.
    func hold(_ hash: ContentHash?, at path: FilePath) throws -> Bool {
        guard let hash, let information = try files.information(at: path) else { return false }
        guard information.kind == .directory else {
            guard information.size <= Self.largest else { return false }
            return Self.forms(of: try files.read(path)).contains(hash)
        }
        return try tree(path, Self.withLineFeeds, depth: 0) == hash
            || tree(path, Self.withCarriageReturns, depth: 0) == hash
    }

    /// The hashes of all forms of a file's content.
    static func forms(of bytes: [UInt8]) -> Set<ContentHash> {
        let others = [withLineFeeds(bytes), withCarriageReturns(bytes), Array(LargeFilePointer.text(for: bytes).utf8)]
        return Set(([bytes] + others).map { ContentHash(of: $0) } + [LargeFilePointer(bytes)?.hash].compactMap { $0 })
    }

    /// The hash of a folder whose files have gone through something; see `EvidenceHashes`.
    private func tree(
        _ folder: FilePath, _ form: ([UInt8]) -> [UInt8], depth: Int
    ) throws -> ContentHash? {
        guard depth < 100 else { return nil }
        return ContentHash(
            ofFolder: try files.contents(folder).filter { $0.name != ".git" }.map { name, information, _ in
                let path = folder.appending(name)
                switch information?.kind {
                case .directory: return (name, try tree(path, form, depth: depth + 1))
                case .file where information.map({ $0.size <= Self.largest }) ?? false:
                    return (name, ContentHash(of: form(try files.read(path))))
                case .file: return (name, try files.hash(path))
                default: return (name, nil)
                }
            })
    }

    static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        guard TextLines.isText(bytes) else { return bytes }
        return bytes.indices.filter { index in
            bytes[index] != 0x0D || index + 1 == bytes.count || bytes[index + 1] != 0x0A
        }.map { bytes[$0] }
    }

    static func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        guard TextLines.isText(bytes) else { return bytes }
        return withLineFeeds(bytes).flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }
}

/// What git LFS has in a file's place (git-lfs specification, version 1).
struct LargeFilePointer {
    /// Of the file's content.
    let hash: ContentHash

    static let beginning = "version https://git-lfs.github.com/spec/"
    private static let largest = 1024

    /// Whether bytes are a pointer, whatever it points to.
    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: beginning.utf8) }

    /// `nil` for other bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.largest, Self.isOne(bytes) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix("oid sha256:") }),
            let hash = ContentHash(line.dropFirst("oid ".count))
        else { return nil }
        self.hash = hash
    }

    /// The pointer to some content.
    static func text(for bytes: [UInt8]) -> String {
        "\(beginning)v1\noid sha256:\(ContentHash(of: bytes).hex)\nsize \(bytes.count)\n"
    }
}
