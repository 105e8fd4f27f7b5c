internal import MLKitCore
internal import MLKitDrawing
public import MLKitReports
internal import MLKitSignature

/// A report of data as one page.
public struct DataPage {
    let title: String
    let report: DataReport

    public init(title: String, _ report: DataReport) {
        (self.title, self.report) = (title, report)
    }

    public var text: String {
        let parts = [summary, warnings, classes, columns, associations].filter { !$0.isEmpty }
        return HTMLPage(
            title: title, generator: "mlkit", style: DataPageStyle.text, content: parts.joined(separator: "\n") + "\n"
        ).text
    }

    private func escaped(_ text: String) -> String { MarkupText.escaped(text) }

    // MARK: The whole

    private var summary: String {
        let rows = report.rows
        var facts = [("rows", "\(rows.kept)"), ("columns", "\(report.columns.count)")]
        if rows.read != rows.kept { facts.append(("rows read", "\(rows.read)")) }
        if rows.duplicates > 0 { facts.append(("duplicates dropped", "\(rows.duplicates)")) }
        if rows.withoutTarget > 0 { facts.append(("without a target, dropped", "\(rows.withoutTarget)")) }
        for rule in rows.broken ?? [] {
            facts.append((rule.isDropped ? "dropped by a rule" : "break a rule", "\(rule.rows): \(rule.check)"))
        }
        if let corrected = rows.corrected { facts.append(("labels corrected", "\(corrected)")) }
        if let left = rows.outOfSample { facts.append(("not in the sample", "\(left)")) }
        if let task = report.task, !report.target.isEmpty { facts.append(("target", "\(report.target), \(task.rawValue)")) }
        return Self.list(facts.map { ($0.0, escaped($0.1)) })
    }

    private static func list(_ facts: [(String, String)]) -> String {
        "<dl>\(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined())</dl>"
    }

    private var warnings: String {
        guard !report.warnings.isEmpty else { return "" }
        return "<h2>Warnings</h2>\n<ul>\(report.warnings.map { "<li>\(escaped($0))</li>" }.joined())</ul>"
    }

    private var classes: String {
        guard report.splits.contains(where: { !$0.classes.isEmpty }) else { return "" }
        let charts = report.splits.map { part in
            let bars = part.classes.map { FrequencyChart.Bar(name: $0.name, count: $0.rows) }
            return "<figure>\(FrequencyChart(title: part.name, bars: bars, of: part.rows).svg)<figcaption>\(escaped(part.name)), "
                + "\(plural(part.rows, "row"))</figcaption></figure>"
        }
        return "<h2>Classes</h2>\n<div class=\"cards\">\(charts.joined())</div>"
    }

    // MARK: Columns

    private var columns: String {
        let distributions = Dictionary((report.statistics?.columns ?? []).map { (ByteText($0.name), $0) }) { first, _ in first }
        let cards = report.columns.map { card($0, distributions[ByteText($0.name)]) }
        return "<h2>Columns</h2>\n<div class=\"cards\">\n\(cards.joined(separator: "\n"))\n</div>"
    }

    private func card(_ column: DataReport.Column, _ distribution: DataReport.Distribution?) -> String {
        let rows = max(column.count + column.missing, 1)
        var facts = [("values", "\(column.count)")]
        if column.missing > 0 {
            facts.append(("missing", "\(column.missing) (\((Double(column.missing) / Double(rows) * 100).brief(1)) %)"))
        }
        facts.append(("different", (column.isApproximate == true ? "about " : "") + "\(column.distinct)"))
        if let mean = column.mean, let deviation = column.deviation {
            facts.append(("mean", "\(mean.briefFigure()) ± \(deviation.briefFigure())"))
        }
        if let low = column.minimum, let middle = column.median, let high = column.maximum {
            facts.append(("least, median, most", "\(low.briefFigure()), \(middle.briefFigure()), \(high.briefFigure())"))
        }
        if let earliest = column.earliest, let latest = column.latest { facts.append(("from, to", "\(earliest), \(latest)")) }
        if let zeros = distribution?.zeros, zeros > 0 { facts.append(("noughts", "\(zeros)")) }
        if let outliers = distribution?.outliers, outliers > 0 { facts.append(("beyond the fences", "\(outliers)")) }
        if let skewness = distribution?.skewness, skewness.isFinite { facts.append(("skewness", skewness.brief(2))) }
        return "<section><h3>\(escaped(column.name)) <small>\(column.type.rawValue)</small></h3>\(chart(column, distribution))"
            + Self.list(facts.map { ($0.0, escaped($0.1)) }) + "</section>"
    }

