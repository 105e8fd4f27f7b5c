import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// What pins the packages of a project: requirements files line by line, and lock files by what they lock.
@Suite struct PinProbeTests {
    private static let commit = String(repeating: "0a", count: 20)

    static let lines: [(line: String, isPinned: Bool)] = [
        ("a==1.0", true), ("a === 1.0", true), ("a[x,y]==1.0; python_version < '3.9'", true), ("a>=1", false), ("a", false),
        ("a~=1.2", false), ("a==1.*", false), ("requests>=2 ; python_version == \"3.8\"", false), ("a>=1 --hash=sha256:1", true),
        ("a @ git+https://h/a.git@\(commit)", true), ("git+https://h/a.git@\(commit)#egg=a", true), ("a @ git+https://h/a.git@main", false),
        ("a @ git+https://h/a.git", false), ("-e .", true), ("-e ./lib[gpu]", true), ("-e git+https://h/a.git@\(commit)#egg=a", true),
        ("-e git+https://h/a.git#egg=a", false), (".", true), ("a @ https://h/a-1.2-py3-none-any.whl", true), ("a @ https://h/a.zip", false),
        ("a==1.0 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2", true), ("--index-url https://h/x", true), ("a<2,==1.9", true),
    ]

    @Test(arguments: lines)
    func aLineIsPinnedOrNot(line: String, isPinned: Bool) async throws {
        let project = try ProbeProject(tracked: ["requirements.txt": "# ours\nbase==2\n\(line)  # why\n"])
        let found = try await project.verdict("environment: pinned")
        #expect(found.outcome == (isPinned ? .passed : .failed), "\(found.message)")
    }

    @Test func filesThatAreTakenInCount() async throws {
        let files = ["requirements.txt": "-r requirements/base.txt\n-c limits.txt\nb\n", "requirements/base.txt": "a==1\n", "limits.txt": "b==2\n"]
        #expect(try await ProbeProject(tracked: files).outcome("environment: pinned") == .passed)
        let loose = files.merging(["requirements/base.txt": "a\n"]) { $1 }
        #expect(try await ProbeProject(tracked: loose).outcome("environment: pinned") == .failed)
    }

    @Test func whatOnlyDevelopersNeedPinsNothing() async throws {
        let only = try await ProbeProject(tracked: ["requirements-dev.txt": "a==1\n"]).verdict("environment: pinned")
        #expect(only.outcome == .unknown && only.message.contains("nothing to judge"))
        let both = ["requirements-dev.txt": "a==1\n", "requirements.txt": "b\n"]
        #expect(try await ProbeProject(tracked: both).outcome("environment: pinned") == .failed)
        #expect(try await ProbeProject(tracked: ["requirements.txt": "# none\n"]).outcome("environment: pinned") == .unknown)
    }

    @Test(arguments: [
        ("poetry.lock", "[[package]]\nname = \"a\"\n"), ("pixi.lock", "packages:\n- conda: https://x\n"), ("conda-lock.yml", "package:\n- url: x\n"),
        ("conda-linux-64.lock", "@EXPLICIT\nhttps://x#1\n"), ("pylock.toml", "[[packages]]\n"), ("Pipfile.lock", "{\"default\": {\"a\": {\"version\": \"==1\"}}}"),
        ("environment.yml", "name: x\ndependencies:\n  - python=3.11.4=h1\n  - numpy=1.26.4\n"),
    ])
    func lockFilesPinWhatTheyLock(path: String, text: String) async throws {
        #expect(try await ProbeProject(tracked: [path: text]).outcome("environment: pinned") == .passed)
        let empty = text.hasPrefix("name") ? "dependencies:\n  - numpy>=1\n" : "{}"
        #expect(try await ProbeProject(tracked: [path: empty]).outcome("environment: pinned") != .passed)
    }
}
