public import MLKitCore

/// What an edited list asks for, which nothing speaks against.
public struct SyncChange: Sendable {
    public enum Action: Hashable, Sendable {
        case markDone(answer: String?)
        case reopen
    }

    public var item: ChecklistItem
    public var action: Action
    /// Where the file says so.
    public var place: SourceLocation

    /// "done", "answer" or "reopen".
    public var word: String {
        switch action {
        case .markDone(nil): "done"
        case .markDone: "answer"
        case .reopen: "reopen"
        }
    }

    public var answer: String? {
        if case .markDone(let answer) = action { answer } else { nil }
    }
}
