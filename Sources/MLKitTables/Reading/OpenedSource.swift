internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The files of a source, and what reads them.
struct OpenedSource {
    let files: [SourceFile]
    /// Reads files that are not delimited, while the other writes: one engine does not do both at once.
    let reading: TableEngine
    let writing: TableEngine

    /// - Parameters:
    ///   - paths: files, or patterns of them.
    ///   - names: what messages call a file.
    ///   - scratch: a folder for what memory does not hold, and for files that have to be unpacked.
    /// - Throws: `Failure` if there is no file, or one that is empty, damaged or of unknown format.
    init(
        _ paths: [FilePath], names: @escaping (FilePath) -> String, options: ReadingOptions, _ context: StageContext, scratch: FilePath
    ) throws {
        (reading, writing) = (TableEngine(context), TableEngine(context, scratch: scratch))
        files = try SourceFinder(sources: paths, names: names, context: context, options: options, scratch: scratch).files(reading)
    }
}
