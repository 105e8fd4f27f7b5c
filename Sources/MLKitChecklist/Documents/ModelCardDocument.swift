internal import MLKitCore
internal import MLKitReports
public import MLKitSpec
internal import SystemPackage
internal import MLKitYAML

/// A model card: metadata as Hugging Face reads them, then the fields of the list `model-card`, each filled from its
/// answer, the spec and the reports of stages. What nobody has said yet is said to be so.
public struct ModelCardDocument {
    private let answers: DocumentAnswers
    private let words: ReportWords
    private let card: ChecklistDefinition

    /// - Parameter card: the list whose items write fields of the card.
    public init(_ checklist: Checklist, card: ChecklistDefinition, spec: ProjectSpec) {
        answers = DocumentAnswers(checklist)
        words = ReportWords(reports: ProjectReports(spec, project: checklist.project, files: checklist.files))
        self.card = card
    }

    private var reports: ProjectReports { words.reports }
    private var project: ProjectSpec.Project { reports.spec.project }

    var document: GeneratedDocument {
        var parts: [GeneratedDocument.Part] = [
            .frontMatter(metadata), .text("# \(MarkdownText.line(project.title ?? project.name))\n"),
            .block(DocumentBlock(name: "summary", text: summary)),
        ]
        for section in card.sections {
            let fields = section.items.filter { $0.writes?.hasPrefix("card.") ?? false }
            if !fields.isEmpty {
                parts.append(.text("## \(Self.titles[section.id] ?? MarkdownText.line(section.title))\n"))
            }
            for item in fields {
                let name = String(item.writes?.dropFirst("card.".count) ?? "")
                parts.append(.text("### \(Self.label(name))\n"))
                parts.append(.block(DocumentBlock(name: name, text: answers.text(item, fact: fact(name)))))
            }
        }
        return GeneratedDocument(parts: parts)
    }

    /// Headings that say more than the list's.
    private static let titles = ["card-caveats": "Limits, caveats and recommendations"]

    /// `out-of-scope-use` as "Out of scope use".
    private static func label(_ name: String) -> String {
        let words = name.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private var summary: String {
        let selection = reports.evaluation.map { "Selected: \($0.selection.reason)." }
        let about = [project.summary, selection].compactMap { $0 }
        return about.isEmpty ? "A model of the project `\(project.name)`." : about.joined(separator: "\n\n")
    }

    /// What is known without an answer.
    private func fact(_ name: String) -> String? {
        switch name {
        case "developed-by": project.owner.map(MarkdownText.line)
        case "version": version
        case "model-type": modelType
        case "training-procedure": training
        case "license": project.license.map(MarkdownText.line)
        case "metrics": metrics
        case "evaluation-data": evaluationData
        case "evaluation-preprocessing": words.cleaning
        case "training-data": join([words.rows, words.source, words.splits, words.columns])
        case "training-gaps": words.missing
        case "results": join([words.metrics, words.quantization])
        case "results-by-group": words.classes
        default: nil
        }
    }

    private var version: String? {
        if let other = reports.served {
            let (made, served) = (MarkdownText.code(other.made), MarkdownText.code(other.served))
            return "Packed as \(made), which is named by its content. Served is \(served), another version, of which nothing here is said."
        }
        return reports.bundle.map { "Deployed as \(MarkdownText.code($0)), which is named by its content." }
    }

    private var evaluationData: String? {
        let parts = MeasuredSplit.allCases.compactMap { split in
            reports.evaluation?.measurement(on: split).map { "\(split.words), \(plural($0.rows, "row"))" }
        }
        if parts.isEmpty { return reports.rows(of: "test").map { "The test split, \(plural($0, "row"))." } }
        return "T\(parts.joined(separator: "; ").dropFirst())."
    }

    private func join(_ parts: [String?]) -> String? {
        let parts = parts.compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    private var modelType: String? {
        let kind = reports.trainingSummary ?? reports.selected?.kind
        let size = reports.selected.map { ", \($0.sizeMB.brief(3)) MB" } ?? ""
        return kind.map { "\(MarkdownText.line($0)); a file in ONNX\(size)." }
    }

    private var training: String? {
        guard let configuration = reports.training else { return nil }
        let lines = ["model", "features", "seed"].compactMap { key in
            configuration[key].map { "- \(key): \(MarkdownText.code(YAMLText.flow($0)))" }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private var metrics: String? {
        guard let selection = reports.evaluation?.selection else { return nil }
        let bounds = selection.subjectTo.map(MarkdownText.code)
        let rule = bounds.isEmpty ? "" : " among models with \(bounds.joined(separator: ", "))"
        let best = selection.maximize ? "highest" : "lowest"
        return "Models are selected by the \(best) \(MarkdownText.code(selection.metric.rawValue))\(rule)."
    }

    private var metadata: [(key: String, text: String)] {
        CardMetadata(reports: reports).keys
    }
}

extension ModelCardDocument: BlockDocument {}
