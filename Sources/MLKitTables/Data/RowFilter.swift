internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// Decides which rows stay, where all rows have to be known for that: those that meet the rules, of several with one key one, and
/// of these a sample.
struct RowFilter {
    let configuration: DataConfiguration
    let engine: TableEngine
    let rows: TypedRows
    let places: RowPlaces

    struct Outcome {
        /// `nil` where all rows stay.
        var mask: RowMask?
        var rules: [DataReport.BrokenRule] = []
        var duplicates = 0
        var outOfSample = 0
        /// What the user should know of.
        var warnings: [String] = []
    }

    /// - Parameter ingestion: all rows, which `rows` has with their types.
    /// - Throws: `Failure` with every rule that is broken and not to be, or that is no condition on the columns.
    func outcome(_ ingestion: Ingestion, _ plans: [ColumnPlan]) throws -> Outcome {
        var outcome = Outcome()
        var mask = RowMask(rows: ingestion.rowCount)
        try applyRules(ingestion, plans, &mask, &outcome)
        dropDuplicates(ingestion, &mask, &outcome)
        try dropNearDuplicates(ingestion, plans, &mask, &outcome)
        takeSample(ingestion, &mask, &outcome)
        if !mask.isEmpty { outcome.mask = mask }
        return outcome
    }

    private func applyRules(_ ingestion: Ingestion, _ plans: [ColumnPlan], _ mask: inout RowMask, _ outcome: inout Outcome) throws {
        guard !configuration.clean.rules.isEmpty else { return }
        let check = RuleCheck(engine: engine, rows: rows, plans: plans, places: places)
        var problems = [Diagnostic]()
        for rule in configuration.clean.rules {
            do {
                let broken = try check.rowsBreaking(rule.check).filter { ingestion.isKept[$0] && mask[$0] == .stays }
                guard !broken.isEmpty else { continue }
                let words = try check.words(rule.check, broken)
                if rule.otherwise == .fail {
                    problems.append(
                        .error(
                            words.message, notes: words.notes,
                            hint: "mend the data, or say in `clean.rules` what else is to be done: "
                                + "`{check: …, otherwise: drop}`, or `warn`"))
                    continue
                }
                outcome.rules.append(
                    .init(check: rule.check, rows: broken.count, isDropped: rule.otherwise == .drop))
                outcome.warnings.append(
                    ([words.message] + words.notes).joined(separator: "; ") + (rule.otherwise == .drop ? "; dropped" : ""))
                if rule.otherwise == .drop { for row in broken { mask[row] = .leftOut } }
            } catch let failure as Failure {
                problems += failure.diagnostics
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func dropDuplicates(_ ingestion: Ingestion, _ mask: inout RowMask, _ outcome: inout Outcome) {
        guard case .key = configuration.clean.dropDuplicates else { return }
        var seen = Set<UInt64>()
        let rows = 0..<ingestion.rowCount
        for row in configuration.clean.keep == .first ? Array(rows) : rows.reversed() {
            guard ingestion.isKept[row], mask[row] == .stays, let key = ingestion.key(of: row) else { continue }
            guard !seen.insert(key).inserted else { continue }
            mask[row] = .leftOut
            outcome.duplicates += 1
        }
    }

    /// Of texts that are nearly the same, the first stays.
    private func dropNearDuplicates(
        _ ingestion: Ingestion, _ plans: [ColumnPlan], _ mask: inout RowMask, _ outcome: inout Outcome
    ) throws {
        guard case .near(let settings) = configuration.clean.dropDuplicates,
            let place = plans.firstIndex(where: { $0.name.hasSameBytes(as: settings.near) })
        else { return }
        guard plans[place].type == .text || plans[place].type == .identifier else {
            throw Failure(
                "the column `\(settings.near)` is \(plans[place].type.rawValue), and only texts are nearly the same",
                hint: "`drop_duplicates: [\(settings.near)]` compares its values")
        }
        var found = NearDuplicates(similarity: settings.similarity)
        let answer = try engine.answer("SELECT c\(place) FROM \(rows.relation) ORDER BY \(rows.number)", [], "compare texts")
        var row = 0
        while let chunk = try answer.next(to: "compare texts") {
            let texts = chunk.vector(0)
            for index in 0..<chunk.rowCount {
                defer { row += 1 }
                let text = texts.field(index)
                guard ingestion.isKept[row], mask[row] == .stays, text.start != nil else { continue }
                guard !found.take(String(decoding: text.bytes, as: UTF8.self)) else { continue }
                mask[row] = .leftOut
                outcome.duplicates += 1
            }
        }
    }

    /// By a number that follows from a row's values and the seed, so that neither order nor other rows matter.
    private func takeSample(_ ingestion: Ingestion, _ mask: inout RowMask, _ outcome: inout Outcome) {
        guard let sample = configuration.sample else { return }
        if ingestion.outOfSample > 0 {
            // Each row was asked when it was read.
            let kept = ingestion.isKept.count { $0 }
            return tell(kept, of: kept + ingestion.outOfSample, &outcome)
        }
        let left = (0..<ingestion.rowCount).filter { ingestion.isKept[$0] && mask[$0] == .stays }
        var isTaken: (UInt64) -> Bool = { sample.takes($0) }
        if let most = sample.rows {
            guard most < left.count else { return }
            let bound = left.map { sample.number(ingestion.fingerprints[$0]) }.sorted()[most - 1]
            // Rows with one number are the same: which of them are taken makes no difference.
            var ties = most - left.count { sample.number(ingestion.fingerprints[$0]) < bound }
            isTaken = { fingerprint in
                let number = sample.number(fingerprint)
                guard number == bound else { return number < bound }
                ties -= 1
                return ties >= 0
            }
        }
        var taken = left.count
        for row in left where !isTaken(ingestion.fingerprints[row]) {
            mask[row] = .outOfSample
            taken -= 1
        }
        // A copy of a row that goes would be the first of its kind.
        for row in ingestion.duplicateRows where mask[row] == .stays && !isTaken(ingestion.fingerprints[row]) { mask[row] = .outOfSample }
        if taken < left.count { tell(taken, of: left.count, &outcome) }
    }

    private func tell(_ taken: Int, of rows: Int, _ outcome: inout Outcome) {
        outcome.outOfSample = rows - taken
        outcome.warnings.append("`sample` takes \(taken) of \(plural(rows, "row")): all figures are of these alone")
    }
}
