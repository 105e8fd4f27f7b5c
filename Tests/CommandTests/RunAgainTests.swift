import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What a second `mlkit run` does with the built-in stages: nothing, or as little as it can.
@Suite struct RunAgainTests {
    /// The stages that ran, in alphabetical order.
    private func ran(_ outcome: BuiltTool.Outcome) -> [String] {
        outcome.error.split(separator: "\n").filter { $0.hasPrefix("done ") }
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }.sorted()
    }

    @Test func onlyWhatAChangeTouchesRunsAgain() async throws {
        let project = try await SampleProject()
        try SampleProject.expectSuccess(try await project.mlkit("run"))
        let nothing = try await project.mlkit("run")
        #expect(nothing.status == 0)
        #expect(nothing.error == "nothing to do: 9 stages up to date\n")

        try project.edit(replacing: "rounds: 20", with: "rounds: 30")
        let status = try await project.mlkit("status").output
        let stale = status.split(separator: "\n").filter { !$0.hasPrefix("up to date") }
        #expect(
            stale == [
                "would run   train.trees     parameter `train.rounds` changed: 20 -> 30",
                "would run   evaluate        `train.trees` runs first",
                "would run   deploy          `evaluate` runs first",
                "would run   report          `evaluate` runs first",
            ])
        let again = try await project.mlkit("run")
        #expect(again.status == 0, "\(again.error)")
        #expect(ran(again) == ["deploy", "evaluate", "report", "train.trees"])
        #expect(again.error.contains("4 stages run, 5 up to date in "))

        try project.edit(replacing: "# The master configuration", with: "# The one configuration")
        #expect(try await project.mlkit("run").error == "nothing to do: 9 stages up to date\n")

        try LocalFileSystem().remove(project.file("reports/quantization.json"))
        #expect(
            try await project.mlkit("status").output.contains(
                "from cache  quantize        its output `reports/quantization.json` is missing\n"))
        let restored = try await project.mlkit("run")
        #expect(restored.error.contains("back quantize "))
        #expect(restored.error.contains("0 stages run, 1 restored, 8 up to date in "))

        // The same bytes again, so that nothing after the stage has to run.
        let forced = try await project.mlkit("run", "ingest", "--force")
        #expect(ran(forced) == ["ingest"])
        #expect(try await project.mlkit("run").error == "nothing to do: 9 stages up to date\n")
    }
}
