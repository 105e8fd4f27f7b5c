internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// How a classifier of two classes treats groups of rows: M. Hardt, E. Price and N. Srebro, "Equality of opportunity in supervised
/// learning", NIPS 2016; the differences and ratios are fairlearn's. A share that has no rows is left out of the comparison, where
/// fairlearn takes it for 0.
struct ParityMeasuring {
    let truth: [Int]
    let predicted: [Int]
    let level: Double
    /// Groups of fewer rows are shown, and not compared.
    let minRows: Int

    func parity(_ columns: [String], _ groups: [(values: [String], rows: [Int])]) -> EvaluationReport.Parity {
        let counted = groups.map { Counts($0.values, $0.rows, truth, predicted) }
        let compared = counted.filter { $0.rows >= minRows }
        let gaps = FairnessCriterion.allCases.map { gap($0, compared) }
        return EvaluationReport.Parity(columns: columns, groups: counted.map(group), gaps: gaps)
    }

    /// What was counted of a group.
    private struct Counts {
        let values: [String]
        let rows: Int
        /// [truth][predicted].
        var cells = [[0, 0], [0, 0]]

        init(_ values: [String], _ rows: [Int], _ truth: [Int], _ predicted: [Int]) {
            (self.values, self.rows) = (values, rows.count)
            for row in rows { cells[truth[row]][predicted[row]] += 1 }
        }

        var selected: Share { Share(part: cells[0][1] + cells[1][1], whole: rows) }
        var truePositives: Share { Share(part: cells[1][1], whole: cells[1][0] + cells[1][1]) }
        var falsePositives: Share { Share(part: cells[0][1], whole: cells[0][0] + cells[0][1]) }
        var precision: Share { Share(part: cells[1][1], whole: cells[0][1] + cells[1][1]) }
    }

    private struct Share {
        let part: Int
        let whole: Int
        var value: Double { Double(part) / Double(whole) }
    }

    private func group(_ counts: Counts) -> EvaluationReport.ParityGroup {
        var group = EvaluationReport.ParityGroup(values: counts.values, rows: counts.rows)
        group.selectionRate = rate(counts.selected)
        group.truePositiveRate = rate(counts.truePositives)
        group.falsePositiveRate = rate(counts.falsePositives)
        group.precision = rate(counts.precision)
        group.isSmall = counts.rows < minRows
        return group
    }

    private func rate(_ share: Share) -> EvaluationReport.Rate {
        .init(value: share.value, interval: Interval(ShareInterval.wilson(share.part, of: share.whole, level: level)))
    }

    private func gap(_ criterion: FairnessCriterion, _ groups: [Counts]) -> EvaluationReport.ParityGap {
        switch criterion {
        case .demographicParity: return gap(criterion, groups) { $0.selected }
        case .equalOpportunity: return gap(criterion, groups) { $0.truePositives }
        case .predictiveParity: return gap(criterion, groups) { $0.precision }
        case .equalizedOdds:
            let both = [gap(criterion, groups) { $0.truePositives }, gap(criterion, groups) { $0.falsePositives }]
            let known = both.filter { !$0.difference.isNaN }
            guard known.count == both.count, var widest = known.max(by: { $0.difference < $1.difference }) else {
                return .init(criterion: criterion)
            }
            widest.ratio = both.map(\.ratio).min() ?? .nan
            return widest
        }
    }

    private func gap(_ criterion: FairnessCriterion, _ groups: [Counts], _ share: (Counts) -> Share) -> EvaluationReport.ParityGap {
        let known = groups.map { (name: $0.values.joined(separator: ", "), share: share($0)) }.filter { $0.share.whole > 0 }
        guard known.count > 1, let high = known.max(by: { $0.share.value < $1.share.value }),
            let low = known.min(by: { $0.share.value < $1.share.value })
        else { return .init(criterion: criterion) }
        return EvaluationReport.ParityGap(
            criterion: criterion, difference: high.share.value - low.share.value,
            ratio: high.share.part == 0 ? 1 : low.share.value / high.share.value,
            interval: Interval(
                ShareInterval.difference((high.share.part, high.share.whole), (low.share.part, low.share.whole), level: level)),
            highest: high.name, lowest: low.name)
    }
}
