import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new --template URL`, seen from outside.
@Suite struct TemplateFromGitTests {
    let origin: GitSandbox

    init() async throws {
        origin = try await GitSandbox()
        try await publish("first", tag: "v1")
    }

    private func publish(_ text: String, tag: String? = nil, yaml: String = "") async throws {
        try await origin.commit([
            "template.yaml": "template: 1\nname: small\nversion: 1.0.0\ndescription: d\n" + yaml,
            "files/README.md.stencil": "{{ name }}: \(text)\n",
        ])
        if let tag { try await origin.git("tag", tag) }
    }

    private var url: String { "file://\(origin.path)" }

    private func new(
        _ name: String, _ suffix: String, _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> BuiltTool.Outcome {
        let cache = ["XDG_CACHE_HOME": origin.scratch.path.appending("cache").string]
        var outcome = try await BuiltTool.mlkit(
            ["new", name, "--defaults", "--no-git", "--template", url + suffix] + arguments, in: origin.scratch.path,
            environment: cache.merging(environment) { $1 })
        outcome.error = outcome.error.replacing(origin.path.string, with: "")
        return outcome
    }

    @Test func aTagIsUsedAlsoWithoutANetwork() async throws {
        try await publish("second")
        #expect(try await new("one", "@v1").status == 0)
        #expect(try origin.scratch.read("one/README.md") == "one: first\n")
        try LocalFileSystem().rename(origin.path, to: origin.scratch.path.appending("gone"))
        let outcome = try await new("two", "@v1")
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        #expect(try origin.scratch.read("two/README.md") == "two: first\n")
    }

    @Test func aRefreshFollowsABranchAndWarnsWithoutANetwork() async throws {
        _ = try await new("one", "@main")
        try await publish("second")
        _ = try await new("two", "@main")
        _ = try await new("three", "@main", "--refresh")
        #expect(try origin.scratch.read("two/README.md") == "two: first\n")
        #expect(try origin.scratch.read("three/README.md") == "three: second\n")
        try LocalFileSystem().rename(origin.path, to: origin.scratch.path.appending("gone"))
        let outcome = try await new("four", "@main", "--refresh")
        #expect(outcome.status == 0)
        #expect(outcome.error.hasPrefix("warning: cannot refresh `file://@main`, so the commit "))
    }

    @Test func aWrongReferenceMakesNothing() async throws {
        let outcome = try await new("p", "@v2")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: the repository `file://` has no tag, branch or commit `v2`
                note: its tags are `v1`
                note: its branches are `main`

                hint: did you mean `v1`?

                """)
        #expect(try !origin.scratch.exists("p"))
    }

    @Test func aBrokenTemplateNamesFileAndLine() async throws {
        try await publish("{{ nme }}", yaml: "questons: {}\n")
        let outcome = try await new("p", "")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("template.yaml:5:1\n"))
        #expect(outcome.error.contains("files/README.md.stencil:1:16\n"))
        #expect(outcome.error.contains("did you mean `questions`?"))
    }

    @Test func withoutGitItSaysWhatToDo() async throws {
        let outcome = try await new("p", "@v1", environment: ["PATH": "/nonexistent"])
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: cannot run the program `git`, which fetches templates
                note: No such file or directory

                hint: install git, or get the template in another way and name its folder

                """)
    }

    @Test func severalAtOnce() async throws {
        let outcomes = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<5 {
                group.addTask { try await new("p\(number)", number % 2 == 0 ? "@v1" : "@main").status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(outcomes == [0, 0, 0, 0, 0])
        for number in 0..<5 {
            #expect(try origin.scratch.read("p\(number)/README.md") == "p\(number): first\n")
        }
    }

    /// Kills mlkit as it starts git for the first, second, third time and so on; the next run has to be none the worse.
    @Test func killedAtAnyStep() async throws {
        let real = try await BuiltTool.run("which", ["git"], in: origin.scratch.path).output.trimmed
        let script = """
            #!/bin/sh
            count=$(($(cat "$COUNT") + 1))
            echo $count > "$COUNT"
            [ $count = "$KILLED" ] && kill -9 $PPID && exit 1
            exec \(real) "$@"
            """
        let program = origin.scratch.path.pushing("bin/git")
        try LocalFileSystem().write(Array(script.utf8), to: program, executable: true)
        var (step, wasKilled) = (0, true)
        while wasKilled, step < 20 {
            step += 1
            try origin.scratch.write("0\n", to: "count")
            let environment = [
                "PATH": "\(origin.scratch.path)/bin:/usr/bin:/bin", "KILLED": "\(step)",
                "COUNT": origin.scratch.path.appending("count").string,
                "XDG_CACHE_HOME": origin.scratch.path.appending("cache-\(step)").string,
            ]
            wasKilled = try await new("killed-\(step)", "@v1", environment: environment).status == 137
            let next = try await new(
                "next-\(step)", "@v1", environment: environment.filter { $0.key == "XDG_CACHE_HOME" })
            #expect(next.status == 0, "\(next.error)")
            #expect(try origin.scratch.read("next-\(step)/README.md") == "next-\(step): first\n")
        }
        #expect(!wasKilled && step > 5)
    }
}
