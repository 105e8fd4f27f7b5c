internal import MLKitCore
internal import MLKitSpec

/// The files that mlkit itself reads.
enum OwnText {
    /// - Throws: `Failure` if git's attributes make of one of them what cannot be read again.
    static func check(_ file: [UInt8], at path: String) throws {
        guard path == ProjectSpec.fileName || path.hasPrefix(".mlkit/") else { return }
        guard file.contains(0) || String(validating: file, as: UTF8.self) == nil else { return }
        throw Failure(
            "git's attributes ask for `\(path)` in a form that mlkit cannot read: it has to be UTF-8",
            hint: "`git check-attr --all \(path)` shows them; `\(path) -working-tree-encoding -filter` in `.gitattributes`, "
                + "below the others, leaves the file as it is")
    }
}
