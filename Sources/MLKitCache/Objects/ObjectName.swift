internal import MLKitCore
internal import SystemPackage

/// What an object is called: the hash of a file's content, or of a folder, whose object lists what is in it.
public struct ObjectName: Hashable, Comparable, Sendable {
    let hash: ContentHash
    let isTree: Bool

    init(_ hash: ContentHash, isTree: Bool = false) {
        self.hash = hash
        self.isTree = isTree
    }

    /// Reads `<2 digits>/<62 digits>` with or without `.tree`; `nil` for anything else, such as a file that a killed
    /// process left.
    init?(path: some StringProtocol) {
        let isTree = path.hasSuffix(Self.treeEnding)
        let digits = Array((isTree ? path.dropLast(Self.treeEnding.count) : path[...]).utf8)
        guard digits.count == 65, digits[2] == UInt8(ascii: "/"),
            let hash = ContentHash(String(decoding: digits[..<2] + digits[3...], as: UTF8.self))
        else { return nil }
        self.init(hash, isTree: isTree)
    }

    /// Where the object stands in a store, with `/` between folder and name.
    var path: String {
        let digits = hash.hex
        return digits.prefix(2) + "/" + digits.dropFirst(2) + (isTree ? Self.treeEnding : "")
    }

    public static func < (lhs: ObjectName, rhs: ObjectName) -> Bool { lhs.path < rhs.path }

    private static let treeEnding = ".tree"
}

/// Why an object cannot be had from a store.
public enum ObjectProblem: Error, Hashable, Sendable {
    case missing(ObjectName)
    /// Its bytes are not those that it is named by; it has been removed.
    case corrupt(ObjectName)

    var object: ObjectName {
        switch self {
        case .missing(let name), .corrupt(let name): name
        }
    }
}

extension ObjectProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let name): "object `\(name.path)` is missing"
        case .corrupt(let name): "object `\(name.path)` was damaged"
        }
    }
}
