internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

/// What comes of a table that is read and split as it is proposed. Nothing is written but what memory does not hold.
struct ProposalTrial {
    let report: DataReport
    /// What it says of a time that rows are not split by; `nil` for nothing.
    let timeWarning: String?
    /// Columns that give the target away.
    let suspects: [LeakCheck.Leak]

    /// - Throws: `Failure` with what keeps the stage from it.
    init(_ configuration: DataConfiguration, _ survey: TableSurvey) throws {
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        let prepared = try PreparedTable(
            configuration, sources: survey.paths, names: survey.names, schema: nil, survey.context, scratch: folder.path)
        report = try prepared.report(isNew: true)
        timeWarning = SplitVerdicts(report, prepared.loaded.schema).times
        suspects = try LeakCheck(prepared.loaded.schema, prepared.table).leaks()
    }

    /// Whether so many rows are the same as one in another part that it matters.
    var copies: Bool { report.sharesRows }

    /// What a split lacks that models can be trained, selected and tested on; `nil` for nothing.
    var lack: String? {
        guard report.task != .regression else { return nil }
        for part in report.splits {
            let present = part.classes.count { $0.rows > 0 }
            if part.name == Part.train.rawValue, let absent = part.classes.first(where: { $0.rows == 0 }) {
                return "the class `\(absent.name)` would have no row to learn from"
            }
            if present < 2 { return "the \(part.name) split would have one class only" }
        }
        return nil
    }
}
