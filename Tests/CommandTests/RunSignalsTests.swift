import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A run that is killed, told to stop, or made to wait.
@Suite struct RunSignalsTests {
    let scratch: ScratchDirectory

    /// A stage with a process in its group and one that left it.
    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(
            """
            trap "" TERM INT
            echo $$ > leader
            setsid sh -c 'echo $$ > daemon; exec sleep 300' &
            while [ ! -s daemon ]; do sleep 0.01; done
            touch ready
            while :; do sleep 0.05; [ -e finish ] && exit 0; done

            """, to: "stage.sh")
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: sh stage.sh, inputs: [stage.sh]}\n", to: "mlkit.yaml")
    }

    private static let helpers = """
        until_true() { for i in $(seq 1000); do if "$@" 2> /dev/null; then return 0; fi; sleep 0.02; done; echo "never: $*"; exit 1; }
        gone() { ! kill -0 $(cat leader) && ! kill -0 $(cat daemon); }
        state() { [ "$(cut -d ' ' -f 3 /proc/$1/stat)" = $2 ]; }
        moving() { ! state $1 T; }

        """

    /// Starts a run in the background as `$run`, then goes through a script.
    private func play(_ script: String) async throws -> BuiltTool.Outcome {
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let start = "\(mlkit) run 2> messages & run=$!; until_true test -e ready\n"
        // A session of its own: a stopped group is woken by the system when another test of the group ends.
        return try await BuiltTool.run(
            "setsid", ["--wait", "sh", "-c", Self.helpers + start + script], in: scratch.path)
    }

    @Test func aKilledRunTakesItsStagesAlong() async throws {
        let outcome = try await play("kill -9 $run; until_true gone; echo ended")
        #expect(outcome.output == "ended\n")
        try scratch.write("", to: "finish")
        #expect(try await BuiltTool.mlkit(["run"], in: scratch.path).status == 0)
    }

    @Test func aKilledGuardEndsTheRun() async throws {
        let outcome = try await play(
            "kill -9 $(pgrep -P $run); wait $run; echo status $?; until_true gone; grep error: messages")
        #expect(
            outcome.output == """
                status 1
                error: the process that looks after stages was killed, and the stages with it

                """)
    }

    @Test func toldTwiceToStopItStopsAtOnce() async throws {
        let outcome = try await play(
            "kill -TERM $run; sleep 0.2; kill -TERM $run; wait $run; echo status $?; until_true gone")
        #expect(outcome.output == "status 143\n")
    }

    @Test func toldToStopItEndsEvenWhatIgnoresIt() async throws {
        let outcome = try await play("kill -TERM $run; wait $run; echo status $?; gone && echo ended; cat messages")
        #expect(outcome.output.hasPrefix("status 143\nended\n"))
        #expect(outcome.output.contains("stop a  interrupted\n"))
    }

    @Test func stagesStopAndGoOnWithTheRun() async throws {
        let outcome = try await play(
            """
            kill -TSTP $run
            until_true state $(cat leader) T; until_true state $run T
            kill -CONT $run
            until_true moving $(cat leader)
            touch finish; wait $run; echo status $?
            """)
        #expect(outcome.output == "status 0\n")
    }

    @Test func aSecondRunWaitsAndSaysForWhom() async throws {
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let outcome = try await play(
            """
            \(mlkit) run a 2> second & other=$!
            until_true grep -q waiting second
            \(mlkit) status
            touch finish; wait $run $other
            sed "s/process $run on $(hostname), since [^)]*/HOLDER/" second
            """)
        #expect(
            outcome.output == """
                would run   a  it has not run yet
                waiting for `mlkit run` to end (HOLDER)
                nothing to do: 1 stage up to date

                """)
    }

    @Test func twoThatWaitGoOneAfterTheOther() async throws {
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let outcome = try await play(
            """
            \(mlkit) run --force 2> second & second=$!
            \(mlkit) run --force 2> third & third=$!
            until_true grep -q waiting second; until_true grep -q waiting third
            kill -9 $run; touch finish
            wait $second; echo status $?; wait $third; echo status $?
            cat second third | grep -c "1 stage run in"
            until_true gone
            """)
        #expect(outcome.output == "status 0\nstatus 0\n2\n")
    }

    @Test func anUpdateDoesNotGoBesideARun() async throws {
        let project = try await TemplatedProject()
        try project.write(
            try project.read("mlkit.yaml") + "stages:\n  a: {run: 'touch ready; while [ ! -e finish ]; do sleep 0.02; done'}\n",
            to: "mlkit.yaml")
        try await project.commit()
        try project.secondVersion()
        let run = Task { try await project.mlkit("run") }
        while try !LocalFileSystem().exists(project.path.appending("ready")) { try await Task.sleep(for: .milliseconds(20)) }
        let outcome = try await project.mlkit("apply")
        try project.write("", to: "finish")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == "error: another mlkit command is at work in this project\n\nhint: try again when it is done\n")
        #expect(try await run.value.status == 0)
        #expect(try project.read("a.txt") == TemplatedProject.lines)
    }
}
