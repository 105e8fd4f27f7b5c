import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Sources that are no plain files: databases, workbooks, and files at an address.
@Suite struct DataSourceTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func python(_ script: String, _ arguments: String...) async throws {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let outcome = try await BuiltTool.run(python, ["-c", script] + arguments, in: scratch.path)
        try #require(outcome.status == 0, "\(outcome.error)")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    private let database = """
        import sqlite3
        base = sqlite3.connect("shop ü#1.db")
        base.execute("CREATE TABLE sales (id INTEGER, price REAL, shop TEXT, note BLOB)")
        base.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", [(9007199254740993 + i, i / 10 if i % 7 else None, "ab"[i % 2], None) \
        for i in range(60)])
        base.execute("CREATE TABLE \\"other one\\" (x)")
        base.commit()
        """

    // MARK: SQLite

    @Test func aTableOfADatabaseIsRead() async throws {
        try await python(database)
        let several = try await mlkit("data", "show", "shop ü#1.db")
        #expect(several.status == 1)
        #expect(
            several.error == """
                error: `shop ü#1.db` has 2 tables: `other one` and `sales`

                hint: say which: `--read '{table: other one}'`, or a `query` of several

                """)
        let outcome = try await mlkit("data", "show", "shop ü#1.db", "--read", "{query: \"SELECT id, price, shop FROM sales ORDER BY id\"}")
        #expect(
            outcome.output == """
                `shop ü#1.db`: 60 rows, 3 columns

                column  type        missing   distinct  values
                id      identifier            60        `9007199254740993` 1.7 %, `9007199254740994` 1.7 %, `9007199254740995` 1.7 %
                price   number      9 (15 %)  51        0.1 to 5.9, median 3, mean 2.9765
                shop    text                  2         `a` 50 %, `b` 50 %

