internal import CLibGit2

/// Finds one folder in the trees of many commits, of which neighbours mostly have the same folders on the way to it.
final class FolderLocator {
    private let reader: ObjectReader
    private let names: [[UInt8]]
    /// By depth, the tree that was looked into last, and what was found there.
    private var last: [(tree: ObjectID, found: ObjectID?)?]

    init(_ path: String, _ reader: ObjectReader) {
        self.reader = reader
        names = path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
        last = names.map { _ in nil }
    }

    /// The id of the folder in a commit's tree.
    func folder(in tree: ObjectID) throws -> ObjectID? {
        var tree = tree
        for (depth, name) in names.enumerated() {
            if last[depth]?.tree != tree {
                let found = try reader.read(tree, GIT_OBJECT_TREE) { TreeEntries.folder(name, in: $0) }
                last[depth] = (tree, found)
            }
            guard let found = last[depth]?.found else { return nil }
            tree = found
        }
        return tree
    }
}
