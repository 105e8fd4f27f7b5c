import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// How much of the checklist a new project is held to by looks of its own, rather than by somebody's word.
@Suite struct ProbeCountTests {
    /// Probes that find no more than that a file is there, or that a word is written.
    private func isPresence(_ probe: String) -> Bool {
        let words = ["spec: project.", "spec: layout", "spec: params", "spec: stages"]
        return probe.hasPrefix("file: ") || probe.hasPrefix("any_file: ")
            || words.contains { probe.hasPrefix($0) && !probe.contains(" of stages of kind ") }
    }

    @Test func atLeastNinetyItemsOfANewProjectAreVerified() async throws {
        let scratch = try ScratchDirectory()
        let made = try await BuiltTool.mlkit(["new", "p", "--template", "tabular", "--defaults"], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        let verified = try JSON(
            parsing: try await BuiltTool.mlkit(["check", "verify", "--format", "json"], in: scratch.path.appending("p")).output)
        let items = try #require(verified.array)
        let held = items.filter { item in
            (item["verdicts"]?.array ?? []).contains { verdict in
                verdict["outcome"]?.string != "manual" && !isPresence(verdict["probe"]?.string ?? "")
            }
        }
        #expect(held.count >= 90, "\(held.count) of \(items.count)")
    }
}
