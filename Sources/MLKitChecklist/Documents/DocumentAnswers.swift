internal import MLKitCore
internal import MLKitSpec

/// Answers of the checklist as paragraphs of a document.
struct DocumentAnswers {
    private let checklist: Checklist

    init(_ checklist: Checklist) { self.checklist = checklist }

    /// What is known of one item, the team's words first; who could say more if nobody has said anything.
    func text(_ item: ChecklistItem, fact: String?) -> String {
        let parts = [said(item.id), fact].compactMap { $0 }
        return parts.isEmpty ? unknown(item) : parts.joined(separator: "\n\n")
    }

    /// What is known of a question that any of some items answers.
    func text(_ items: [String], fact: String?) -> String {
        let parts = items.compactMap(said) + [fact].compactMap { $0 }
        if !parts.isEmpty { return parts.joined(separator: "\n\n") }
        let item = items.lazy.compactMap { id in checklist.reports.first { $0.item.id == id }?.item }.first
        if let item { return unknown(item) }
        let asked = items.first.map { "The item `\($0)`, which is in none of the project's lists, asks for it" }
        return "TODO: not known yet. \(asked ?? "No item asks for it"): write it here."
    }

    /// An answer, a remark and a note, in this order; `nil` if there are none, or they are no longer vouched for.
    private func said(_ id: String) -> String? {
        guard let stored = checklist.records[id] else { return nil }
        let record = stored.record
        switch record.status {
        case .skipped: return "Does not apply: \(record.reason ?? "no reason was given")"
        case .open, .waived: return nil
        case .done:
            let parts = [record.answer, record.message, checklist.note(of: id)].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
        }
    }

    private func unknown(_ item: ChecklistItem) -> String {
        guard checklist.reports.contains(where: { $0.item.id == item.id }) else {
            return "TODO: not known yet. \(item.title) Write it here; or name the list that asks for it under `checklists` in "
                + "\(ProjectSpec.fileName), and answer its item `\(item.id)`."
        }
        let command =
            switch item.kind {
            case .question: "answer \(item.id) \"…\""
            case .choice: "choose \(item.id) OPTION"
            case .task: "done \(item.id) -m \"…\""
            case .automatic: "verify \(item.id)"
            }
        return
            "TODO: not known yet. `mlkit check show \(item.id)` says what is asked, `mlkit check \(command)` answers it."
    }
}
