import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The commands of the pages on tables of one's own, adoption and predictions, typed as they stand there.
@Suite struct PageCommandsTests {
    /// The lines of a page that are typed at a prompt, without it and without what is said beside them.
    private func commands(_ page: MarkdownPage) -> [[String]] {
        page.texts(of: "console").map { block in
            block.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { line in
                line.dropFirst(2).split(separator: "   #", maxSplits: 1)[0].trimmed
            }
        }
    }

    private func typed(_ script: String, in folder: FilePath) async throws -> BuiltTool.Outcome {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return try await BuiltTool.run(
            "/bin/sh", ["-euc", script], in: folder, environment: BuiltTool.settings().merging(["PATH": "\(BuiltTool.folder):\(path)"]) { $1 })
    }

    /// From a table to answers for a file, and for a request.
    @Test func aTableIsLearntFromAndAnswered() async throws {
        let (table, predict) = (commands(try MarkdownPage("docs/own-table.md")), commands(try MarkdownPage("docs/predict.md")))
        #expect(table.count == 1 && predict.count == 2)
        let scratch = try ScratchDirectory()
        let rows = (0..<200).map { "\($0),\(20 + $0 * 37 % 101),\(["Ulm", "Bonn"][$0 % 2]),\(400 + 9 * ($0 * 37 % 101) + $0 % 7 * 20)\n" }
        try scratch.write("id,area,city,price\n" + rows.joined(), to: "flats.csv")
        let port = "\(Int.random(in: 20_000...60_000))"
        let script = table[0] + ["cd flats", "mlkit run", "cp data/original/flats.csv new.csv"] + predict[0]
            + ["mlkit serve --port \(port) &", "trap 'kill $!' EXIT"]
            + predict[1].map { $0.replacing("8080", with: port).replacing("curl ", with: "curl --silent --fail --retry 9 --retry-connrefused ") }
        let outcome = try await typed(script.joined(separator: "\n"), in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
        #expect(outcome.output.contains("answered 200 rows in `answers.parquet`\n"))
        #expect(outcome.output.contains(#/"predictions":\[\{"prediction":\d+/#), "\(outcome.output)")
    }

    private static let pipeline = """
        stages:
          prepare:
            cmd: python src/prepare.py data/raw.csv data/clean.csv
            deps:
              - src/prepare.py
              - data/raw.csv
            outs:
              - data/clean.csv
          train:
            foreach: [linear, trees]
            do:
              cmd: python src/train.py ${item} data/clean.csv
              deps: [src/train.py, data/clean.csv, params.yaml]
              outs:
                - metrics/${item}.json

        """

    /// A project with stages of DVC is looked at, and taken over step by step.
    @Test func aProjectIsAdopted() async throws {
        let page = try MarkdownPage("docs/adopting.md")
        let blocks = commands(page)
        #expect(blocks.count == 2)
        let scratch = try ScratchDirectory()
        for (path, text) in [
            ("sales/dvc.yaml", Self.pipeline), ("sales/README.md", "# Sales\n\nOurs.\n"), ("sales/src/prepare.py", "x = 1\n"), ("sales/src/train.py", "x = 1\n"),
            ("sales/data/raw.csv", "a\n1\n"), ("sales/params.yaml", "seed: 1\n"),
        ] { try scratch.write(text, to: path) }
        let folder = scratch.path.appending("sales")
        let shown = try await typed(blocks[1].joined(separator: "\n"), in: folder)
        #expect(shown.status == 0, "\(shown.error)")
        let printed = shown.output.split(separator: "\n").map(String.init)
        for line in page.texts(of: "console")[1].split(separator: "\n").dropFirst(2) where line.trimmed != "…" {
            #expect(printed.contains(String(line)), "the page shows what is not printed: \(line)\n\(shown.output)")
        }
        let adopted = try await typed(blocks[0].joined(separator: "\n"), in: folder)
        #expect(adopted.status == 0, "\(adopted.output)\n\(adopted.error)")
        #expect(try scratch.exists("sales/mlkit.yaml") && scratch.exists("sales/.github/workflows/ci.yml"))
    }
}
