internal import MLKitCore
internal import SystemPackage

/// Finds data files, also those in data folders that git ignores, as it mostly does.
struct DataSurvey {
    let tree: ProjectTree

    /// By path.
    func folders() -> [DataFolder] {
        var byFolder: [String: [(format: String, bytes: Int)]] = [:]
        for file in candidates() {
            guard let format = Self.format(of: file) else { continue }
            let bytes = (try? tree.disk.information(at: tree.root.pushing(FilePath(file)))?.size) ?? 0
            byFolder[FileName.folder(file), default: []].append((format, bytes))
        }
        return byFolder.map { path, files in
            DataFolder(
                path: path, files: files.count, bytes: files.reduce(0) { $0 + $1.bytes },
                formats: Self.ranked(files.map(\.format)))
        }.sorted { $0.path < $1.path }
    }

    /// Files that mlkit's own stages read, small formats of tables; those that git ignores where it has none.
    func tables() -> [String] {
        func tables(_ files: some Sequence<String>) -> [String] {
            files.filter { ["csv", "tsv", "parquet", "xlsx", "sqlite"].contains(Self.format(of: $0) ?? "") }.sorted()
        }
        let own = tables(tree.files)
        return own.isEmpty ? tables(candidates()) : own
    }

    /// The project's files, and those on disk in folders named for data.
    private func candidates() -> Set<String> {
        var files = Set(tree.files)
        for folder in FolderNames.data where !tree.links.contains(folder) && tree.hasFolder(folder) {
            var listing = TreeListing()
            guard (try? listing.walk(tree.root.pushing(FilePath(folder)))) != nil else { continue }
            files.formUnion(listing.files.map { folder + "/" + $0 })
        }
        return files
    }

    private static func ranked(_ formats: [String]) -> [String] {
        let counts = Dictionary(formats.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// The format of a data file; `nil` for any other file. Some formats are data in a data folder only.
    static func format(of file: String) -> String? {
        let name = FileName.last(file).lowercased()
        var suffix = FileName.suffix(name)
        if ["gz", "bz2", "xz", "zst"].contains(suffix) {
            suffix = FileName.suffix(String(name.dropLast(suffix.count + 1)))
        }
        if always.contains(suffix) { return suffix }
        guard sometimes.contains(suffix) else { return nil }
        let folders = FileName.folder(file).split(separator: "/").map(String.init)
        return folders.contains { FolderNames.data.contains($0) } ? suffix : nil
    }

    private static let always: Set<String> = [
        "csv", "tsv", "parquet", "feather", "arrow", "jsonl", "ndjson", "avro", "orc", "npy", "npz", "h5", "hdf5",
        "tfrecord", "xlsx", "xls", "sav", "dta", "sas7bdat", "duckdb", "sqlite",
    ]
    private static let sometimes: Set<String> = [
        "json", "xml", "txt", "pkl", "pickle", "joblib", "db", "zip", "tar", "tgz", "jpg", "jpeg", "png", "wav",
        "mp3", "dat", "rds",
    ]
}

/// A folder that holds data.
public struct DataFolder: Hashable, Sendable {
    /// Empty for the root.
    public let path: String
    /// Its own data files, without those of folders in it.
    public let files: Int
    public let bytes: Int
    /// The formats found, most files first.
    public let formats: [String]
}
