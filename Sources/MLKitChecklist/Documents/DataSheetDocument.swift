internal import MLKitCore
public import MLKitSpec
internal import SystemPackage

/// A data sheet: the questions of Gebru et al., "Datasheets for Datasets" (2021), in the order of their seven groups,
/// filled from answers of the checklist, the spec and the report of the data stage, below metadata as Hugging Face reads
/// them of a dataset.
public struct DataSheetDocument {
    private let answers: DocumentAnswers
    private let words: ReportWords
    private let project: ProjectSpec.Project

    public init(_ checklist: Checklist, spec: ProjectSpec) {
        answers = DocumentAnswers(checklist)
        words = ReportWords(reports: ProjectReports(spec, project: checklist.project, files: checklist.files))
        project = spec.project
    }

    var document: GeneratedDocument {
        let title = MarkdownText.line(project.title ?? project.name)
        var parts: [GeneratedDocument.Part] = [
            .frontMatter(DataSheetMetadata(reports: words.reports).keys), .text("# Data sheet of \(title)\n"),
        ]
        for group in DataSheetQuestion.groups {
            parts.append(.text("## \(group.title)\n"))
            for question in group.questions {
                parts.append(.text("### \(question.title)\n"))
                let text = answers.text(question.items, fact: fact(question.name))
                parts.append(.block(DocumentBlock(name: question.name, text: text)))
            }
        }
        return GeneratedDocument(parts: parts)
    }

    private func fact(_ name: String) -> String? {
        switch name {
        case "uses": project.summary
        case "maintainer": project.owner.map { "\(MarkdownText.line($0)) keeps the copy that this project uses." }
        case "size": words.rows
        case "columns": words.columns
        case "missing": words.missing
        case "splits": words.splits
        case "acquisition": words.source
        case "cleaning": words.cleaning
        default: nil
        }
    }
}

extension DataSheetDocument: BlockDocument {}
