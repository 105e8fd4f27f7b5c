import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Synchronization
import SystemPackage
import Testing

/// Sources of several files, of which only new and changed ones are read.
@Suite("Data stage: a file a day") struct IncrementalTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// A file of so many bytes that it is worth keeping.
    private func file(_ day: Int, rows: Int = 12_000, _ value: (Int) -> String = { "\($0 % 97)" }) -> String {
        "id,age,share,day,moment,open,shop,note,label\n"
            + (0..<rows).map { row in
                let number = day * 1_000_000 + row
                let age = row % 50 == 7 ? "NA" : value(row)
                return "r\(number),\(age),\(Double(row % 31) / 8),2024-01-\(10 + day),2024-01-02T03:0\(row % 10):00,\(row % 3 == 0),"
                    + "shop\(row % 40),\(row % 11 == 0 ? "" : "some words \(row % 700)"),\(row % 2 == 0 ? "yes" : "no")\n"
            }.joined()
    }

    private func paths(cached: Bool = true) throws -> DataPaths {
        let out = scratch.path.appending("out")
        let schema = scratch.path.appending("schema.yaml")
        var paths = DataPaths(
            sources: [scratch.path.pushing("days/*.csv")], existingSchema: try scratch.exists("schema.yaml") ? schema : nil,
            train: out.appending("train.parquet"), valid: out.appending("valid.parquet"), test: out.appending("test.parquet"),
            schema: schema, report: out.appending("data.json"), project: scratch.path)
        if cached { paths.cache = scratch.path.pushing(".mlkit/cache/tables/ingest") }
        return paths
    }

    private func run(
        cached: Bool = true, _ change: (inout DataConfiguration) -> Void = { _ in },
        logging: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> (report: DataReport, log: [String], hashes: [ContentHash]) {
        var configuration = DataConfiguration(
            source: "days/*.csv", target: "label", split: .init(train: 0.5, valid: 0.25, test: 0.25, seed: 7))
        configuration.split.isFixed = true
        change(&configuration)
        let lines = Mutex<[String]>([])
        let paths = try paths(cached: cached)
        let report = try await DataStage.run(
            configuration: configuration, paths: paths, context: stageContext { line in
                lines.withLock { $0.append(line) }
                logging(line)
            })
        let schema = try SchemaFile(paths.schema).schema
        var hashes = [ContentHash]()
        for path in [paths.train, paths.valid, paths.test] {
            let table = try await Table.read(path, schema: schema, context: stageContext())
            let rows = (0..<table.rowCount).map { row in table.columns.map { $0.values.text(row) }.joined(separator: ",") }
            hashes.append(ContentHash(of: rows.joined(separator: "\n")))
        }
        return (report, lines.withLock { $0 }, hashes)
    }

    /// What is kept of files.
    private func kept(_ end: String = "") throws -> [FilePath] {
        let folder = scratch.path.pushing(".mlkit/cache/tables/ingest")
        return try LocalFileSystem().list(folder).filter { $0 != ".gitignore" && $0.hasSuffix(end) }.sorted().map { folder.appending($0) }
    }

    private func said(_ log: [String]) -> [String] { log.filter { $0.contains("files") } }

    private func edit(_ old: String, _ new: String) throws {
        let text = try scratch.read("schema.yaml")
        try #require(text.contains(old))
        try scratch.write(text.replacing(old, with: new), to: "schema.yaml")
    }

    /// What comes of it is what comes of reading all files, row for row.
    @Test func aNewFileIsReadAndTheOthersAreAsTheyWere() async throws {
        for day in 1...3 { try scratch.write(file(day), to: "days/\(day).csv") }
        let first = try await run()
        #expect(said(first.log).isEmpty)
        let again = try await run()
        #expect(said(again.log) == ["read none of 3 files: the others are as they were"])
        #expect(again.hashes == first.hashes)
        try scratch.write(file(4), to: "days/4.csv")
        let more = try await run()
        #expect(said(more.log) == ["read 1 of 4 files: the others are as they were"])
        let whole = try await run(cached: false)
        #expect(more.hashes == whole.hashes)
        #expect(more.report == whole.report)
        #expect(whole.report.rows.read == 48_000)
        #expect(try kept().count == 8)
    }

    @Test func aChangedFileIsReadAndOneThatWentIsForgotten() async throws {
        for day in 1...3 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        try scratch.write(file(2, rows: 9000), to: "days/2.csv")
        try LocalFileSystem().remove(scratch.path.pushing("days/1.csv"))
        let changed = try await run()
        #expect(said(changed.log) == ["read 1 of 2 files: the other is as it was"])
        let whole = try await run(cached: false)
        #expect(changed.hashes == whole.hashes && changed.report == whole.report)
        #expect(try kept().count == 4)
    }

    /// Rows that were there stay in their parts when rows are added.
    @Test func rowsStayInTheirParts() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        func ids(_ path: FilePath) async throws -> Set<String> {
            let schema = try SchemaFile(scratch.path.appending("schema.yaml")).schema
            let table = try await Table.read(path, schema: schema, context: stageContext())
            guard case .text(let texts) = table["id"] else { return [] }
            return Set(texts.categories)
        }
        _ = try await run()
        let (train, test) = (try await ids(paths().train), try await ids(paths().test))
        try scratch.write(file(3), to: "days/3.csv")
        _ = try await run()
        let (more, tested) = (try await ids(paths().train), try await ids(paths().test))
        #expect(more.isSuperset(of: train) && tested.isSuperset(of: test))
    }

    @Test func anotherTypeInTheSchemaReadsAllFiles() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        try edit("  age:\n    type: integer", "  age:\n    type: number")
        let other = try await run()
        #expect(said(other.log) == ["columns, or how they are read, are not as in the last run: all files are read"])
        #expect(try await run(cached: false).hashes == other.hashes)
    }

    /// A rule that old files break is told by what stands in them.
    @Test func aRuleThatKeptFilesBreakIsToldAsEver() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        try edit("  age:\n    type: integer", "  age:\n    type: integer\n    maximum: 95")
        let message = await failureText { _ = try await run() }
        #expect(message.contains("the column `age` has 240 values above its maximum"), "\(message)")
        #expect(message.contains("is in row 97 of `days/1.csv`"), "\(message)")
    }

    /// A text that means a missing value no more is one where it stands.
    @Test func anotherMissingValueReadsTheFilesThatHaveIt() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        let message = await failureText { _ = try await run { $0.clean.missing = ["?"] } }
        #expect(message.contains("that are not an integer") && message.contains("`NA`"), "\(message)")
    }

    /// What was kept and is not what was written is told of, and not believed.
    @Test(arguments: ["flipped", "cut", "empty", "foreign", "gone", "of another file"])
    func valuesThatWereAlteredAreReadAgain(how: String) async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        let first = try await run()
        let files = LocalFileSystem()
        let values = try kept(".parquet")
        var bytes = try files.read(values[0])
        switch how {
        case "flipped": bytes[bytes.count / 3] ^= 0x10
        case "cut": bytes.removeLast(bytes.count / 2)
        case "empty": bytes = []
        case "foreign": bytes = Array("none".utf8)
        case "of another file": bytes = try files.read(values[1])
        default: break
        }
        if how == "gone" { try files.remove(values[0]) } else { try files.write(bytes, to: values[0]) }
        let again = try await run()
        #expect(again.hashes == first.hashes && again.report.rows == first.report.rows)
        let doubts = again.log.filter { $0.hasSuffix("is not as it was written: the file is read again") }
        #expect(doubts.count == 1 && doubts[0].hasPrefix("what was kept of `days/"), "\(again.log)")
        #expect(said(again.log) == ["read 1 of 2 files: the other is as it was"])
        #expect(said(try await run().log) == ["read none of 2 files: the others are as they were"])
    }

    /// A record without this machine's seal, or one of another file, is none.
    @Test(arguments: ["flipped", "cut", "exchanged"])
    func recordsThatAreNotOfThisMachineAreNotBelieved(how: String) async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        let first = try await run()
        let files = LocalFileSystem()
        let (values, records) = (try kept(".parquet"), try kept(".sealed"))
        var bytes = try files.read(records[0])
        switch how {
        case "flipped": bytes[bytes.count - 3] ^= 1
        case "cut": bytes.removeLast(5)
        default:
            bytes = try files.read(records[1])
            try files.write(files.read(values[1]), to: values[0])
        }
        try files.write(bytes, to: records[0])
        let again = try await run()
        #expect(again.hashes == first.hashes)
        #expect(again.log.contains { $0.hasPrefix("what was kept of `days/") }, "\(again.log)")
    }

    /// In a copy of the project files have other times, and are the same.
    @Test func copiedValuesAreBelieved() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        for path in try kept(".parquet") {
            let bytes = try LocalFileSystem().read(path)
            try LocalFileSystem().remove(path)
            try LocalFileSystem().write(bytes, to: path)
        }
        #expect(said(try await run().log) == ["read none of 2 files: the others are as they were"])
    }

    /// What is wrong with a new file is told of it, and the others need not be read for that.
    @Test func aNewFileThatDoesNotFitIsToldByItself() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        _ = try await run()
        try scratch.write("id,age,share,day,moment,open,shop,note,label\n", to: "days/3.csv")
        let lines = Mutex<[String]>([])
        let empty = await failureText { _ = try await run(logging: { line in lines.withLock { $0.append(line) } }) }
        #expect(empty == "error: `days/3.csv` has a header but no rows\n")
        try scratch.write(file(3).replacing("shop7,", with: "kiosk,"), to: "days/3.csv")
        let other = await failureText { _ = try await run(logging: { line in lines.withLock { $0.append(line) } }) }
        #expect(other.contains("the column `shop` has 300 values outside its categories"), "\(other)")
        #expect(other.contains("the first, `kiosk`, is in row 8 of `days/3.csv`"), "\(other)")
        #expect(!lines.withLock { $0 }.contains { $0.contains("all files are read") })
    }

    @Test func smallSourcesAreReadAsAWhole() async throws {
        for day in 1...2 { try scratch.write(file(day, rows: 100), to: "days/\(day).csv") }
        _ = try await run()
        #expect(try !scratch.exists(".mlkit/cache/tables/ingest"))
    }

    /// Rules, duplicates and samples over files that were kept.
    @Test func rowsAreLeftOutOfKeptFilesToo() async throws {
        for day in 1...2 { try scratch.write(file(day), to: "days/\(day).csv") }
        func change(_ configuration: inout DataConfiguration) {
            configuration.clean.rules = [.init("age < 90", otherwise: .drop)]
            configuration.sample = .init(rows: 5000)
        }
        _ = try await run(change)
        let again = try await run(change)
        let whole = try await run(cached: false, change)
        #expect(again.hashes == whole.hashes && again.report.rows == whole.report.rows && again.report.warnings == whole.report.warnings)
        #expect(again.report.splits == whole.report.splits && again.report.rows.kept == 5000)
        // Means are added up in other pieces, and may differ in their last digit.
        for (own, other) in zip(again.report.columns, whole.report.columns) {
            #expect(own.count == other.count && own.missing == other.missing && own.distinct == other.distinct
                && own.markers == other.markers)
            #expect(own.minimum == other.minimum && own.median == other.median && own.maximum == other.maximum && own.top == other.top)
        }
    }
}
