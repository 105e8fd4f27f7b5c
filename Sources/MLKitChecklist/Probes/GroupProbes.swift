internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// How the selected model fares on groups of rows.
enum GroupProbes {
    /// - Parameter maximum: the bound; that of the stage if `nil`.
    static func fairness(_ maximum: Double?, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { stage, report in
            guard let fairness = report.fairness else {
                return .failed("nothing was asked of groups: set `slices` and `fairness` of the stage `\(stage.name)`")
            }
            let (name, bound) = (fairness.measure, maximum ?? fairness.maxGap)
            if fairness.isOfShares, bound >= 1 {
                return .failed("`max_gap` is \(bound.brief()), and groups cannot differ by more in \(name)")
            }
            if let lone = fairness.gaps.first(where: \.gap.isNaN) {
                return .unknown("no two groups of `\(lone.column)` can be compared by \(name)")
            }
            guard !fairness.gap.isNaN else { return .unknown("no two groups can be compared by \(name)") }
            let column = fairness.column.map { " of `\($0)`" } ?? ""
            let isKept = fairness.gap <= bound
            return .held(
                isKept,
                "\(name) of the groups\(column) differs by \(fairness.gap.brief()), \(isKept ? "at most" : "more than") \(bound.brief())")
        }
    }

    static func slices(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { stage, report in
            guard !report.slices.isEmpty else {
                return .failed("no groups of rows were measured: set `slices` of the stage `\(stage.name)`")
            }
            if let lone = report.slices.first(where: { $0.groups.count(where: \.isMeasured) < 2 }) {
                return .unknown("there is nothing to judge: no two groups of `\(lone.column)` were measured")
            }
            let found = report.slices.map { "\(plural($0.groups.count, "group")) of `\($0.column)`" }
            return .passed("\(found.joined(separator: ", ")) were measured")
        }
    }
}

extension EvaluationReport.Group {
    /// Whether anything is known of it.
    fileprivate var isMeasured: Bool { rows > 0 && metrics.all.contains { !$0.value.isNaN } }
}
