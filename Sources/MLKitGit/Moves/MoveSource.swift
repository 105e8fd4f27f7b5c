/// A file that may have been moved: what it was.
struct MoveSource {
    let path: String
    /// The blobs that it was.
    let blobs: Set<ObjectID>
    /// Whether what it held last could be read, which a partial clone may have left out.
    let isWhole: Bool
    private let contents: [(size: Int, lines: LineCounts)]

    /// - Parameters:
    ///   - last: what it held last.
    ///   - earlier: what else it was, as far as that is known.
    init(_ path: String, _ last: ObjectID, _ earlier: [ObjectID], in repository: Repository) throws {
        self.path = path
        blobs = Set(earlier + [last])
        var contents = [(size: Int, lines: LineCounts)]()
        var isWhole = false
        for blob in blobs {
            guard let content = try repository.blob(blob) else { continue }
            contents.append((content.count, LineCounts(of: content)))
            if blob == last { isWhole = true }
        }
        self.contents = contents
        self.isWhole = isWhole
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
