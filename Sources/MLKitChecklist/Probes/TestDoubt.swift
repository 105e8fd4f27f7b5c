internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// What the reports of data say against figures on the test split: rows that models learned from, columns that give the target away.
struct TestDoubt {
    let words: String
    /// The report that says so.
    let path: String

    /// `nil` where no report of the project says anything. What gives the target away is no doubt where a stage of an evaluation says that
    /// figures as good as that are known to be right.
    init?(_ stage: StageSpec, _ context: ProbeContext) throws {
        let isKnown = stage.configuration[EvaluationReport.Suspicion.keyName]?.bool == true
        for data in context.stages(writing: DataReport.self) {
            guard let path = data.report(DataReport.self), let json = try context.json(path), let report = try? DataReport(json, file: path)
            else { continue }
            if let doubt = report.copiesInParts ?? (isKnown ? nil : report.leaks.first) {
                (words, self.path) = (doubt, path)
                return
            }
        }
        return nil
    }
}

extension DataReport {
    /// What is said of copies, where they are so many that it matters.
    fileprivate var copiesInParts: String? {
        guard sharesRows, let shared = split.sharedRows else { return nil }
        return "\(shared) of \(rows.kept) rows are the same in every column as one in another part: models are tested on copies of what "
            + "they learned from"
    }
}
