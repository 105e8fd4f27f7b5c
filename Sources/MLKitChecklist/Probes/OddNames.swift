/// Names of tracked files that are not UTF-8, such as those that older systems wrote in Latin-1. A probe names files by texts,
/// so each has one that stands for it, in which the bytes that are no ASCII are told as `\xE9`.
struct OddNames {
    private var names: [String: (inRepository: [UInt8], inProject: [UInt8])] = [:]
    /// What stands for each, sorted as git has them.
    private(set) var shown: [String] = []

    /// - Parameters:
    ///   - all: the bytes of paths from the repository's root.
    ///   - prefix: the project's folder, ended by `/`; empty for the root.
    ///   - taken: the project's other files.
    init(_ all: [[UInt8]], below prefix: String, taken: [String]) {
        guard !all.isEmpty else { return }
        var taken = Set(taken)
        let depth = prefix.split(separator: "/").count
        // The folder's own name may be odd, and its text then is what any text of these bytes is.
        for path in all where String(decoding: path, as: UTF8.self).hasPrefix(prefix) {
            let own = Array(path.split(separator: 0x2F).dropFirst(depth).joined(separator: [0x2F]))
            var name = own.map(Self.text).joined()
            // A file may be called so by its own right.
            while !taken.insert(name).inserted { name += "?" }
            shown.append(name)
            names[name] = (path, own)
        }
    }

    private static func text(_ byte: UInt8) -> String {
        byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true)
    }

    /// The bytes of the path from the repository's root that a text stands for; `nil` for a name that is a text.
    func inRepository(_ name: String) -> [UInt8]? { names[name]?.inRepository }

    /// The same from the project's folder.
    func inProject(_ name: String) -> [UInt8]? { names[name]?.inProject }
}
