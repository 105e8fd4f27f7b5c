internal import MLKitChecklist
internal import MLKitCore

/// What there is to say of a changed answer beside how it changed.
enum AnswerWords {
    /// One line: the answer, the reason, the remark.
    ///
    /// - Parameter by: who answered, where that has to be said.
    static func detail(_ before: AnswerVersion?, _ after: AnswerVersion?, by: String? = nil) -> String {
        let words =
            switch after {
            case nil: before?.record.map { "was \($0.status.rawValue)" } ?? ""
            case .broken(let problem): problem
            case .record(let record): detail(AnswerStep(from: before, to: after), before?.record, record)
            }
        let person = by.map { "by \(name($0))" } ?? ""
        return oneLine([person, words].filter { !$0.isEmpty }.joined(separator: ": "))
    }

    private static func detail(_ step: AnswerStep, _ before: Record?, _ after: Record) -> String {
        switch step {
        case .assigned: return after.assignee.map { "to \(name($0))" } ?? "to nobody"
        case .reviewed: return ""
        case .edited: return after.message == before?.message ? "the note" : after.message ?? ""
        default:
            let until = after.status == .waived ? after.until.map { "until \($0.day)" } : nil
            let parts = [answer(before, after), until, after.reason, after.message].compactMap { $0 }
            return parts.joined(separator: "; ")
        }
    }

    /// "no -> yes".
    private static func answer(_ before: Record?, _ after: Record) -> String? {
        guard let answer = after.answer else { return nil }
        guard let earlier = before?.answer, earlier != answer else { return answer }
        return "\(earlier) -> \(answer)"
    }

    /// A name without the mail address.
    static func name(_ person: String) -> String {
        let name = person.prefix(upTo: person.utf8.firstIndex(of: UInt8(ascii: "<")) ?? person.endIndex).trimmed
        return name.isEmpty ? person : name
    }

    /// Texts of records may have line breaks, and whatever else was put into them.
    private static func oneLine(_ text: String) -> String {
        if text.isPlain { return text }
        return String(text.map { $0.isNewline || $0.isASCII && ($0.asciiValue ?? 32) < 32 ? " " : $0 })
    }
}
