import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Files in another encoding than others of their kind.
@Suite struct FileEncodingTests {
    private let scratch: ScratchDirectory
    private static let spec = """
        mlkit: 1
        project: {name: p}
        stages:
          ingest:
            kind: data
            source: in/*.csv
            target: price
            read: {encoding: latin-1}
            split: {train: 0.6, valid: 0.2, test: 0.2}
          train: {kind: train, data: "${stages.ingest}", model: {name: line, kind: linear}}

        """

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    private static let text = "kind,size,price\n"
        + (0..<60).map { "\($0 % 2 == 0 ? "schön" : "öd"),\($0 % 7),\($0 % 2 * 100 + $0 % 7)\n" }.joined()

    private func writeLatin1(_ name: String) throws {
        try scratch.write("", to: name)
        try LocalFileSystem().write(Self.text.unicodeScalars.map { UInt8($0.value) }, to: scratch.path.pushing(FilePath(name)))
    }

    private static func warning(_ name: String) -> String {
        "warning: `\(name)` is UTF-8 and is read as that, though `read: {encoding: latin-1}` says otherwise\n"
    }

    @Test func aFileOfUTF8IsReadAsThatWhateverIsSaidOfOthers() async throws {
        try writeLatin1("in/a.csv")
        try scratch.write(Self.text, to: "u.csv")
        try scratch.write(Self.spec, to: "mlkit.yaml")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        let first = try await mlkit("predict", "models/line/model.onnx", "in/a.csv", "-o", "a.csv")
        let second = try await mlkit("predict", "models/line/model.onnx", "u.csv", "-o", "b.csv")
        #expect(first.status == 0 && first.error == "" && second.status == 0, "\(first.error)\(second.error)")
        #expect(second.error == Self.warning("u.csv"), "\(second.error)")
        #expect(try scratch.read("a.csv") == scratch.read("b.csv"))
        let compared = try await mlkit("data", "compare", "in/a.csv", "u.csv")
        #expect(compared.status == 0 && compared.output.hasSuffix("of 3 columns none differs\n"), "\(compared.output)")
        #expect(compared.error.contains("`u.csv` is UTF-8 and is read as that"), "\(compared.error)")
        // A file that comes to the source later.
        try scratch.write(Self.text, to: "in/b.csv")
        let again = try await mlkit("run", "ingest")
        #expect(again.status == 0, "\(again.error)")
        let schema = try scratch.read("data/schema.yaml")
        #expect(schema.contains("schön") && !schema.contains("Ã"), "\(schema)")
    }

    @Test func utf16IsNotSeenWhereThereIsNone() async throws {
        try scratch.write(Self.text, to: "u.csv")
        let shown = try await mlkit("data", "show", "u.csv", "--read", "{encoding: utf-16}")
        #expect(shown.status == 0 && shown.output.contains("`schön` 50 %"), "\(shown.output)\(shown.error)")
        #expect(shown.error.contains("`u.csv` is UTF-8 and is read as that, though `read: {encoding: utf-16}` says otherwise"),
            "\(shown.error)")
    }

    @Test(arguments: ["l.csv.gz", "l.csv.zip", "l.zip"]) func packedLatin1IsReadAsThat(_ name: String) async throws {
        try writeLatin1("l.csv")
        let script = """
            import gzip, sys, zipfile
            text = open("l.csv", "rb").read()
            if sys.argv[1].endswith("gz"):
                open(sys.argv[1], "wb").write(gzip.compress(text))
            else:
                zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED).writestr("l.csv", text)
            """
        let packed = try await BuiltTool.run(
            BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", script, name], in: scratch.path)
        #expect(packed.status == 0, "\(packed.error)")
        let shown = try await mlkit("data", "show", name)
        #expect(shown.status == 0 && shown.output.contains("`schön` 50 %"), "\(shown.output)\(shown.error)")
        #expect(shown.error.contains("warning: `\(name)` is not UTF-8, and is read as Latin-1"), "\(shown.error)")
        let made = try await mlkit("new", "p", "--data", name, "--target", "price", "--defaults")
        #expect(made.status == 0 && made.output.contains("it is not UTF-8, and Latin-1"), "\(made.output)\(made.error)")
    }
}
