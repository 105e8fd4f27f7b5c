internal import MLKitCore
internal import MLKitGit

/// Records that `mlkit check upgrade` moved from one item to another: a move says nothing of the answer, so that an audit goes on
/// at the commit that gave it.
struct AnswerMoves {
    /// Newest first.
    private let changes: [String: [AnswerChange]]
    private let removals: [ObjectID: [AnswerChange]]
    private let items: Set<String>
    private let reader: CommitReader

    /// - Parameters:
    ///   - changes: of all items, newest first.
    ///   - items: those that lists have: no answer moves away from one of them.
    init(_ changes: [String: [AnswerChange]], items: Set<String>, _ reader: CommitReader) {
        (self.changes, self.items, self.reader) = (changes, items, reader)
        let gone = changes.filter { !items.contains($0.key) }.flatMap(\.value).filter { $0.after == nil }
        removals = Dictionary(grouping: gone, by: \.commit)
    }

    /// What became of an item's answer, newest first, at all places where its record stood, without the moves themselves.
    ///
    /// - Parameter former: the items that it says it was.
    func history(of item: String, former: [String]) throws -> [AnswerChange] {
        guard !removals.isEmpty else { return ([item] + former).flatMap { changes[$0] ?? [] } }
        var (history, seen, moves) = ([AnswerChange](), Set<String>(), Set<ObjectID>())
        var waiting = [item] + former
        while let next = waiting.first {
            waiting.removeFirst()
            guard seen.insert(next).inserted else { continue }
            for change in changes[next] ?? [] where !moves.contains(change.commit) {
                if let from = try origin(of: change) {
                    moves.insert(change.commit)
                    waiting.insert(from, at: 0)
                } else {
                    history.append(change)
                }
            }
        }
        return history
    }

    /// The item at which a record stood in the commit before; `nil` if it was not moved.
    private func origin(of arrival: AnswerChange) throws -> String? {
        guard arrival.before == nil, let now = arrival.after?.record else { return nil }
        let left = removals[arrival.commit]?.first { removal in
            guard let before = removal.before?.record else { return false }
            return now.isAnswer(of: before) && now.reviewer == before.reviewer && now.reviewed == before.reviewed
        }
        guard let from = left?.item, let words = try reader.words(of: arrival.commit) else { return nil }
        let isSaid = AnswerTrailers.all(in: words.message).contains { $0.areOf(arrival.item) && $0.areOf(from) }
        return isSaid ? from : nil
    }
}
