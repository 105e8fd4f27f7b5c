import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Commands of a template in `mlkit new`.
@Suite struct PostStepCommandTests {
    private func template(_ post: String) throws -> SmallTemplate {
        try SmallTemplate("questions: {title: {type: text, default: it's}}\npost:\n\(post)\n")
    }

    private static let echo = "  - {run: 'echo {{ title }} > made', help: makes a file}\n  - {run: touch second}"

    @Test func withoutConsentTheyAreListed() async throws {
        let template = try template(Self.echo)
        let outcome = try await template.mlkit("new", "demo", "--template", "./template", "--no-git")
        #expect(outcome.status == 0 && outcome.error == "")
        #expect(
            outcome.output == """
                made `\(template.scratch.path)/demo`: 3 files

                not run:
                  echo 'it'\\''s' > made  # makes a file
                  touch second

                """)
        #expect(try LocalFileSystem().list(template.scratch.path.appending("demo")) == [".mlkit", "README.md"])
    }

    @Test func trustRunsThemInTheCommittedProject() async throws {
        let template = try template(Self.echo + "\n  - {run: 'git log --format=%s > log'}")
        let outcome = try await template.mlkit("new", "demo", "--template", "./template", "--trust")
        #expect(outcome.status == 0)
        #expect(outcome.error == "running `echo 'it'\\''s' > made`\nrunning `touch second`\nrunning `git log --format=%s > log`\n")
        #expect(try template.scratch.read("demo/made") == "it's\n")
        #expect(try template.scratch.read("demo/log") == "Create demo from the template small\n")
        #expect(!outcome.output.contains("not run"))
    }

    @Test func aCommandThatFailsLeavesTheProject() async throws {
        let template = try template("  - {run: 'echo one; echo two >&2; exit 7'}\n  - {run: touch second}")
        let outcome = try await template.mlkit("new", "demo", "--template", "./template", "--no-git", "--trust")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("\nnot run:\n  touch second\n"))
        #expect(
            outcome.error.hasPrefix(
                """
                running `echo one; echo two >&2; exit 7`
                error: `echo one; echo two >&2; exit 7` ended with exit status 7
                note: one
                note: two

                hint: the project in `\(template.scratch.path)/demo` is there all the same; all the command wrote is in `
                """))
        #expect(try LocalFileSystem().list(template.scratch.path.appending("demo")) == [".mlkit", "README.md"])
    }

    @Test func aPersonIsShownTheCommandAndAsked() async throws {
        let template = try template(Self.echo)
        let outcome = try await template.newOnTerminal(["a b", "yes", ""])
        #expect(outcome.status == 0)
        let folder = "\(template.scratch.path)/demo"
        #expect(
            outcome.output == """
                title [it's]: a b
                made `\(folder)`: 3 files

                the template wants to run in `\(folder)`:
                  echo 'a b' > made
                makes a file
                run it? [no]: yes
                running `echo 'a b' > made`

                the template wants to run in `\(folder)`:
                  touch second
                run it? [no]:\u{20}

                not run:
                  touch second

                """)
        #expect(try template.scratch.read("demo/made") == "a b\n")
        #expect(try !template.scratch.exists("demo/second"))
    }

    @Test func theEndOfTheInputIsNoConsent() async throws {
        let template = try template("  - {run: touch second}")
        let outcome = try await template.newOnTerminal(["x"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("run it? [no]: \n\nnot run:\n  touch second\n"), "\(outcome.output)")
    }
}
