/// The message of the commit that records an answer, with trailers that `git log` can search.
struct CommitMessage {
    let item: ChecklistItem
    let record: Record
    var step = RecordChange.Step.answered
    /// Whether it says nothing of what the record says, which a program keeps from those who read git.
    var isSecret = false

    var text: String {
        [subject, body, trailers].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var subject: String {
        switch step {
        case .answered: "Checklist: \(record.status.rawValue) \(item.id)"
        case .assigned where isSecret: "Checklist: assign \(item.id)"
        case .assigned(let name?): "Checklist: assign \(item.id) to \(MarkdownText.flat(name))"
        case .assigned(nil): "Checklist: assign \(item.id) to nobody"
        case .reviewed: "Checklist: review \(item.id)"
        }
    }

    private var body: String {
        if isSecret { return item.title }
        var paragraphs = [item.title]
        if let answer = record.answer { paragraphs.append("Answer: \(answer)") }
        paragraphs += [record.reason, record.message].compactMap { $0 }
        if !record.evidence.isEmpty {
            paragraphs.append((["Evidence:"] + record.evidence.map { "- \($0.name)" }).joined(separator: "\n"))
        }
        return paragraphs.joined(separator: "\n\n")
    }

    private var trailers: String { AnswerTrailers.text(of: record, isSecret: isSecret) }
}
