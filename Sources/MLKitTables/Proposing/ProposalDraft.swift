internal import Glibc
internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// A proposal in the making.
struct ProposalDraft {
    private let survey: TableSurvey
    private let target: ColumnProfile
    private let inference: SchemaInference
    /// What there is to learn, as it was said or as the target has it.
    private let task: TargetTask
    private let seed: Int
    private(set) var configuration: DataConfiguration
    private var dropped: [(name: String, why: String)] = []
    private var split: SplitProposal
    private var duplicates: String?
    /// Whether it is another than was tried last.
    private(set) var changed = false

    init(_ survey: TableSurvey, target: ColumnProfile, task: TargetTask?, seed: Int) {
        (self.survey, self.target, self.seed) = (survey, target, seed)
        inference = survey.inference(of: target.name, task: task)
        configuration = DataConfiguration(target: target.name)
        configuration.read = survey.read
        configuration.clean.missing = survey.missing
        configuration.clean.missingByColumn = survey.missingByColumn.isEmpty ? nil : survey.missingByColumn
        self.task = task ?? (inference.isClassified(target) ? .classification : .regression)
        configuration.task = self.task
        split = SplitProposal(survey.profiles, inference, isClassified: self.task != .regression) { profile in
            survey.table.place(of: profile.name).map(survey.table.days) ?? []
        }
        let verdicts = ColumnVerdicts(
            inference, looked: survey.inference(of: nil), target: target.name, kept: split.column, rows: survey.rows,
            outputs: self.task == .regression ? ["prediction"] : ["label", "probabilities"])
        dropped = verdicts.dropped
        settle()
    }

    /// Leaves a column out, unless nothing would be left to learn from.
    mutating func drop(_ name: String, _ why: String) {
        guard name != split.column, features(besides: [name]) > 0 else { return }
        dropped.append((name, why))
        settle()
        changed = true
    }

    /// Whether rows that are the same are copies, and not just alike: nothing that was left out tells them apart, and were the
    /// values of all columns shared out by chance, not two rows would be expected to be the same.
    var areCopies: Bool {
        let gone = Set(dropped.map(\.name))
        guard !survey.profiles.contains(where: { gone.contains($0.name) && $0.distinct * 2 > survey.rows }) else { return false }
        let combinations = survey.profiles.reduce(0) { $0 + log(Double(max($1.distinct, 1))) }
        return combinations > 2 * log(Double(survey.rows))
    }

    mutating func dropDuplicates(_ report: DataReport) {
        let rows = report.split.sharedRows ?? 0
        duplicates = "\(rows) of \(plural(report.rows.kept, "row")) are the same as one that another part of the split would get"
        configuration.clean.dropDuplicates = true
        changed = true
    }

    private mutating func settle() {
        configuration.clean.drop = dropped.map(\.name)
        configuration.split = split.settings
        configuration.split.seed = seed
    }

    /// How many columns there are to learn from.
    private func features(besides more: [String] = []) -> Int {
        let gone = Set(dropped.map(\.name) + more + [target.name])
        return survey.profiles.count { !gone.contains($0.name) && inference.type($0) != .identifier && $0.name != split.groupName }
    }

    /// Reads and splits the table as it is proposed; with a plain split where the rows cannot be split otherwise.
    mutating func tried() throws -> ProposalTrial {
        try checkFeatures()
        changed = false
        let obstacle: String
        do {
            let trial = try ProposalTrial(configuration, survey)
            guard let lack = trial.lack, split.column != nil else { return trial }
            obstacle = lack
        } catch let failure as Failure {
            guard split.column != nil else { throw failure }
            obstacle = failure.diagnostics.first?.message ?? "that leaves a part without rows"
        }
        split.giveUp(because: obstacle)
        settle()
        return try ProposalTrial(configuration, survey)
    }

    /// - Throws: `Failure` where every column but the target is left out.
    private func checkFeatures() throws {
        guard features() == 0 else { return }
        guard survey.profiles.count > 1 else {
            throw Failure("`\(survey.name)` has one column only, `\(target.name)`: there is nothing to learn from")
        }
        throw Failure(
            "there is no column to learn from but the target `\(target.name)`", notes: dropped.prefix(20).map { "`\($0.name)` \($0.why)" },
            hint: "make columns of numbers, categories or dates of them before")
    }

    // MARK: The outcome

    func proposal(_ trial: ProposalTrial, because why: String) -> TableProposal {
        let valid = trial.report.splits.first { $0.name == Part.valid.rawValue }?.rows ?? 0
        let small = SmallTable(rows: trial.report.rows.kept, valid: valid, isClassified: task != .regression)
        return TableProposal(
            rows: survey.rows, columns: survey.profiles.count, target: target.name, task: task,
            decisions: decisions(trial, why), drop: small.drop, tooSmall: small.models,
            warnings: trial.report.warnings.filter { !split.explainsTime || $0 != trial.timeWarning })
    }

    private func decisions(_ trial: ProposalTrial, _ why: String) -> [TableProposal.Decision] {
        let gone = trial.report.rows.withoutTarget
        let markers = gone > 0 && task != .regression ? TargetMarkers(target.name, survey.profiles, configuration.clean)?.words : nil
        let missing = gone > 0 ? "; \(plural(gone, "row")) without a value are left out\(markers.map { ", and \($0)" } ?? "")" : ""
        var all = [
            TableProposal.Decision([DataConfiguration.targetName], .string(target.name), "the column to predict: \(why)\(missing)"),
            TableProposal.Decision([DataConfiguration.taskName], .string(task.rawValue), TaskWords(target, inference).why),
        ]
        all += survey.decisions
        if let duplicates {
            all.append(TableProposal.Decision([DataConfiguration.cleanName, DataConfiguration.Clean.duplicatesName], true, duplicates))
        }
        all += dropped.map { TableProposal.Decision(ProposalText.drop, .string($0.name), $0.why) }
        return all + split.decisions(target.name)
    }
}