                """, "\(outcome.error)")
        let table = try await mlkit("data", "show", "shop ü#1.db", "--read", "{table: sales}", "--format", "json")
        let price = try JSON(parsing: Array(table.output.utf8))["columns"]?.array?[1]
        #expect(price?["minimum"] == 0.1 && price?["maximum"] == 5.9 && price?["missing"] == 9)
        #expect(try LocalFileSystem().list(scratch.path).count == 1, "nothing is made beside it")
    }

    @Test(arguments: [
        ("{table: sale}", "`shop ü#1.db` has no table `sale`"),
        ("{query: \"DELETE FROM sales\"}", "the query of `shop ü#1.db` is to be one that reads rows"),
        ("{query: \"SELECT 1 AS x; DROP TABLE sales\"}", "the query of `shop ü#1.db` is to be one that reads rows"),
        ("{query: \"SELECT absent FROM sales\"}", "cannot read `shop ü#1.db`\nnote: no such column: absent"),
        ("{query: \"SELECT id, shop AS id FROM sales\"}", "the query of `shop ü#1.db` gives two columns `id`"),
        ("{query: \"SELECT id, x'ff00' AS b FROM sales\"}", "the column `b` of `shop ü#1.db` has bytes in row 1"),
    ])
    func whatIsNoQueryIsRefused(read: String, message: String) async throws {
        try await python(database)
        let outcome = try await mlkit("data", "show", "shop ü#1.db", "--read", read)
        #expect(outcome.status == 1 && outcome.error.hasPrefix("error: \(message)"), "\(outcome.error)")
    }

    @Test func aFileThatIsNoDatabaseIsRefused() async throws {
        try scratch.write(String(repeating: "x", count: 2000), to: "a.sqlite")
        #expect(try await mlkit("data", "show", "a.sqlite").error == "error: cannot read `a.sqlite`\nnote: file is not a database\n")
        try scratch.write("x\n1\n", to: "a.csv")
        #expect(try await mlkit("data", "show", "a.csv", "--read", "{table: t}").error
            == "error: `read: {table: …}` is for databases, and `a.csv` is none\n")
        try scratch.write("x", to: "a.sqlite-wal")
        #expect(
            try await mlkit("data", "show", "a.sqlite").error.hasPrefix("error: `a.sqlite` has changes that stand in `a.sqlite-wal` still"))
    }

    @Test(arguments: ["xlsb", "ods", "XLS"]) func aWorkbookIsNamedWithAWayOn(ending: String) async throws {
        try scratch.write("PK", to: "book.\(ending)")
        let outcome = try await mlkit("data", "show", "book.\(ending)")
        #expect(outcome.status == 1
            && outcome.error.hasPrefix(
            "error: `book.\(ending)` is a workbook that mlkit does not read\n\nhint: save it as .xlsx, or its sheet as CSV in UTF-8;"))
    }

    // MARK: Addresses

    /// Serves the folder for as long as `body` runs.
    private func serving(_ body: (String) async throws -> Void) async throws {
        let script = """
            import http.server, threading, sys, os
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
            open("port.tmp", "w").write(str(server.server_port)); os.rename("port.tmp", "port")
            threading.Timer(600, server.shutdown).start()
            server.serve_forever()
            """
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let folder = scratch.path
        let server = Task { _ = try? await BuiltTool.run(python, ["-c", script], in: folder) }
        defer { server.cancel() }
        for _ in 0..<200 where try !scratch.exists("port") { try await Task.sleep(nanoseconds: 50_000_000) }
        try await body("http://127.0.0.1:\(scratch.read("port"))")
    }

    /// A project for a table at an address reads it there, by its checksum.
    @Test func aProjectForATableAtAnAddress() async throws {
        let text = "x,z,y\n" + (0..<300).map { "\($0 * 37 % 101),\($0 % 7),\($0 * 11 % 97)\n" }.joined()
        try scratch.write(text, to: "t.csv")
        try await serving { address in
            let made = try await mlkit("new", "p", "--data", "\(address)/t.csv", "--target", "y", "--defaults")
            #expect(made.status == 0 && !made.output.contains("copied to"), "\(made.error)")
            let spec = try scratch.read("p/mlkit.yaml")
            #expect(spec.contains("    source: {url: \"\(address)/t.csv\", sha256: \(ContentHash(of: text).hex)}   # 300 rows, 3 columns"),
                "\(spec)")
            #expect(try scratch.read("p/README.md").contains("Predicts the column `y` of `\(address)/t.csv`."))
            let run = try await BuiltTool.mlkit(["run", "ingest"], in: scratch.path.appending("p"))
            #expect(run.status == 0, "\(run.error)")
            let none = try await mlkit("new", "q", "--data", "\(address)/none.csv", "--target", "y", "--defaults")
            #expect(none.status == 1 && none.error.contains("error: cannot fetch `\(address)/none.csv`"), "\(none.error)")
        }
    }

    @Test func aSourceIsFetchedAndHeldToItsChecksum() async throws {
        let text = "x,label\n" + (0..<80).map { "\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        try scratch.write(text, to: "people.csv")
        let hash = ContentHash(of: text).hex
        func spec(_ url: String, _ hash: String, _ more: String = "") throws {
            try scratch.write(
                "mlkit: 1\nproject: {name: far}\nstages:\n  ingest:\n    kind: data\n    source: {url: \"\(url)\", sha256: "
                    + "\(hash)\(more)}\n    target: label\n",
                to: "mlkit.yaml")
        }
        try await serving { address in
            try spec("\(address)/people.csv?version=2", hash)
            let outcome = try await mlkit("run")
            #expect(outcome.status == 0 && outcome.error.contains("80 rows"), "\(outcome.error)")
            #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
            let wrong = String(hash.reversed())
            try spec("\(address)/people.csv", wrong)
            let other = try await mlkit("run")
            #expect(other.status == 1
                && other.error.contains(
                "error: `\(address)/people.csv` is another file than `sha256` says\nnote: what was fetched has \(hash)"), "\(other.error)")
            try spec("\(address)/none.csv", hash)
            #expect(try await mlkit("run").error.contains("error: cannot fetch `\(address)/none.csv`\nnote: curl: (22)"))
            try spec("\(address)/people", hash)
            #expect(try await mlkit("run").error.contains("the name of `people` does not tell its format"))
        }
        try spec("ftp://x/people.csv", hash)
        #expect(try await mlkit("run").error.contains("an address such as `https://example.org/data.csv`"))
    }
}
