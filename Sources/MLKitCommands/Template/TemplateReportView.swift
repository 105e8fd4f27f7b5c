internal import MLKitCore
internal import MLKitScaffold

/// What checking a template has found, for people and for programs.
struct TemplateReportView {
    let report: TemplateReport

    init(_ report: TemplateReport) {
        self.report = report
    }

    /// The findings, the differences of cases, and a line that sums them up.
    func text(isColoured: Bool) -> String {
        let renderer = DiagnosticRenderer(colour: isColoured)
        let findings = report.findings.map { renderer.render($0) }
        let cases = report.cases.filter { !$0.differences.isEmpty || $0.isUpdated }.map { text($0, isColoured) }
        return (findings + cases + [summary]).joined(separator: "\n")
    }

    private func text(_ result: TemplateCaseResult, _ isColoured: Bool) -> String {
        guard !result.isUpdated else { return "\(result.file): the expected tree is written anew\n" }
        var text = "\(result.file): ".styled(.bold, isColoured) + "\(plural(result.differences.count, "file")) differ\n"
        for difference in result.differences {
            text += "  \(difference.kind.rawValue.padded(8)) \(difference.path)\n"
        }
        return text + result.differences.map(\.diff).filter { !$0.isEmpty }.map { "\n\($0)" }.joined()
            + "\nhint: `mlkit template check --update` takes what is rendered for what is expected\n"
    }

    private var summary: String {
        var parts = [plural(report.renderings, "rendering")]
        if !report.cases.isEmpty { parts.append(plural(report.cases.count, "case")) }
        var found = [plural(report.errors, "error"), plural(report.warnings, "warning")]
        if report.failedCases > 0 { found.append("\(plural(report.failedCases, "case")) failed") }
        return "\(report.name): \(parts.joined(separator: " and ")), \(found.joined(separator: ", "))\n"
    }

    var json: JSON {
        [
            "template": .string(report.name), "renderings": .int(report.renderings),
            "errors": .int(report.errors), "warnings": .int(report.warnings),
            "findings": .array(report.findings.map(\.json)),
            "cases": .array(
                report.cases.map { result in
                    [
                        "file": .string(result.file), "passed": .bool(result.differences.isEmpty),
                        "updated": .bool(result.isUpdated),
                        "differences": .array(
                            result.differences.map { difference in
                                [
                                    "path": .string(difference.path), "kind": .string(difference.kind.rawValue),
                                    "diff": .string(difference.diff),
                                ]
                            }),
                    ]
                }),
        ]
    }
}
