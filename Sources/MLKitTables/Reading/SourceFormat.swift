internal import MLKitCore

/// How a source file is written, told from its name.
enum SourceFormat: Equatable {
    /// Values between commas, semicolons, tabs or bars, under a header.
    case delimited
    case json
    case parquet
    /// A database: a table of it, or what a query gives.
    case sqlite
    /// A sheet of a workbook of Excel.
    case workbook

    /// - Throws: `Failure` for a name that ends in none of the known ways.
    init(named name: String) throws {
        let ending = Self.plain(name).lowercased().split(separator: ".").last ?? ""
        switch ending {
        case "csv", "tsv": self = .delimited
        case "json", "jsonl", "ndjson": self = .json
        case "parquet": self = .parquet
        case "sqlite", "sqlite3", "db": self = .sqlite
        case "xlsx", "xlsm": self = .workbook
        case "xls", "xlsb", "ods":
            throw Failure(
                "`\(name)` is a workbook that mlkit does not read",
                hint: "save it as .xlsx, or its sheet as CSV in UTF-8; or have a stage before this one write the source: "
                    + "`run: python3 -c \"import pandas; pandas.read_excel('\(name)').to_csv('data/original/sheet.csv', index=False)\"`")
        default:
            throw Failure(
                "the name of `\(name)` does not tell its format",
                hint: Self.way(String(ending)) ?? "known endings are \(Self.known)")
        }
    }

    /// The function of DuckDB that reads such a file; the whole of a JSON file decides the types of its columns, not a sample.
    ///
    /// - Returns: an expression of SQL whose one parameter is the path.
    func reader(_ packing: Packing?) -> String {
        self == .json ? "read_json(?, sample_size = -1, \(Self.compression(packing)))" : "read_parquet(?)"
    }

    /// What DuckDB is told of how a file is packed, since it goes by names otherwise.
    static func compression(_ packing: Packing?) -> String { "compression = '\(packing?.engineName ?? "uncompressed")'" }

    static let known = "csv, tsv, json, jsonl, ndjson, parquet, xlsx, xlsm, sqlite, sqlite3 and db, "
        + "also followed by .gz, .zst, .bz2, .xz or .zip"

    private static let archive = "zip"
    private static let packed = Packing.allCases.map(\.ending) + [archive]

    /// A name without the ending that says how a file is packed.
    private static func plain(_ name: String) -> String {
        let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
        return packed.contains(ending) && name.utf8.count > ending.utf8.count ? String(name.dropLast(ending.count + 1)) : name
    }

    /// Whether a name is that of an archive of files.
    static func isArchive(_ name: String) -> Bool { name.lowercased().hasSuffix(".\(archive)") }

    /// Whether a name is that of an archive, and tells nothing of what is in it.
    static func isBareArchive(_ name: String) -> Bool {
        isArchive(name) && ending(name) == nil
    }

    /// - Throws: `Failure` for a name by which no source can be read, be it that of an archive.
    static func check(_ name: String) throws {
        if !isBareArchive(name) { _ = try SourceFormat(named: name) }
    }

    /// The end of a name by which its format is known, as it is written: `csv`, `CSV.gz`; `nil` for another name.
    static func ending(_ name: String) -> String? {
        guard (try? SourceFormat(named: name)) != nil else { return nil }
        let count = plain(name) == name ? 1 : 2
        return name.split(separator: ".").suffix(count).joined(separator: ".")
    }

    /// How to come to a table from a file of another format.
    private static func way(_ ending: String) -> String? {
        switch ending {
        case "tar", "tgz", "7z", "rar", "lz4", "z", "br":
            "unpack it first; of packed files those of gzip, zstd, bzip2, xz and zip are read"
        case "txt", "data", "dat", "tab": "if values stand between commas, semicolons, tabs or bars, let its name end in .csv"
        case "feather", "arrow", "orc", "avro", "pkl", "pickle", "h5", "hdf5", "dta", "sav", "sas7bdat", "rds":
            "write it as Parquet or CSV with the program that made it"
        default: nil
        }
    }
}
