import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit apply`, killed.
@Suite struct ApplyKilledTests {
    let project: TemplatedProject

    init() async throws { project = try await TemplatedProject() }

    /// The built executable is killed at random instants; whichever command comes next finds one state or the other.
    @Test func killedAtAnyInstantTheTreeIsBeforeOrAfter() async throws {
        try project.secondVersion()
        let before = try await state()
        #expect(try await project.mlkit("apply").status == 0)
        let after = try await state()
        #expect(try await project.mlkit("apply", "--undo").status == 0)
        let tool = BuiltTool.folder.appending("mlkit").string
        for attempt in 0..<25 {
            let isUndo = try await state() == after
            let pause = "0.0\(10 + attempt * 3)"
            let script = #""$0" apply $1 >/dev/null 2>&1 & pid=$!; sleep \#(pause); kill -9 $pid 2>/dev/null; wait $pid"#
            let option = isUndo ? "--undo" : "--defaults"
            _ = try await BuiltTool.run("sh", ["-c", script, tool, option], in: project.path)
            // Any command that finds the project brings it in order.
            #expect(try await project.mlkit("status").status == 0)
            let now = try await state()
            #expect(now == before || now == after, "after \(pause) s")
            #expect(try !LocalFileSystem().exists(project.path.pushing(".git/index.lock")))
            #expect(try !LocalFileSystem().exists(project.path.pushing(".mlkit/tmp/apply")))
        }
    }

    /// What is on disk and in the index.
    private func state() async throws -> String {
        let script = "find . -type f | grep -v -e ^./.git/ -e ^./.mlkit/tmp -e ^./.mlkit/undo -e ^./.mlkit/cache | sort | xargs sha256sum"
        let files = try await BuiltTool.run("sh", ["-c", script], in: project.path)
        return try await files.output + project.git("ls-files", "--stage").output
    }
}
