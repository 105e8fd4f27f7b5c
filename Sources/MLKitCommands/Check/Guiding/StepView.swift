internal import MLKitChecklist
internal import MLKitCore
internal import MLKitScaffold

/// A suggested item as a person reads it.
struct StepView {
    let number: Int
    let step: NextStep
    let isColoured: Bool

    var text: String {
        let report = step.report
        var lines = ["\(number). \(report.item.title.styled(.bold, isColoured))"]
        var facts = step.reasons.map(\.description)
        if !report.reason.isEmpty, !step.reasons.contains(.needsConfirmation) { facts.append(report.reason) }
        let state = report.word.styled(report.style, isColoured)
        lines += (facts.isEmpty ? state : "\(state): \(facts.joined(separator: "; "))").lines(of: 76)
        lines.append(report.command.styled(.cyan, isColoured))
        return lines.enumerated().map { ($0 == 0 ? "" : "   ") + $1 + "\n" }.joined()
    }
}

extension ItemReport {
    /// What to type to get on with the item.
    var command: String {
        if case .broken = state { return "mlkit check show \(item.id)" }
        switch item.kind {
        case .automatic: return "mlkit check verify \(item.id)"
        case .question:
            let names = item.answers.map(\.name)
            return "mlkit check answer \(item.id) \(names.isEmpty ? "\"…\"" : names.joined(separator: "|"))"
        case .choice: return "mlkit check choose \(item.id) \(item.options.map(\.name).joined(separator: "|"))"
        case .task: return "mlkit check done \(item.id)"
        }
    }
}
