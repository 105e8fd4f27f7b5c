internal import MLKitCore
internal import MLKitDrawing
public import MLKitReports
internal import MLKitSignature

/// What differs between two tables as one page.
public struct ComparisonPage {
    let title: String
    let report: ComparisonReport

    public init(title: String, _ report: ComparisonReport) {
        (self.title, self.report) = (title, report)
    }

    public var text: String {
        let parts = [summary, differences, table, columns].filter { !$0.isEmpty }
        return HTMLPage(
            title: title, generator: "mlkit", style: DataPageStyle.text, content: parts.joined(separator: "\n") + "\n"
        ).text
    }

    private func escaped(_ text: String) -> String { MarkupText.escaped(text) }

    private var summary: String {
        var facts = [("from", side(report.from)), ("to", side(report.to)), ("result", report.summary)]
        if let matched = report.matched {
            let rest = "only in the first \(matched.onlyFrom), only in the second \(matched.onlyTo)"
            facts.append(("rows of one `\(matched.key)`", "\(matched.rows); \(rest)"))
        }
        return "<dl>\(facts.map { "<dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd>" }.joined())</dl>"
    }

    private func side(_ side: ComparisonReport.Side) -> String { "\(side.name), \(plural(side.rows, "row"))" }

    private var differences: String {
        let all = report.differences
        return all.isEmpty ? "" : "<h2>What differs</h2>\n<ul>\(all.map { "<li>\(escaped($0))</li>" }.joined())</ul>"
    }

    /// All columns below each other, those that differ first.
    private var table: String {
        let head = ["column", "type", "compared by", "seen", "chance", "limit", "missing", "changed", ""]
        let ranked = report.columns.filter(\.differs) + report.columns.filter { !$0.differs }
        let rows = ranked.map { column in
            let missing = column.missing.map { "\(($0 * 100).brief(1)) %" }.joined(separator: ", ")
            let cells = [
                column.type.rawValue, column.test ?? "", column.statistic.map { $0.briefFigure() } ?? "",
                column.chance.map { $0 < 1e-4 ? "below 0.0001" : $0.brief() } ?? "", column.limit.map { $0.brief() } ?? "", missing,
                column.changed.map(String.init) ?? "", column.differs ? "differs" : column.reason ?? "",
            ]
            return "<tr><th scope=\"row\">\(escaped(column.name))</th>\(cells.map { "<td>\(escaped($0))</td>" }.joined())</tr>"
        }
        return "<h2>All columns</h2>\n<div class=\"wide\"><table><thead><tr>"
            + head.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n<tbody>" + rows.joined(separator: "\n")
                + "</tbody></table></div>"
    }

    /// Both distributions of each column, side by side.
    private var columns: String {
        let ranked = report.columns.filter(\.differs) + report.columns.filter { !$0.differs }
        let cards = ranked.compactMap { column in
            column.distribution.map { distribution in
                let charts = [(report.from.name, distribution.from), (report.to.name, distribution.to)].map { name, counts in
                    "<figure>\(chart(column, distribution, counts))<figcaption>\(escaped(name))</figcaption></figure>"
                }
                return "<h3>\(escaped(column.name)) <small>\(escaped(column.measured ?? ""))</small></h3>\n"
                    + "<div class=\"cards\">\(charts.joined())</div>"
            }
        }
        return cards.isEmpty ? "" : "<h2>Distributions</h2>\n\(cards.joined(separator: "\n"))"
    }

    private func chart(_ column: ComparisonReport.Column, _ distribution: ComparisonReport.Distribution, _ counts: [Int]) -> String {
        if let edges = distribution.edges, let low = edges.first, let high = edges.last {
            return HistogramChart(title: column.name, counts: counts, from: low.briefFigure(), to: high.briefFigure()).svg
        }
        let bars = zip(distribution.values ?? [], counts).map { FrequencyChart.Bar(name: $0, count: $1) }
        return FrequencyChart(title: column.name, bars: bars, of: max(counts.reduce(0, +), 1)).svg
    }
}
