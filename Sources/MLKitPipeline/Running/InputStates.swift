internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Size, time and inode of the files that a stage reads, in short. A file that is changed while the stage runs, and
/// changed back, has the content it had before; only these tell.
///
/// Not the time of the last change of attributes: giving a file a second name, or other rights, changes that too.
struct InputStates: Sendable {
    private var states: [String: Int] = [:]

    init(_ inputs: some Sequence<String>, in project: FilePath, files: any FileSystem) throws {
        for path in inputs {
            var hasher = Hasher()
            try Self.combine(project.pushing(FilePath(path)), files, into: &hasher, depth: 0)
            states[path] = hasher.finalize()
        }
    }

    /// The inputs with another state than before, or that only one side has.
    func changes(since earlier: InputStates) -> Set<String> {
        Set(states.keys).union(earlier.states.keys).filter { states[$0] != earlier.states[$0] }
    }

    private static func combine(
        _ path: FilePath, _ files: any FileSystem, into hasher: inout Hasher, depth: Int
    ) throws {
        let information = try files.information(at: path)
        hasher.combine(information?.kind)
        guard let information else { return }
        guard information.kind == .directory else {
            hasher.combine(information.size)
            hasher.combine(information.modified)
            return hasher.combine(information.inode)
        }
        // Deeper than this nothing can be hashed, which is told there.
        guard depth < 100 else { return }
        for name in try files.list(path) {
            hasher.combine(name)
            try combine(path.appending(name), files, into: &hasher, depth: depth + 1)
        }
    }
}
