internal import MLKitCore

/// A tree that differs from another in some files only: the trees on the way to them are written anew, all
/// others are taken over by their ids.
struct TreeUpdate {
    /// A file's new content; `nil` removes the file.
    struct Change {
        var path: String
        var components: ArraySlice<String>
        var blob: ObjectID?
        /// `nil` keeps the mode that the file has.
        var mode: FileMode?
    }

    let repository: Repository

    /// The id of the tree; that of the empty tree if nothing is left.
    func write(_ changes: [Change], onto base: Tree?) throws -> ObjectID {
        let builder = try TreeBuilder(from: base, in: repository)
        try apply(changes[...], to: builder, base)
        return try builder.write()
    }

    private func apply(_ changes: ArraySlice<Change>, to builder: TreeBuilder, _ base: Tree?) throws {
        let byName = Dictionary(grouping: changes) { ByteText($0.components.first ?? "") }
        for (key, inside) in byName.sorted(by: { $0.key < $1.key }) {
            let name = key.text
            let old = base?[name]
            if let change = inside.first(where: { $0.components.count == 1 }) {
                guard inside.count == 1 else { throw Failure("`\(change.path)` cannot be both file and folder") }
                try put(change, name, old, builder)
            } else {
                try descend(inside, name, old, builder)
            }
        }
    }

    private func put(_ change: Change, _ name: String, _ old: Tree.Entry?, _ builder: TreeBuilder) throws {
        guard old?.mode != .tree, old?.mode != .submodule else {
            throw Failure("`\(change.path)` is a folder in the last commit")
        }
        guard let blob = change.blob else { return try builder.remove(name) }
        let mode = change.mode ?? (old?.mode == .executable ? .executable : .file)
        try builder.insert(name, Tree.Entry(id: blob, mode: mode))
    }

    private func descend(
        _ changes: [Change], _ name: String, _ old: Tree.Entry?, _ builder: TreeBuilder
    ) throws {
        guard old == nil || old?.mode == .tree else {
            let what = old?.mode == .submodule ? "submodule" : "file"
            throw Failure("`\(name)`, on the way to `\(changes[0].path)`, is a \(what) in the last commit")
        }
        let base = try old.map { try Tree($0.id, in: repository) }
        let inner = try TreeBuilder(from: base, in: repository)
        let rest = changes.map { change in
            var change = change
            change.components = change.components.dropFirst()
            return change
        }
        try apply(rest[...], to: inner, base)
        // Git holds no empty folders.
        if inner.isEmpty { return try builder.remove(name) }
        try builder.insert(name, Tree.Entry(id: inner.write(), mode: .tree))
    }
}
