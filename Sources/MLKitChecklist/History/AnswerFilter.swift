public import MLKitCore
internal import MLKitGit

/// Which changes of answers are wanted.
public struct AnswerFilter: Sendable {
    /// Ids; empty for all.
    public var items: Set<String>
    /// A part of the name or mail address of who made the commit or gave the answer, whatever the case.
    public var person: String?
    public var since: Timestamp?
    /// The first moment that is too late.
    public var before: Timestamp?

    public init(
        items: Set<String> = [], person: String? = nil, since: Timestamp? = nil, before: Timestamp? = nil
    ) {
        self.items = items
        self.person = person?.lowercased()
        self.since = since
        self.before = before
    }

    func matches(_ change: AnswerChange) -> Bool {
        guard items.isEmpty || items.contains(change.item) else { return false }
        if let since, change.author.time < since { return false }
        if let before, change.author.time >= before { return false }
        guard let person else { return true }
        let names = [change.author.name, change.author.email, change.answeredBy ?? ""]
        return names.contains { $0.lowercased().contains(person) }
    }
}
