internal import MLKitCore

/// The lines by which the message of a commit says what its record says: those that `git log` searches, and that an audit
/// holds the record against.
///
/// ```
/// Checklist-Item: scoping.baseline
/// Checklist-Status: done
/// Checklist-Answer: 8ad0…
/// ```
struct AnswerTrailers {
    private static let (itemKey, formerKey) = ("Checklist-Item", "Checklist-Was")
    private static let (statusKey, answerKey) = ("Checklist-Status", "Checklist-Answer")

    private var item: String
    private var former: String?
    private var status: String?
    private var answer: String?

    /// - Parameters:
    ///   - former: the item whose record it was.
    ///   - isSecret: whether the message is to give nothing away: a hash would tell whoever guesses what the record says.
    static func text(of record: Record, movedFrom former: String? = nil, isSecret: Bool = false) -> String {
        let answer = isSecret ? nil : record.answerHash.hex
        let lines = [(itemKey, record.item), (formerKey, former), (statusKey, record.status.rawValue), (answerKey, answer)]
        return lines.compactMap { key, value in value.map { "\(key): \($0)" } }.joined(separator: "\n")
    }

    /// Those of all commits whose messages are in a text: of several where they were squashed into one, which indents them in
    /// `git merge --squash`.
    static func all(in message: String) -> [AnswerTrailers] {
        var found = [AnswerTrailers]()
        for line in message.split(whereSeparator: \.isNewline) {
            let parts = line.drop { $0 == " " }.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = String(parts[1]).trimmed
            switch (String(parts[0]), found.count - 1) {
            case (itemKey, _): found.append(AnswerTrailers(item: value))
            case (_, -1): continue
            case (formerKey, let last): found[last].former = value
            case (statusKey, let last): found[last].status = value
            case (answerKey, let last): found[last].answer = value
            default: continue
            }
        }
        return found
    }

    func areOf(_ item: String) -> Bool { self.item == item || former == item }

    /// Whether a record says what they say of it. Earlier versions of mlkit wrote no hash.
    func fit(_ record: Record) -> Bool {
        (status ?? record.status.rawValue) == record.status.rawValue && (answer.map { $0 == record.answerHash.hex } ?? true)
    }
}
