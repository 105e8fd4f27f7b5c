internal import CLibGit2
internal import MLKitCore

/// The name of an object in git: the SHA-1 of its kind, size and content.
public struct ObjectID: Hashable, Sendable {
    /// 20 bytes.
    let bytes: [UInt8]

    /// - Parameter bytes: 20 of them.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ id: git_oid) {
        bytes = withUnsafeBytes(of: id.id) { Array($0) }
    }

    /// Reads 40 hexadecimal digits; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var id = git_oid()
        let digits = text.lowercased()
        guard digits.utf8.count == 40, git_oid_fromstr(&id, digits) == 0 else { return nil }
        self.init(id)
    }

    /// The id that git gives a blob of these bytes (`git hash-object`, without filters).
    public init(blobOf content: [UInt8]) throws {
        try GitLibrary.start()
        var id = git_oid()
        try content.withUnsafeBytes {
            try check(git_odb_hash(&id, $0.baseAddress, $0.count, GIT_OBJECT_BLOB), "hash a blob")
        }
        self.init(id)
    }

    /// Takes 20 bytes; `nil` for another number of them.
    public init?(raw: [UInt8]) {
        guard raw.count == 20 else { return nil }
        bytes = raw
    }

    /// The 20 bytes themselves.
    public var raw: [UInt8] { bytes }

    /// 40 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The first seven digits: how people quote it.
    public var short: String { String(hex.prefix(7)) }

    /// The id for libgit2.
    var oid: git_oid {
        var id = git_oid()
        withUnsafeMutableBytes(of: &id.id) { $0.copyBytes(from: bytes) }
        return id
    }

    /// What stands for "no object" where git compares values of references.
    static let none = ObjectID(git_oid())
}

extension ObjectID: CustomStringConvertible {
    public var description: String { hex }
}
