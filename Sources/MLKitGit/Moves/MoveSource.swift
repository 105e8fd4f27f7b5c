/// A file that may have been moved: what it was.
struct MoveSource {
    let path: String
    /// The blobs that it was.
    let blobs: Set<ObjectID>
    private let contents: [(size: Int, lines: LineCounts)]

    init(_ path: String, _ blobs: [ObjectID], in repository: Repository) throws {
        self.path = path
        self.blobs = Set(blobs)
        contents = try self.blobs.compactMap { try repository.blob($0) }.map { ($0.count, LineCounts(of: $0)) }
    }

    /// Line endings may make a file of the working tree larger than its blob by half and more, so this is generous.
    func canBecome(size: Int) -> Bool {
        contents.contains { LineCounts.canReach(MovePair.leastScore / 2, sizes: $0.size, size) }
    }

    /// 0 to 99: files that are the same are known by their ids.
    func similarity(to target: MoveTarget) -> Int {
        let scores = contents.map { content in
            LineCounts.canReach(MovePair.leastScore, sizes: content.size, target.size)
                ? content.lines.similarity(to: target.lines) : 0
        }
        return min(scores.max() ?? 0, 99)
    }
}
