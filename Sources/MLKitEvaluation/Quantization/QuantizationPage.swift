internal import MLKitCore
internal import MLKitDrawing
internal import MLKitONNX
internal import MLKitReports

/// What a quantization came to, as one page.
struct QuantizationPage {
    /// What the model is called.
    let name: String
    let report: QuantizationReport
    /// How far answers are apart, of a model that is measured without labels.
    var difference: ModelDifference?
    /// What a run took before and after, by what is run.
    let speed: SpeedComparison?

    var text: String {
        let parts = [lead + "\n", cost, asked, answers, speeds, layers, attempts, operators, inBytes, zeroed, left]
        return HTMLPage(
            title: "Quantization of \(name)", generator: "mlkit quantize", style: HTMLPage.reportStyle, content: parts.joined()
        ).text
    }

    private var lead: String {
        let size = report.size
        return "<p class=\"lead\">\(Self.size(size.beforeBytes)) to <strong>\(Self.size(size.afterBytes))</strong>, "
            + "\((size.ratio * 100).brief(1)) % of the size, with <code>\(report.method?.rawValue ?? "")</code>: "
            + "\(plural(report.quantized.count, "node")) quantized, \(report.leftInFloat.count) left in float.\(judgement)</p>"
    }

    /// Empty where nothing was asked.
    private var judgement: String {
        guard !report.metrics.isEmpty || !report.bounds.isEmpty else { return "" }
        return " <strong>\(report.isKept ? "It keeps what was asked." : "It does not keep what was asked.")</strong>"
    }

    /// The metrics of both models.
    private var cost: String {
        guard !report.metrics.isEmpty else { return "" }
        let rows = report.metrics.map { change in
            [change.metric.rawValue, change.before.briefFigure(), change.after.briefFigure(), Figure.signed(change.difference)]
        }
        let (allowed, interval) = (report.allowed, report.allowed.interval)
        var text = "\(allowed.metric.rawValue) fell by \(allowed.drop.briefFigure()), and may fall by \(allowed.maxDrop.brief())"
        if interval.lower.isFinite {
            text += "; on all rows such as these by \(interval.lower.briefFigure()) to \(interval.upper.briefFigure()) (95 % interval)"
        }
        if allowed.isUnclear { text += ": these are too few rows to tell that from chance" }
        if let flipped = report.flippedRows { text += ". \(flipped) of \(plural(report.rows, "row")) are predicted as another class" }
        let table = HTMLTable(["metric", "before", "quantized", "difference"], rows).text
        return section("What it cost on \(report.split.words)", paragraph(text + ".") + table)
    }

    /// Bounds and groups of rows.
    private var asked: String {
        let bounds = report.bounds.map { [$0.bound, $0.valueText, $0.isKept ? "kept" : "broken"] }
        let groups = report.groups.map { group in
            [
                group.column, group.value ?? "missing", "\(group.rows)", group.drop.briefFigure(),
                "\(group.interval.lower.briefFigure()) to \(group.interval.upper.briefFigure())", group.isKept ? "kept" : "broken",
            ]
        }
        let head = ["column", "value", "rows", "\(report.allowed.metric.rawValue) lower by", "interval", ""]
        return (bounds.isEmpty ? "" : section("Bounds", HTMLTable(["bound", "value", ""], bounds).text))
            + (groups.isEmpty ? "" : section("Groups of rows", HTMLTable(head, groups).text))
    }

    private var answers: String {
        guard let difference else { return "" }
        let rows = difference.outputs.map {
            [$0.name, $0.largest.briefFigure(), $0.mean.briefFigure(), Decibels.text($0.signalToNoise)]
        }
        let table = rows.isEmpty ? "" : HTMLTable(["output", "at most", "in the mean", "signal to noise"], rows).text
        let words = difference.picks.map(\.words) + difference.remarks
        return section("How far answers are apart", table + words.map { paragraph($0 + ".") }.joined())
    }

    private var speeds: String {
        guard let speed else { return "" }
        let note = "Of a run on the machine that made this page, on \(plural(speed.threads, "thread")), warmed up, the median; memory is "
            + "what the process grew by."
        let table = HTMLTable(["what is run", "before", "quantized", "ratio", "95 % within"], speed.rows).text
        return section("Speed", table + paragraph(note))
    }

