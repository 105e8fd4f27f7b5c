public import MLKitCore

/// A document for people that is filled from the checklist, the spec and reports, and that they edit afterwards.
public protocol ExportDocument {
    /// The text to write.
    ///
    /// - Parameters:
    ///   - old: the earlier text; `nil` if there is none.
    ///   - file: the file as diagnostics name it.
    /// - Returns: the text, and warnings about what was left as it was.
    /// - Throws: `Failure` if the earlier text is none that mlkit wrote.
    func text(over old: [UInt8]?, file: String) throws -> (text: String, warnings: [Diagnostic])
}

/// How documents of the checklist are made.
protocol BlockDocument: ExportDocument {
    var document: GeneratedDocument { get }
}

extension BlockDocument {
    public func text(over old: [UInt8]?, file: String) throws -> (text: String, warnings: [Diagnostic]) {
        guard let old, !old.isEmpty else { return (document.text, []) }
        guard let text = String(validating: old, as: UTF8.self) else { throw Failure("`\(file)` is not UTF-8 text") }
        return try document.merged(into: text, file: file)
    }
}
