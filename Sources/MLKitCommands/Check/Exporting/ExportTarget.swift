internal import ArgumentParser
internal import MLKitChecklist

/// What `mlkit check export` makes.
enum ExportTarget: String, CaseIterable, ExpressibleByArgument {
    case markdown, html, json, csv, junit, sarif, badge
    case modelCard = "model-card"
    case datasheet

    /// `nil` for a document that people go on writing.
    var format: ExportFormat? { ExportFormat(rawValue: rawValue) }
}
