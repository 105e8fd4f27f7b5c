internal import MLKitCore

/// A form in which a checklist leaves mlkit whole. The same state gives the same bytes.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// A task list, which `mlkit check sync` reads back.
    case markdown
    /// One page that needs nothing else.
    case html
    case json
    case csv
    /// A test report, as services for continuous integration read it.
    case junit
    /// Findings, as code hosts show them.
    case sarif
    /// A picture for a README.
    case badge

    /// The export's text.
    ///
    /// - Parameter prefix: the project's folder in its repository, with `/` at its end; empty for the root.
    public func text(of content: ExportContent, prefix: String = "") -> String {
        switch self {
        case .markdown: MarkdownExport(content: content).text
        case .html: HTMLExport(content: content).text
        case .json: JSONExport(content: content).json.pretty
        case .csv: CSVExport(content: content).text
        case .junit: JUnitExport(content: content, prefix: prefix).text
        case .sarif: SARIFExport(content: content, prefix: prefix).json.pretty
        case .badge: BadgeExport(content: content).text
        }
    }

    /// What an export of this form has near its beginning, and hardly a file of somebody else.
    var mark: String {
        switch self {
        case .markdown: MarkdownExport.mark
        case .html: HTMLExport.mark
        case .json: JSONExport.mark
        case .csv: CSVExport.mark
        case .junit: JUnitExport.mark
        case .sarif: SARIFExport.mark
        case .badge: BadgeExport.mark
        }
    }

    /// Whether a file is an earlier export of this form, and may be replaced.
    public func wrote(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(Self.head), as: UTF8.self).contains(mark)
    }

    private static let head = 1000
}
