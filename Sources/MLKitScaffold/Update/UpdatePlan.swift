public import MLKitCore
internal import MLKitGit

/// What bringing a project into line would do, all of it.
public struct UpdatePlan: Sendable {
    /// A file or folder of the user's own that goes along with its folder in a new layout.
    public struct Move: Hashable, Sendable {
        public var from: String
        public var to: String
        /// Whether git knows it.
        public var isTracked: Bool
    }

    /// What happens to the template's files, and to others whose content changes, in the order of their paths.
    public var actions: [FileAction]
    public var moves: [Move]
    public var oldRecord: ScaffoldRecord
    public var newRecord: ScaffoldRecord
    /// The file that keeps what was rendered; `nil` if it stays as it is.
    var renderings: [UInt8]?
    /// Files of mlkit's own that nothing needs any more.
    var released: [String] = []
    public var notes: [Diagnostic]

    /// Whether the record says something else afterwards.
    public var changesRecord: Bool { oldRecord.completed(from: newRecord) != newRecord }

    /// The actions that do something.
    public var changes: [FileAction] { actions.filter { $0.kind != .keep || $0.changesTree } }

    public var isEmpty: Bool { changes.isEmpty && moves.isEmpty && !changesRecord }

    /// Whether applying it does anything: a conflict for which there is no room yet is only said.
    var doesSomething: Bool {
        changesRecord || !moves.isEmpty || actions.contains { $0.changesTree || $0.stages != nil || $0.isObstacle }
    }

    public var conflicts: [FileAction] { actions.filter { $0.kind == .conflict } }

    public func count(_ kind: FileAction.Kind) -> Int { actions.count { $0.kind == kind } }
}

extension FileAction {
    /// Whether something on disk is different afterwards.
    public var changesTree: Bool {
        if case .none = effect { false } else { true }
    }
}
