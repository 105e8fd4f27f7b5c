public import MLKitCore
public import SystemPackage

/// A file that an export is written to.
public struct ExportFile {
    public enum Outcome: Sendable {
        case written
        /// It had these bytes before, and was not touched.
        case unchanged
    }

    let path: FilePath
    /// As diagnostics name it.
    let name: String
    let files: any FileSystem
    let form: ([UInt8]) throws -> [UInt8]

    /// - Parameter form: gives a text the line ends that git would check it out with.
    public init(
        _ path: FilePath, name: String, files: any FileSystem, form: @escaping ([UInt8]) throws -> [UInt8] = { $0 }
    ) {
        self.path = path
        self.name = name
        self.files = files
        self.form = form
    }

    /// Its bytes; `nil` if there is no such file.
    public func current() throws -> [UInt8]? {
        try files.exists(path) ? try files.read(path) : nil
    }

    /// Writes the file unless it has these bytes.
    public func write(_ text: String) throws -> Outcome {
        let bytes = try form(Array(text.utf8))
        if try current() == bytes { return .unchanged }
        try files.write(bytes, to: path)
        return .written
    }

    /// Writes an export over an earlier one.
    ///
    /// - Throws: `Failure` if the file is somebody's own, or a list with edits that were not synced.
    public func write(_ text: String, as format: ExportFormat, of checklist: Checklist) throws -> Outcome {
        guard let bytes = try current(), !bytes.isEmpty, try bytes != form(Array(text.utf8)) else { return try write(text) }
        guard format.wrote(bytes) else {
            throw Failure(
                "`\(name)` was not written by `mlkit check export \(format.rawValue)`",
                hint: "name another file, or give `--force` to replace it")
        }
        if format == .markdown { try refuseEdits(bytes, checklist) }
        return try write(text)
    }

    private func refuseEdits(_ bytes: [UInt8], _ checklist: Checklist) throws {
        let plan = try checklist.plan(syncing: bytes, file: name)
        guard !plan.changes.isEmpty || plan.hasErrors else { return }
        throw Failure(
            "`\(name)` was edited, and `mlkit check sync` has not taken that over",
            hint: "run `mlkit check sync \(name)` first, or give `--force` to drop the edits")
    }
}
