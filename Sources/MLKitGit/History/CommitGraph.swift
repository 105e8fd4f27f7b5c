internal import MLKitCore
internal import SystemPackage

/// What `git gc` writes down of commits, so that they need not be unpacked: the tree, the parents and the time of each.
///
/// The file `objects/info/commit-graph` (git's documentation, gitformat-commit-graph): a header of eight bytes; a table
/// of chunks, a name of four bytes and an offset of eight each; `OIDF`, how many ids begin with at most each byte;
/// `OIDL`, the ids, sorted; `CDAT`, of each commit the tree, two parents as places in `OIDL`, and generation and time in
/// 30 and 34 bits; `EDGE`, the further parents of merges of more than two. Numbers have their big end first. Graphs in
/// several files are not read; commits that came later are read from the commits themselves.
struct CommitGraph {
    private let bytes: [UInt8]
    private let count: Int
    private let (fan, ids, data, edges): (Range<Int>, Range<Int>, Range<Int>, Range<Int>)

    private static let headerSize = 8
    private static let chunkSize = 12
    private static let dataSize = ObjectID.size + 16
    private static let noParent: UInt32 = 0x7000_0000
    private static let flag: UInt32 = 0x8000_0000

    /// The graph of a repository; `nil` if it has none that can be used.
    init?(of repository: Repository) {
        // Where a clone ends, the graph could name parents that are not here.
        guard !repository.isShallow, let folder = repository.sharedFolder,
            let bytes = try? LocalFileSystem().read(folder.pushing("objects/info/commit-graph"), limit: 1 << 30)
        else { return nil }
        self.init(bytes)
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: Array("CGPH".utf8) + [1, 1]), bytes.count > Self.headerSize, bytes[7] == 0 else {
            return nil
        }
        self.bytes = bytes
        var chunks: [UInt32: Range<Int>] = [:]
        for index in 0..<Int(bytes[6]) {
            let place = Self.headerSize + index * Self.chunkSize
            guard place + 2 * Self.chunkSize <= bytes.count else { return nil }
            let start = Self.offset(bytes, place + 4)
            let end = Self.offset(bytes, place + 4 + Self.chunkSize)
            guard start <= end, end <= bytes.count else { return nil }
            chunks[Self.number(bytes, place)] = start..<end
        }
        guard let fan = chunks[0x4F49_4446], let ids = chunks[0x4F49_444C], let data = chunks[0x4344_4154],
            fan.count == 256 * 4, ids.count % ObjectID.size == 0,
            data.count == ids.count / ObjectID.size * Self.dataSize
        else { return nil }
        count = ids.count / ObjectID.size
        (self.fan, self.ids, self.data, edges) = (fan, ids, data, chunks[0x4544_4745] ?? 0..<0)
    }

    /// `nil` for a commit that is not in the graph.
    func header(of commit: ObjectID) -> CommitHeader? {
        guard let place = place(of: commit) else { return nil }
        let start = data.lowerBound + place * Self.dataSize
        guard let parents = parents(start + ObjectID.size) else { return nil }
        let time = Int(Self.number(bytes, start + 28) & 3) << 32 | Int(Self.number(bytes, start + 32))
        return CommitHeader(tree: id(at: start), parents: parents, committed: time)
    }

    /// `nil` if the numbers are no places.
    private func parents(_ start: Int) -> [ObjectID]? {
        let (first, second) = (Self.number(bytes, start), Self.number(bytes, start + 4))
        guard first != Self.noParent else { return [] }
        var places = [first]
        if second & Self.flag == 0 {
            if second != Self.noParent { places.append(second) }
        } else {
            var edge = edges.lowerBound + Int(second & ~Self.flag) * 4
            while true {
                guard edge + 4 <= edges.upperBound else { return nil }
                let next = Self.number(bytes, edge)
                places.append(next & ~Self.flag)
                guard next & Self.flag == 0 else { break }
                edge += 4
            }
        }
        guard places.allSatisfy({ $0 < count }) else { return nil }
        return places.map { id(at: ids.lowerBound + Int($0) * ObjectID.size) }
    }

    private func place(of commit: ObjectID) -> Int? {
        let byte = Int(commit.firstByte)
        var low = byte == 0 ? 0 : Int(Self.number(bytes, fan.lowerBound + 4 * (byte - 1)))
        var high = Int(Self.number(bytes, fan.lowerBound + 4 * byte))
        guard high <= count else { return nil }
        while low < high {
            let middle = (low + high) / 2
            let found = id(at: ids.lowerBound + middle * ObjectID.size)
            if found == commit { return middle }
            if found < commit { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func id(at start: Int) -> ObjectID {
        bytes.withUnsafeBytes { ObjectID($0, at: start) }
    }

    private static func number(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self)) }
    }

    /// What is too large to be an offset is none of this file either.
    private static func offset(_ bytes: [UInt8], _ start: Int) -> Int {
        let offset = Int(number(bytes, start)) << 32 | Int(number(bytes, start + 4))
        return offset < 0 ? .max : offset
    }
}
