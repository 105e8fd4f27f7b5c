public import MLKitCore
public import SystemPackage

extension Failure {
    /// The same failure with files named relative to a folder, as the user knows them.
    public func naming(filesOf folder: FilePath?) -> Failure {
        guard let prefix = folder.map({ $0.string + "/" }) else { return self }
        func short(_ text: String) -> String { text.replacing(prefix, with: "") }
        return Failure(
            diagnostics.map { diagnostic in
                var copy = diagnostic
                copy.message = short(diagnostic.message)
                copy.notes = diagnostic.notes.map(short)
                copy.location?.file = short(diagnostic.location?.file ?? "")
                return copy
            })
    }
}
