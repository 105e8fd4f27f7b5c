public import MLKitCore

extension ChecklistItem {
    /// What an answer is bound to: the hash of the item's kind, version, title, why and how, and of what it can be
    /// answered with, each ended by a zero byte and whatever its white space.
    public var textHash: ContentHash {
        let choices = options.flatMap { [$0.name, $0.when] } + answers.flatMap { [$0.name, $0.follows] }
        let parts = [kind.rawValue, String(version), title, why, how] + choices
        return ContentHash(of: parts.map { MarkdownText.flat($0) + "\0" }.joined())
    }
}
