import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What enters a stage, seen from outside: inputs that are missing, cannot be read, are made by patterns' stages, or are
/// programs.
@Suite struct RunInputsTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func write(_ stages: String) throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n\(stages)", to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    @Test func aMissingInputIsSaidBeforeAnythingRuns() async throws {
        try write(
            """
              first: {run: echo 1 > first.txt, outputs: [first.txt]}
              train: {run: cat scr/train.py first.txt > m.txt, inputs: [scr/train.py, first.txt], outputs: [m.txt]}
              other: {run: echo 2 > o.txt, inputs: ["extra/*.csv", fist.txt, {path: maybe, optional: true}], outputs: [o.txt]}

            """)
        try scratch.write("code", to: "src/train.py")
        let problems = """
            error: the input `scr/train.py` of stage `train` is not there, and no stage makes it
             --> mlkit.yaml:5:60
              |
            5 |   train: {run: cat scr/train.py first.txt > m.txt, inputs: [scr/train.py, first.txt], outputs: [m.txt]}
              |                                                            ^^^^^^^^^^^^

            hint: did you mean `src/train.py`?
            error: nothing matches the input `extra/*.csv` of stage `other`
             --> mlkit.yaml:6:45
              |
            6 |   other: {run: echo 2 > o.txt, inputs: ["extra/*.csv", fist.txt, {path: maybe, optional: true}], outputs: [o.txt]}
              |                                         ^^^^^^^^^^^^^

            hint: if the stage can do without it, say so: `{path: extra/*.csv, optional: true}`
            error: the input `fist.txt` of stage `other` is not there, and no stage makes it
             --> mlkit.yaml:6:56
              |
            6 |   other: {run: echo 2 > o.txt, inputs: ["extra/*.csv", fist.txt, {path: maybe, optional: true}], outputs: [o.txt]}
              |                                                        ^^^^^^^^

            hint: did you mean `first.txt`?

            """
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").filter { !$0.contains("|") && !$0.contains("-->") }.map(String.init)
        }
        let run = try await mlkit("run")
        #expect(run.status == 1)
        #expect(lines(run.error) == lines(problems))
        #expect(try !scratch.exists("first.txt"))
        let status = try await mlkit("status")
        #expect(status.status == 1)
        #expect(lines(status.error) == lines(problems))
        #expect(
            status.output == """
                would run   first  it has not run yet
                cannot run  train  it has not run yet
                                   `scr/train.py` is not there
                                   `first` runs first
                cannot run  other  it has not run yet
                                   `extra/*.csv` is not there
                                   `fist.txt` is not there

                """)
        let dry = try await mlkit("run", "--dry-run")
        #expect(dry.status == 1 && dry.output == status.output)
        // All that can run does, if it is to.
        let going = try await mlkit("run", "--keep-going")
        #expect(going.status == 1)
        #expect(going.error.contains("FAIL train") && going.error.contains("FAIL other") && going.error.contains("done first"))
        #expect(going.error.contains("did you mean `src/train.py`?"))
    }

    @Test func whatAStageThatDoesNotRunWouldMakeIsMissingToo() async throws {
        try write(
            """
              a: {run: echo 1 > a.txt, outputs: [a.txt]}
              b: {run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt]}
              c: {run: mkdir -p d && echo 1 > d/f, outputs: [d]}
              e: {run: cat d/other > e.txt, inputs: [d/other], outputs: [e.txt]}

            """)
        let only = try await mlkit("run", "--only", "b")
        #expect(only.status == 1)
        #expect(only.error.hasPrefix("error: the input `a.txt` of stage `b` is not there, though `a` writes it, or what it lies in\n"))
        #expect(try await mlkit("run", "b").status == 0)
        let inside = try await mlkit("run", "e")
        #expect(inside.status == 1)
        #expect(inside.error.contains("error: the input `d/other` of stage `e` is not there, though `c` writes it, or what it lies in"))
        #expect(try !scratch.exists("e.txt"))
    }

    /// What is up to date by the locks of those that made its inputs needs none of them.
    @Test func oneStageAloneWantsNoInputsWhereItIsUpToDate() async throws {
        try write(
            """
              a: {run: echo 1 > a.txt, outputs: [a.txt]}
              b: {run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt]}
              c: {run: cat b.txt > c.txt, inputs: [b.txt], outputs: [c.txt]}

            """)
        #expect(try await mlkit("run").status == 0)
        for gone in [["b.txt"], ["a.txt", "b.txt"]] {
            for name in gone { try LocalFileSystem().remove(scratch.path.appending(name)) }
            let only = try await mlkit("run", "--only", "c")
            #expect(only.status == 0 && only.error == "nothing to do: 1 stage up to date\n", "\(only)")
            #expect(try !scratch.exists("b.txt"))
        }
        // Its own output comes back from the cache, without what it was made of.
        try LocalFileSystem().remove(scratch.path.appending("c.txt"))
        let back = try await mlkit("run", "--only", "c")
        #expect(back.status == 0 && back.error.contains("0 stages run, 1 restored"), "\(back)")
        #expect(try scratch.read("c.txt") == "1\n" && !scratch.exists("b.txt"))
        try scratch.write("edited", to: "c.txt")
        let edited = try await mlkit("run", "--only", "c")
        #expect(edited.status == 1 && edited.error.hasPrefix("error: the input `b.txt` of stage `c` is not there, though `b` writes it"))
        #expect(try scratch.read("c.txt") == "edited")
    }

    @Test func bracesAreNoPattern() async throws {
        try write("  a: {run: cat a.csv b.csv > c.txt, inputs: [\"{a,b}.csv\"], outputs: [c.txt]}\n")
        for name in ["a.csv", "b.csv"] { try scratch.write("1\n", to: name) }
        let run = try await mlkit("run")
        #expect(
            run.status == 1 && run.error == """
                error: the input `{a,b}.csv` of stage `a` is not there, and no stage makes it
                 --> mlkit.yaml:4:46
                  |
                4 |   a: {run: cat a.csv b.csv > c.txt, inputs: ["{a,b}.csv"], outputs: [c.txt]}
                  |                                              ^^^^^^^^^^^

                hint: `{a,b}` stands for itself: name each file, or write a pattern with `*`, `?`, `[…]` or `**`

                """)
        // A file that is called so is one.
        try scratch.write("1\n", to: "{a,b}.csv")
        #expect(try await mlkit("run").status == 0)
    }

    @Test func anInputThatCannotBeReadFailsItsStageAlone() async throws {
        let files = LocalFileSystem()
        try files.makeLink(at: scratch.path.appending("loop"), to: "loop")
        try scratch.writeUnreadableName(in: "odd")
        try scratch.write("1", to: "fine/f")
        try files.makeLink(at: scratch.path.pushing("fine/current"), to: ".")
        _ = try await BuiltTool.run("mkfifo", ["pipe"], in: scratch.path)
        try write(
            """
              a: {run: ls loop > a.txt, inputs: [loop], outputs: [a.txt]}
              b: {run: ls odd > b.txt, inputs: [odd], outputs: [b.txt]}
              c: {run: ls pipe > c.txt, inputs: [pipe], outputs: [c.txt]}
              d: {run: ls fine > d.txt, inputs: [fine], outputs: [d.txt]}
              e: {run: cat a.txt > e.txt, inputs: [a.txt], outputs: [e.txt]}
              f: {run: ls odd > f.txt, inputs: ["odd/*"], outputs: [f.txt]}

            """)
        let run = try await mlkit("run", "-k", "-j", "1")
        #expect(run.status == 1)
        for (stage, input) in [("a", "loop"), ("b", "odd"), ("c", "pipe"), ("f", "odd/*")] {
            #expect(run.error.contains("error: the input `\(input)` of stage `\(stage)` cannot be read: "), "\(run.error)")
        }
        #expect(run.error.contains("`pipe` is neither a file nor a folder"))
        #expect(try scratch.read("d.txt") == "current\nf\n")
        #expect(try await mlkit("run", "d").error == "nothing to do: 1 stage up to date\n")
        let status = try await mlkit("status")
        #expect(status.status == 1)
        #expect(status.output.contains("up to date  d\n"))
        #expect(status.output.contains("cannot run  c  the input `pipe` of stage `c` cannot be read"))
    }

    @Test func aPatternWaitsForWhatItMatches() async throws {
        try write(
            """
              z: {run: "mkdir -p parts; cat in.txt > parts/a.txt", inputs: [in.txt], outputs: [parts/a.txt]}
              b: {run: cat parts/*.txt > b.txt, inputs: ["parts/*.txt", ./in.txt], outputs: [x/../b.txt]}

            """)
        try scratch.write("1", to: "in.txt")
        #expect(try await mlkit("run", "-j", "2").status == 0)
        try scratch.write("2", to: "in.txt")
        #expect(try await mlkit("run", "-j", "2").status == 0)
        #expect(try scratch.read("b.txt") == "2")
        #expect(try await mlkit("run").error == "nothing to do: 2 stages up to date\n")
    }

    @Test func anInputThatBecomesAProgramIsAnother() async throws {
        try write("  a: {run: ls tools > a.txt, inputs: [tools, one.sh], outputs: [a.txt]}\n")
        for name in ["tools/x.sh", "one.sh"] { try scratch.write("true", to: name) }
        #expect(try await mlkit("run").status == 0)
        let files = LocalFileSystem()
        try files.write(Array("true".utf8), to: scratch.path.pushing("tools/x.sh"), executable: true)
        #expect(try await mlkit("status").output == "would run   a  what is executable of `tools` changed\n")
        #expect(try await mlkit("run").status == 0)
        #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
        // A lock of an earlier version does not tell, and is equal to any.
        let lock = try scratch.read(".mlkit/lock/a.json")
        let start = try #require(lock.firstRange(of: "  \"executables\""))
        let end = try #require(lock[start.upperBound...].firstRange(of: "},\n"))
        try scratch.write(lock.replacingCharacters(in: start.lowerBound..<end.upperBound), to: ".mlkit/lock/a.json")
        #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
    }

    @Test func inputsOutsideOfTheProjectCount() async throws {
        let outside = try ScratchDirectory()
        let data = try outside.write("1", to: "data.csv")
        try write("  a: {run: cat \(data) > a.txt, inputs: ['\(data)'], outputs: [a.txt]}\n")
        #expect(try await mlkit("run", "--sandbox").status == 0)
        #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
        try outside.write("2", to: "data.csv")
        #expect(try await mlkit("status").output == "would run   a  `\(data)` changed\n")
        try scratch.write("x", to: "own.csv")
        try write("  a: {run: cat own.csv > a.txt, inputs: ['\(scratch.path)/own.csv'], outputs: [a.txt]}\n")
        let own = try await mlkit("run")
        #expect(own.status == 1)
        #expect(own.error.hasPrefix("error: the input `\(scratch.path)/own.csv` of stage `a` lies in the project\n"))
        #expect(own.error.hasSuffix("hint: write `own.csv`\n"))
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>) -> String {
        String(self[..<range.lowerBound]) + self[range.upperBound...]
    }
}
