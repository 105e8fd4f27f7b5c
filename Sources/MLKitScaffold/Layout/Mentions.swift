internal import MLKitCore
internal import SystemPackage

/// Finds text files that still speak of folders which are elsewhere now.
struct Mentions {
    let folders: [String]

    /// Larger files are data.
    private static let largest = 1 << 20

    /// Those of some files, in their order.
    func find(in paths: [String], _ project: FilePath, _ files: any FileSystem) throws -> [String] {
        try paths.filter { path in
            let file = project.pushing(FilePath(path))
            guard try !files.isLink(file), let information = try files.information(at: file),
                information.kind == .file, information.size <= Self.largest
            else { return false }
            let bytes = try files.read(file)
            return !bytes.prefix(8000).contains(0) && folders.contains { mentions($0, bytes) }
        }
    }

    /// Whether `folder/` begins a word of the text.
    private func mentions(_ folder: String, _ bytes: [UInt8]) -> Bool {
        let needle = Array((folder + "/").utf8)
        guard let first = needle.first, bytes.count >= needle.count else { return false }
        return (0...(bytes.count - needle.count)).contains { start in
            bytes[start] == first && bytes[start..<(start + needle.count)].elementsEqual(needle)
                && (start == 0 || !Self.isPathLike(bytes[start - 1]))
        }
    }

    private static func isPathLike(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./".utf8.contains(byte)
        }
    }
}
