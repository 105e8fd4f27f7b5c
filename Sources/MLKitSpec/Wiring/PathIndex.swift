internal import MLKitCore

/// Paths with the numbers of those who write them, to find quickly who writes a path, a folder around it, or something
/// inside of it.
struct PathIndex {
    /// The two lowest numbers of writers of each path, and of writers of something inside each folder.
    private var writers: [ByteText: Lowest] = [:]
    private var writersInside: [ByteText: Lowest] = [:]
    /// All writers of something inside each folder, in the order in which they were added.
    private var allInside: [ByteText: [Int]] = [:]

    private struct Lowest {
        var first: Int
        var second: Int?

        mutating func add(_ number: Int) {
            if number < first {
                (first, second) = (number, first)
            } else if number > first {
                second = min(second ?? number, number)
            }
        }

        func lowest(besides number: Int?) -> Int? { first == number ? second : first }
    }

    /// Longer paths no disk takes; a check of its own reports them.
    private static let longest = 4096

    mutating func add(_ path: String, _ number: Int) {
        guard path.utf8.count <= Self.longest else { return }
        Self.add(number, ByteText(path), to: &writers)
        for folder in Self.folders(around: path) {
            Self.add(number, folder, to: &writersInside)
            if allInside[folder]?.last != number { allInside[folder, default: []].append(number) }
        }
    }

    /// The lowest number of a writer of the path, of a folder around it or of something inside it.
    func first(overlapping path: String, besides number: Int? = nil) -> Int? {
        guard path.utf8.count <= Self.longest else { return nil }
        let around = ([ByteText(path)] + Self.folders(around: path)).compactMap { writers[$0]?.lowest(besides: number) }
        return (around + [writersInside[ByteText(path)]?.lowest(besides: number)].compactMap { $0 }).min()
    }

    /// All writers of something inside a folder.
    func all(inside folder: String) -> [Int] { allInside[ByteText(folder)] ?? [] }

    private static func add(_ number: Int, _ path: ByteText, to index: inout [ByteText: Lowest]) {
        index[path, default: Lowest(first: number)].add(number)
    }

    private static func folders(around path: String) -> [ByteText] {
        path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { ByteText(path[..<$0]) }
    }
}
