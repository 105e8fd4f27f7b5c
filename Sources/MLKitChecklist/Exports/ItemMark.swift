internal import MLKitCore

/// What an exported Markdown list remembers of an item, in a comment at the end of its line: the state that its box and
/// its answer had, so that `sync` can tell what was changed in the file from what was changed in the project meanwhile.
///
/// ```
/// <!-- mlkit: scoping.baseline done 3f2a9c1b04de 91ab77c0d3e5 -->
/// ```
///
/// The third word names the record by what it says (`-` for none), the fourth the answer (`-` for none).
struct ItemMark: Hashable {
    var item: String
    /// Whether the box was ticked.
    var isDone: Bool
    var record: String
    var answer: String

    static let begin = "<!-- mlkit: "
    static let end = " -->"
    static let none = "-"

    init(of report: ItemReport, answer: String?) {
        item = report.item.id
        isDone = report.state.isSaidDone
        record = Self.digest(of: report.record)
        self.answer = Self.digest(ofAnswer: answer)
    }

    /// Reads the words between `begin` and `end`; `nil` if they are no mark.
    init?(_ words: some StringProtocol) {
        let words = words.split(separator: " ")
        guard words.count == 4, words[1] == "done" || words[1] == "open" else { return nil }
        (item, isDone) = (String(words[0]), words[1] == "done")
        (record, answer) = (String(words[2]), String(words[3]))
    }

    var text: String { "\(Self.begin)\(item) \(isDone ? "done" : "open") \(record) \(answer)\(Self.end)" }

    /// An answer, however its white space is set.
    static func digest(ofAnswer answer: String?) -> String {
        let text = MarkdownText.flat(answer ?? "")
        return text.isEmpty ? none : String(ContentHash(of: text).hex.prefix(12))
    }

    /// A record by what makes it another answer: not by who is to do it or reviewed it, nor by its note.
    private static func digest(of record: Record?) -> String {
        guard let record, record.status != .open || record.by != nil else { return none }
        let parts = [
            record.status.rawValue, String(record.version), record.by, record.at?.description, record.answer,
            record.reason, record.until?.day,
        ]
        return String(ContentHash(of: parts.map { $0 ?? "" }.joined(separator: "\n")).hex.prefix(12))
    }
}
