/// `SHA256SUMS`: the hash of every file of a bundle, the manifest with its columns and classes among them, as
/// `sha256sum` writes and checks them.
///
/// Bundles made before it was there have hashes of files in their manifest, and none of the manifest.
public struct BundleChecksums: Hashable, Sendable {
    /// The name of the file within the folder.
    public static let fileName = "SHA256SUMS"

    /// By path within the folder.
    public var hashes: [String: ContentHash]

    public init(_ hashes: [String: ContentHash]) {
        self.hashes = hashes
    }

    /// The content of the file: `<hash>  <path>` on a line each, sorted by path.
    public var text: String {
        hashes.sorted { $0.key < $1.key }.map { "\($0.value.hex)  \($0.key)\n" }.joined()
    }

    /// Reads what `text`, or `sha256sum` in text or binary mode, wrote.
    ///
    /// - Parameter file: the name for errors.
    /// - Throws: `Failure` that names the line that is none, or is the second one of a file.
    public init(parsing text: String, file: String) throws {
        hashes = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() where !line.isEmpty {
            guard let space = line.firstIndex(of: " "), let hash = ContentHash(line[..<space]), line[space...].count > 2 else {
                let place = SourceLocation(file: file, line: index + 1, column: 1, sourceLine: String(line.prefix(200)))
                throw Failure("a line of checksums is `HASH  FILE`", at: place, hint: "deploy the model again")
            }
            let name = String(line[space...].dropFirst(2))
            guard hashes.updateValue(hash, forKey: name) == nil else {
                let place = SourceLocation(file: file, line: index + 1, column: 1, sourceLine: String(line.prefix(200)))
                throw Failure("`\(name)` has two checksums", at: place, hint: "deploy the model again")
            }
        }
    }
}
