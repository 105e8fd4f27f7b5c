/// Where a commit stands in the history.
struct CommitHeader {
    let tree: ObjectID
    let parents: [ObjectID]
    /// Seconds since 1970, by the committer's clock.
    let committed: Int

    init(tree: ObjectID, parents: [ObjectID], committed: Int) {
        self.tree = tree
        self.parents = parents
        self.committed = committed
    }

    /// Reads a commit object.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var lines = CommitLines(bytes)
        guard let tree = lines.id("tree ") else { return nil }
        var parents = [ObjectID]()
        while let parent = lines.id("parent ") { parents.append(parent) }
        guard lines.line("author ") != nil, let committer = lines.line("committer ") else { return nil }
        self.init(tree: tree, parents: parents, committed: CommitLines.seconds(committer))
    }
}
