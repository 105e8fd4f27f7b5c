internal import MLKitCore

/// What is to be done about one box of an edited list.
struct SyncDecision {
    enum Outcome {
        case nothing
        /// The project has meanwhile what the file asks for.
        case agreed
        case change(SyncChange)
        case problem(Diagnostic)
    }

    private let entry: SyncFile.Entry
    private let item: ExportContent.Item
    /// What the file answers; one of several answers as the item has it, however its case is set.
    private let written: String?
    /// What an export of now would remember.
    private let now: ItemMark

    init(_ entry: SyncFile.Entry, _ item: ExportContent.Item) {
        self.entry = entry
        self.item = item
        now = ItemMark(of: item.report, answer: item.answer)
        written = entry.answer.map { AnswerRules.known($0, to: item.item) ?? $0 }
    }

    var outcome: Outcome {
        guard boxChanged || answerChanged else { return .nothing }
        // An answer is filled in without the box being ticked, too.
        let wantsDone = entry.isTicked || (!boxChanged && hasAnswer)
        if wantsDone ? isDoneSo : isOpen { return .agreed }
        guard isUntouched else { return .problem(conflict) }
        return wantsDone ? markDone : reopen
    }

    private var isDoneSo: Bool { now.isDone && (!answerChanged || answerIsNow) }
    private var isOpen: Bool { !now.isDone && (item.record?.status ?? .open) == .open }
    private var hasAnswer: Bool { !(written ?? "").isEmpty }
    private var boxChanged: Bool { entry.isTicked != (entry.mark ?? now).isDone }
    private var answerIsNow: Bool { ItemMark.digest(ofAnswer: written) == now.answer }

    /// A line that is gone changes nothing.
    private var answerChanged: Bool {
        guard written != nil else { return false }
        return ItemMark.digest(ofAnswer: written) != (entry.mark ?? now).answer
    }

    /// Whether the project's answer is still that of the export. Without a mark that is certain only of an item that
    /// was never answered.
    private var isUntouched: Bool { entry.mark.map { $0.record == now.record } ?? (now.record == ItemMark.none) }

    private var markDone: Outcome {
        if entry.isTicked, !boxChanged, !hasAnswer {
            return problem(
                "the answer to `\(item.item.id)` was removed, but its box is ticked",
                hint: "untick the box to reopen the item, or write an answer")
        }
        do {
            let given = hasAnswer ? written : item.answer
            let answer = try AnswerRules.answer(
                given, to: item.item, isForPeople: ProbeRules.isForPeople(item.report.verdicts))
            return .change(SyncChange(item: item.item, action: .markDone(answer: answer), place: place))
        } catch let failure as Failure {
            guard var diagnostic = failure.diagnostics.first else { return .nothing }
            diagnostic.location = place
            if item.item.kind == .question || item.item.kind == .choice, !hasAnswer {
                diagnostic.hint = "write it in the file, on the line that begins with `answer:`"
            }
            return .problem(diagnostic)
        } catch { return .nothing }
    }

    private var reopen: Outcome {
        guard item.record.map({ $0.status != .open }) ?? false else {
            return problem(
                "`\(item.item.id)` is done without an answer, so it cannot be reopened",
                hint: "it is done because its probes pass, or because mlkit.yaml names the choice")
        }
        guard !answerChanged || !hasAnswer else {
            return problem(
                "`\(item.item.id)` was unticked and given another answer",
                hint: "tick the box to record the answer, or put the old one back to reopen the item")
        }
        return .change(SyncChange(item: item.item, action: .reopen, place: place))
    }

    private var place: SourceLocation { answerChanged ? entry.answerPlace ?? entry.place : entry.place }

    private func problem(_ message: String, hint: String) -> Outcome {
        .problem(.error(message, at: place, hint: hint))
    }

    private var conflict: Diagnostic {
        let wish =
            answerChanged ? "another answer was written" : entry.isTicked ? "its box was ticked" : "it was unticked"
        let record = item.record
        let who = record?.by.map { " by \($0)" } ?? ""
        let when = record?.at.map { " at \($0)" } ?? ""
        let answer = record?.answer.map { " with `\($0.shortened)`" } ?? ""
        let notes = ["the project has it as \(record?.status.rawValue ?? "open")\(answer)\(who)\(when)"]
        guard entry.mark != nil else {
            return .error(
                "the file does not say which answer `\(item.item.id)` had when \(wish)", at: place, notes: notes,
                hint: "record it with `mlkit check`, or export the list again and edit that")
        }
        return .error(
            "`\(item.item.id)` was answered anew since the export, and \(wish) in the file", at: place, notes: notes,
            hint: "record what is right with `mlkit check`, then export the list again")
    }
}
