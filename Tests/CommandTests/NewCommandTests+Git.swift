import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Projects that are made inside a repository, and without an identity to commit as.
extension NewCommandTests {
    @Test func insideARepositoryItsAttributesHold() async throws {
        try scratch.write("template: 1\nname: two\nversion: 1.0.0\ndescription: two\n", to: "two/template.yaml")
        try scratch.write("one\n", to: "two/files/a.txt")
        try scratch.write("one\n", to: "two/files/b.bat")
        try scratch.write("mlkit: 1\nproject: {name: demo}\n", to: "two/files/mlkit.yaml")
        try scratch.write("*.bat text eol=crlf\n", to: "two/files/.gitattributes")
        _ = try await git("init", "--quiet", in: "")
        try scratch.write("*.txt working-tree-encoding=UTF-16LE\n", to: ".gitattributes")
        #expect(try await new("demo", "--template", "./two", "--defaults").status == 0)
        #expect(try LocalFileSystem().read(scratch.path.pushing("demo/a.txt")) == Array("o\0n\0e\0\n\0".utf8))
        #expect(try scratch.read("demo/b.bat") == "one\r\n")
        _ = try await git("add", "--all", in: "")
        #expect(try await git("show", ":demo/a.txt", in: "") == "one\n")
        #expect(try await git("status", "--porcelain", in: "").contains("AM") == false)
    }

    @Test func insideARepositoryNoOtherIsMade() async throws {
        _ = try await git("init", "--quiet", in: "")
        let outcome = try await new("inner", "--defaults")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                made `\(scratch.path)/inner`: 25 files, inside the repository `\(scratch.path)`
                add the project with `git add \(scratch.path)/inner`, and commit


                """ + Self.steps("`cd inner` first\n  "))
        #expect(try await git("status", "--porcelain", in: "") == "?? inner/\n")
        #expect(try !scratch.exists("inner/.git"))
    }

    @Test func withoutAnIdentityTheProjectStandsButIsNotCommitted() async throws {
        let nobody = ["GIT_AUTHOR", "GIT_COMMITTER"].flatMap { [($0 + "_NAME", ""), ($0 + "_EMAIL", "")] }
        var environment = Dictionary(uniqueKeysWithValues: nobody)
        environment["EMAIL"] = ""
        environment["HOME"] = "/nonexistent"
        environment["XDG_CONFIG_HOME"] = "/nonexistent"
        environment["GIT_CONFIG_NOSYSTEM"] = "1"
        let outcome = try await new("census", "--defaults", environment: environment)
        #expect(outcome.status == 0)
        #expect(
            outcome.error == """
                warning: git does not know who you are: `user.name` and `user.email` are not set

                hint: run `git config --global user.name "Your Name"` and `git config --global user.email \
                "you@example.com"`

                """)
        #expect(
            outcome.output == """
                made `\(scratch.path)/census`: 25 files, not committed
                then commit in `\(scratch.path)/census` with `git add --all && git commit -m "First version"`


                """ + Self.next)
        #expect(try scratch.exists("census/mlkit.yaml"))
    }
}
