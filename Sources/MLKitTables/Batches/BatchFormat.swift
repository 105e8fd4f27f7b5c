internal import MLKitCore
internal import SystemPackage

/// How answers are written, told from the name of their file.
struct BatchFormat {
    private let path: FilePath
    private let options: String

    /// - Throws: `Failure` for a name that ends in no known way.
    init(_ path: FilePath) throws {
        self.path = path
        let name = path.lastComponent?.string ?? ""
        let isPacked = name.lowercased().hasSuffix(".gz")
        let packing = isPacked ? ", COMPRESSION gzip" : ""
        switch (isPacked ? String(name.dropLast(3)) : name).lowercased().split(separator: ".").last ?? "" {
        case "csv": options = "FORMAT csv, HEADER\(packing)"
        case "tsv": options = "FORMAT csv, HEADER, DELIMITER '\t'\(packing)"
        case "jsonl", "ndjson": options = "FORMAT json\(packing)"
        case "parquet" where !isPacked: options = "FORMAT parquet, COMPRESSION zstd"
        default:
            throw Failure(
                "the name of `\(path)` does not tell how answers are to be written",
                hint: "let it end in .csv, .tsv, .jsonl or .parquet; all but the last also followed by .gz")
        }
    }

    /// Has the file written beside its place, and gives it its name at the end.
    func replacing(_ body: (FilePath, String) throws -> Void) throws {
        let files = LocalFileSystem()
        let place = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "answers").writing")
        try files.makeDirectory(path.removingLastComponent())
        do {
            try body(place, options)
            try files.rename(place, to: path)
        } catch {
            try? files.remove(place)
            throw error
        }
    }
}
