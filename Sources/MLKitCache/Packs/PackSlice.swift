internal import MLKitCore
internal import SystemPackage

/// Files whose contents lie behind each other in a pack, to be read in one go.
struct PackSlice: Sendable {
    struct File: Sendable {
        let entry: CachedEntry
        let place: PackPlace
        /// Where it is to be.
        let path: FilePath

        fileprivate var end: Int { place.offset + entry.size }
    }

    let pack: ContentHash
    private(set) var range: Range<Int>
    private(set) var files: [File]

    /// Bytes from which on a slice takes no more.
    private static let size = 1 << 20

    /// All files in as many slices as it takes, one pack after the other.
    static func slices(of files: [File]) -> [PackSlice] {
        var slices = [PackSlice]()
        for files in Dictionary(grouping: files, by: \.place.pack).values {
            for file in files.sorted(by: { $0.place.offset < $1.place.offset }) {
                if slices.last?.takes(file) == true {
                    slices[slices.count - 1].add(file)
                } else {
                    slices.append(PackSlice(pack: file.place.pack, range: file.place.offset..<file.end, files: [file]))
                }
            }
        }
        return slices
    }

    private func takes(_ file: File) -> Bool {
        file.place.pack == pack && range.count < Self.size && file.place.offset <= range.upperBound
    }

    private mutating func add(_ file: File) {
        range = range.lowerBound..<max(range.upperBound, file.end)
        files.append(file)
    }
}
