import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Tables in forms that nothing was said of, and commands that are asked about them.
@Suite struct OtherFormsTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String..., in folder: String = "") async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.pushing(FilePath(folder)))
    }

    private func write(_ header: String, to name: String = "t.csv", rows: Int = 300, _ row: (Int) -> String) throws {
        try scratch.write(header + "\n" + (0..<rows).map { row($0) + "\n" }.joined(), to: name)
    }

    /// A table with an `é` of one byte.
    private func writeLatin1() throws {
        let text = "caf\u{E9},y\n" + (0..<60).map { "\($0),\($0 % 2)\n" }.joined()
        try LocalFileSystem().write(text.unicodeScalars.map { UInt8($0.value) }, to: scratch.path.appending("t.csv"))
    }

    @Test func aFileOfLatin1IsShown() async throws {
        try writeLatin1()
        let shown = try await mlkit("data", "show", "t.csv")
        #expect(shown.status == 0 && shown.output.contains("\ncafé "), "\(shown.error)")
        #expect(
            shown.error.contains(
                "warning: `t.csv` is not UTF-8, and is read as Latin-1 (or Windows-1252), which such files mostly are\n\nhint: `--read "
                    + "'{encoding: latin-1}'`"),
            "\(shown.error)")
    }

    /// A spec that cannot be read decides nothing, and that is said.
    @Test func aDamagedSpecIsNamed() async throws {
        try write("x,y") { "\($0),\($0 % 2)" }
        try scratch.write("stages: [\n", to: "mlkit.yaml")
        for arguments in [["data", "show", "t.csv"], ["data", "compare", "t.csv", "t.csv"]] {
            let outcome = try await BuiltTool.mlkit(arguments, in: scratch.path)
            #expect(outcome.status == 0)
            #expect(outcome.error.hasPrefix("warning: `mlkit.yaml` cannot be read, so that no stage says how tables are written\n"),
                "\(outcome.error)")
        }
        #expect(try await mlkit("data", "show", "t.csv", "--read", "{}").error == "")
    }

    @Test func whatIsNotSaidToPredictIsNamed() async throws {
        let first = try await mlkit("predict", "nosuch.csv", "-o", "x.csv")
        #expect(first.error.contains("which model is to answer `nosuch.csv`? it stands first: `mlkit predict MODEL nosuch.csv -o FILE`"),
            "\(first.error)")
        #expect(try await mlkit("predict", "m", "t.csv").error.contains("`-o FILE` for the answers is needed"))
    }

    @Test func helpOfTheChecklistNamesTheWalk() async throws {
        #expect(try await mlkit("check", "--help").output.replacing("\n", with: " ")
            .contains("`mlkit check -i` (`--interactive`) walks through"))
    }

    // MARK: Adopting

    private func git(_ arguments: String...) async throws {
        let done = try await BuiltTool.run("git", ["-c", "user.name=A", "-c", "user.email=a@b.c"] + arguments, in: scratch.path)
        #expect(done.status == 0, "\(done.error)")
    }

    @Test func aTableThatGitIgnoresIsFound() async throws {
        try await git("init", "-q")
        try scratch.write("data/\n", to: ".gitignore")
        try write("x,target", to: "data/t.csv") { "\($0 * 37 % 101),\($0 * 7 % 3)" }
        let shown = try await mlkit("init", "--template", "tabular", "--defaults")
        #expect(shown.output.contains("source: data/t.csv"), "\(shown.output)\(shown.error)")
        let done = try await mlkit("init", "--template", "tabular", "--defaults", "--accept", "all")
        #expect(
            done.output.contains(
                "git ignores `checklist/data`, where answers of the checklist go, which others are to see: "
                    + "`printf '%s\\n' '!/checklist/data/' '!/checklist/data/**' >> .gitignore` has it take them"), "\(done.output)")
        // The hint works.
        try scratch.write("data/\n!/checklist/data/\n!/checklist/data/**\n", to: ".gitignore")
        try scratch.write("x", to: "checklist/data/x.yaml")
        let ignored = try await BuiltTool.run("git", ["check-ignore", "checklist/data/x.yaml"], in: scratch.path)
        #expect(ignored.status == 1)
    }

    @Test func whyNoTableIsKnownIsSaid() async throws {
        try await git("init", "-q")
        for name in ["a.csv", "b.csv"] { try write("x,y", to: name) { "\($0),\($0 % 2)" } }
        let shown = try await mlkit("init", "--template", "tabular", "--defaults")
        #expect(shown.error.contains("it is not known which table the stages are for, since there are 2: `a.csv` and `b.csv`"),
            "\(shown.error)")
    }

    // MARK: Schemas

    /// What `mlkit run` refuses, the schema does not fit.
    @Test func aColumnThatIsDroppedLaterIsNoFit() async throws {
        try write("a,b,y") { "\($0 * 37 % 101),\($0 % 7),\($0 % 2)" }
        func spec(_ drop: String) -> String {
            """
            mlkit: 1
            project: {name: p}
            stages:
              data: {kind: data, source: t.csv, target: y, task: classification, clean: {drop: [\(drop)]}, split: {train: 0.7, valid: \
            0.15, test: 0.15}}

            """
        }
        try scratch.write(spec(""), to: "mlkit.yaml")
        #expect(try await mlkit("run").status == 0)
        try scratch.write(spec("b"), to: "mlkit.yaml")
        #expect(try await mlkit("run").error.contains("as `mlkit data schema STAGE --update` does"))
        let shown = try await mlkit("data", "schema", "data", "--update", "--yes")
        #expect(shown.error.contains("`b`: taken out, `clean.drop` leaves it out"), "\(shown.error)")
        #expect(try await mlkit("run").status == 0)
        #expect(try await mlkit("data", "schema", "data").output == "`data/schema.yaml` fits the source of `data`\n")
        // What is no matter of the schema is told all the same.
        try scratch.write(spec("b, bb"), to: "mlkit.yaml")
        let other = try await mlkit("data", "schema", "data")
        #expect(other.status == 3 && other.error.contains("there is no column `bb` to drop"), "\(other.error)")
    }
}