    private var layers: String {
        guard !report.layers.isEmpty else { return "" }
        let rows = report.layers.map { layer in
            [
                layer.name, layer.op, Decibels.text(layer.signalToNoise), Decibels.text(layer.answers),
                Self.size(layer.savedBytes), layer.isQuantized ? "" : "left in float",
            ]
        }
        let bars = report.layers.map {
            BarChart.Bar(name: $0.name, value: $0.answers, label: Decibels.text($0.answers), isMarked: !$0.isQuantized)
        }
        let chart = BarChart(title: "Signal to noise of the answers, one layer quantized, dB", bars: bars)
        let head = ["layer", "operator", "signal to noise of its result", "of the answers", "saves", ""]
        return section("Layers", chart.svg + HTMLTable(head, rows).text)
    }

    /// What was tried: the smaller, the more noise.
    private var attempts: String {
        let failed = report.failed.map { paragraph("There is no model of the method \($0.method): \($0.reason).") }.joined()
        guard !report.attempts.isEmpty else { return failed.isEmpty ? "" : section("What was tried", failed) }
        let sorted = report.attempts.sorted { $0.sizeBytes < $1.sizeBytes }
        let methods = Set(sorted.map(\.method)).sorted()
        let series = methods.enumerated().map { place, method in
            let points = sorted.filter { $0.method == method && $0.signalToNoise.isFinite }
            return ChartSeries(
                name: method, points: points.map { (Double($0.sizeBytes) / 1000, $0.signalToNoise) }, colour: place, dash: 0)
        }
        let hasLabels = sorted.contains { !$0.drop.isNaN }
        let rows = sorted.map { attempt in
            [attempt.method, attempt.kept.isEmpty ? "nothing" : attempt.kept.joined(separator: ", "), Self.size(attempt.sizeBytes)]
                + (hasLabels ? [attempt.drop.isNaN ? "–" : attempt.drop.briefFigure()] : [])
                + [Decibels.text(attempt.signalToNoise), attempt.verdict]
        }
        // A line takes two points.
        let isDrawn = series.contains { $0.points.count > 1 }
        let chart = isDrawn ? LineChart(title: "Signal to noise of the answers, dB, by size", x: "kB", series: series).svg : ""
        let drop = hasLabels ? ["drop"] : []
        let table = HTMLTable(["method", "left in float", "size"] + drop + ["signal to noise", ""], rows).text
        return section("What was tried", chart + table + failed)
    }

    private var operators: String {
        guard let counts = report.operators else { return "" }
        let rows = Set(counts.before.keys).union(counts.after.keys).sorted().map { name in
            [name, "\(counts.before[name] ?? 0)", "\(counts.after[name] ?? 0)"]
        }
        return section("Operators", HTMLTable(["operator", "before", "quantized"], rows).text)
    }

    private var inBytes: String {
        guard !report.inBytes.isEmpty else { return "" }
        return section("8 bits instead of 4", HTMLTable(["node", "why"], report.inBytes.map { [$0.name, $0.reason] }).text)
    }

    private var zeroed: String {
        guard !report.zeroed.isEmpty else { return "" }
        return section("Weights that became 0", HTMLTable(["node", "how many"], report.zeroed.map { [$0.name, $0.reason] }).text)
    }

    private var left: String {
        guard !report.leftInFloat.isEmpty else { return "" }
        return section("Left in float", HTMLTable(["node", "why"], report.leftInFloat.map { [$0.name, $0.reason] }).text)
    }

    private func section(_ title: String, _ content: String) -> String { "<h2>\(MarkupText.escaped(title))</h2>\n\(content)" }
    private func paragraph(_ text: String) -> String { "<p>\(MarkupText.escaped(text))</p>\n" }

    static func size(_ bytes: Int) -> String {
        abs(bytes) < 1_000_000 ? "\((Double(bytes) / 1000).brief(1)) kB" : "\((Double(bytes) / 1_000_000).brief(2)) MB"
    }
}