    private func chart(_ column: DataReport.Column, _ distribution: DataReport.Distribution?) -> String {
        if let counts = distribution?.counts, let edges = distribution?.edges, let low = edges.first, let high = edges.last,
            !counts.isEmpty
        {
            return HistogramChart(title: column.name, counts: counts, from: low.briefFigure(), to: high.briefFigure()).svg
        }
        guard let top = column.top, !top.isEmpty, column.type != .identifier else { return "" }
        return FrequencyChart(title: column.name, bars: top.map { .init(name: $0.value, count: $0.count) }, of: max(column.count, 1)).svg
    }

    // MARK: Associations

    /// Pairs that a table shows.
    private static let pairs = 30
    /// Columns that a picture shows.
    private static let drawn = 16

    private var associations: String {
        guard let statistics = report.statistics else { return "" }
        var text = ""
        if !statistics.target.isEmpty {
            let ranked = statistics.target.sorted { ($0.mutualInformation ?? 0) > ($1.mutualInformation ?? 0) }
            let several = Set(ranked.map { ByteText($0.second) }).count > 1
            text += "<h2>What tells of the target\(several ? "s" : "")</h2>\n" + table(ranked, isOfTarget: !several)
        }
        let ranked = statistics.features.sorted { ($0.strength, $0.mutualInformation ?? 0) > ($1.strength, $1.mutualInformation ?? 0) }
        guard !ranked.isEmpty else { return text }
        text += "<h2>What features have in common</h2>\n\(matrix)\n" + table(Array(ranked.prefix(Self.pairs)), isOfTarget: false)
        if statistics.rows < report.rows.kept { text += "<p>Of \(statistics.rows) of the rows, every n-th.</p>" }
        return text
    }

    /// Correlations of the first columns of numbers.
    private var matrix: String {
        let pairs = (report.statistics?.features ?? []).filter { $0.pearson != nil }
        var names = [String]()
        for name in pairs.flatMap({ [$0.first, $0.second] }) where !names.contains(bytesOf: name) { names.append(name) }
        names = Array(names.prefix(Self.drawn))
        guard names.count > 2 else { return "" }
        let places = names.placesByBytes
        var values = names.map { _ in [Double?](repeating: nil, count: names.count) }
        for index in names.indices { values[index][index] = 1 }
        for pair in pairs {
            guard let one = places[ByteText(pair.first)], let other = places[ByteText(pair.second)] else { continue }
            (values[one][other], values[other][one]) = (pair.pearson, pair.pearson)
        }
        return "<div class=\"wide\">\(MatrixChart(title: "Pearson's correlation", names: names, values: values).svg)</div>"
    }

    private func table(_ associations: [DataReport.Association], isOfTarget: Bool) -> String {
        let head = (isOfTarget ? ["feature"] : ["feature", "with"]) + ["Pearson", "Spearman", "Cramér's V", "mutual information"]
        let rows = associations.map { pair in
            let names = isOfTarget ? [pair.first] : [pair.first, pair.second]
            let figures = [pair.pearson, pair.spearman, pair.cramersV, pair.mutualInformation].map { figure in
                figure.map { $0.isFinite ? $0.brief(3) : "undefined" } ?? ""
            }
            let head = names.map(escaped).map { "<th scope=\"row\">\($0)</th>" }
            return "<tr>\((head + figures.map { "<td>\($0)</td>" }).joined())</tr>"
        }
        return "<div class=\"wide\"><table><thead><tr>\(head.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>\n<tbody>"
            + rows.joined(separator: "\n") + "</tbody></table></div>"
    }
}
