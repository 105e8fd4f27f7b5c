internal import MLKitCore

/// An exported list that somebody edited is one of three sides: what the export remembered of each item is the base,
/// the file and the project are what may have changed since. What only the file changed is done; what only the project
/// changed stays; what both changed to the same is done already, and anything else is a conflict, which nothing is done
/// about.
extension Checklist {
    /// What an edited list asks for. Nothing is changed.
    ///
    /// - Parameter file: the file as diagnostics name it.
    /// - Throws: `Failure` for a file that cannot be read as a whole.
    public func plan(syncing bytes: [UInt8], file: String) throws -> SyncPlan {
        let byItem = exportedItems
        let read = try SyncFile(bytes, file: file, known: Set(byItem.keys))
        var plan = SyncPlan(problems: read.problems, entries: read.entries)
        var seen = Set<String>()
        for entry in read.entries where seen.insert(entry.item).inserted {
            guard let item = byItem[entry.item] else { continue }
            switch SyncDecision(entry, item).outcome {
            case .nothing: break
            case .agreed: plan.agreed.append(entry.item)
            case .change(let change): plan.changes.append(change)
            case .problem(let problem): plan.problems.append(problem)
            }
        }
        plan.problems = plan.problems.inFileOrder
        return plan
    }

    /// Carries out one change of a plan: one record, one commit, as `markDone` and `reopen` make them.
    public func carryOut(_ change: SyncChange, _ answering: Answering) throws -> RecordChange {
        switch change.action {
        case .markDone(let answer): try markDone(change.item, answer: answer, answering)
        case .reopen: try reopen(change.item, because: "unticked in \(change.place.file)", answering)
        }
    }

    /// The edited list with what it remembers of some items brought up to date, all else byte for byte as it was: synced
    /// again it changes nothing, and what is edited in it later is held against the answers of now.
    ///
    /// - Parameter carriedOut: the items whose changes were carried out before this checklist was loaded.
    public func refreshed(_ bytes: [UInt8], _ plan: SyncPlan, carriedOut: [String]) -> [UInt8] {
        let items = Set(carriedOut + plan.agreed)
        let byItem = exportedItems
        var bytes = bytes
        for entry in plan.entries.reversed() where items.contains(entry.item) {
            guard let range = entry.markRange, let item = byItem[entry.item] else { continue }
            var mark = ItemMark(of: item.report, answer: item.answer)
            // The box stays as the user set it.
            mark.isDone = entry.isTicked
            bytes.replaceSubrange(range, with: Array(mark.text.utf8))
        }
        return bytes
    }
}
