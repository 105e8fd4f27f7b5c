import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// What pins the packages of a project: requirements files line by line, and lock files by what they lock.
@Suite struct PinProbeTests {
    private static let commit = String(repeating: "0a", count: 20)
    private static let hash = "sha256:" + String(repeating: "0a", count: 32)

    static let lines: [(line: String, isPinned: Bool)] = [
        ("a==1.0", true), ("a === 1.0", true), ("a[x,y]==1.0; python_version < '3.9'", true), ("a>=1", false), ("a", false),
        ("a~=1.2", false), ("a==1.*", false), ("requests>=2 ; python_version == \"3.8\"", false), ("a>=1 --hash=\(hash)", true),
        ("a>=1 --hash=sha256:abc", false), ("a>=1 --hash=\(hash)0", false),
        ("a @ git+https://h/a.git@\(commit)", true), ("git+https://h/a.git@\(commit)#egg=a", true), ("a @ git+https://h/a.git@main", false),
        ("a @ git+https://h/a.git", false), ("-e .", true), ("-e ./lib[gpu]", true), ("-e git+https://h/a.git@\(commit)#egg=a", true),
        ("-e git+https://h/a.git#egg=a", false), (".", true), ("a @ https://h/a-1.2-py3-none-any.whl", false),
        ("https://h/a-1.2-py3-none-any.whl", false),
        ("a @ https://h/a-1.2-py3-none-any.whl#\(hash.replacing(":", with: "="))", true), ("a @ https://h/a.zip#sha256=abc", false),
        ("a @ https://h/a.zip", false),
        ("a==1.0 \\\n    --hash=\(hash) \\\n    --hash=\(hash)", true), ("--index-url https://h/x", true), ("a<2,==1.9", true),
        ("a @ https://github.com/o/a/archive/\(commit).zip", true), ("a @ https://github.com/o/a/archive/refs/tags/v1.zip", false),
        ("git+ssh://git@h/a.git@\(commit)", true), ("a @ git+https://h/a.git@\(commit) ; python_version < '4'", true),
        ("a @ git+https://h/a.git@\(commit)#subdirectory=b", true), ("a @ git+https://h/a.git@\(commit.prefix(7))", false),
        ("a @ git+https://h/a.git@v1.0", false), ("wheels/a-1.0-py3-none-any.whl", true), ("libs/a", true), ("/home/ada/a", false),
        ("-e libs/a", true), ("-e.", true), ("-egit+https://h/a.git", false), ("a (==1.0)", true), ("a>=1,<2", false), ("a!=1.0", false),
        ("a == 1.0 ; sys_platform == 'linux'", true), ("--extra-index-url https://h/x", true), ("a @ file:./libs/a", true),
        ("a===1.0", true), ("a[x] >= 1 ; extra == 'b==1'", false), ("a==1.0.post1+cu118", true), ("a==2024.1a1", true),
    ]

    @Test(arguments: lines)
    func aLineIsPinnedOrNot(line: String, isPinned: Bool) async throws {
        let project = try ProbeProject(tracked: ["requirements.txt": "# ours\nbase==2\n\(line)  # why\n"])
        let found = try await project.verdict("environment: pinned")
        #expect(found.outcome == (isPinned ? .passed : .failed), "\(found.message)")
    }

    @Test func filesThatAreTakenInCount() async throws {
        let files = [
            "requirements.txt": "-r requirements/base.txt\n-c limits.txt\nb\n", "requirements/base.txt": "a==1\n", "limits.txt": "b==2\n",
        ]
        #expect(try await ProbeProject(tracked: files).outcome("environment: pinned") == .passed)
        let loose = files.merging(["requirements/base.txt": "a\n"]) { $1 }
        #expect(try await ProbeProject(tracked: loose).outcome("environment: pinned") == .failed)
        // Whatever way it is written.
        let attached = ["requirements.txt": "-rbase.in\na==1\n", "base.in": "b\n"]
        #expect(try await ProbeProject(tracked: attached).outcome("environment: pinned") == .failed)
        let lost = try await ProbeProject(texts: ["base.in": "b==1\n"], tracked: ["requirements.txt": "-r base.in\na==1\n"])
            .verdict("environment: pinned")
        #expect(lost.outcome == .failed && lost.message == "`requirements.txt` takes in `base.in`, which git does not have")
    }

    /// A lock of one language pins nothing of another.
    @Test func aLockIsForItsLanguage() async throws {
        let pages = ["docs/package-lock.json": "{\"packages\": {\"a\": {\"integrity\": \"sha512-x\"}}}"]
        #expect(try await ProbeProject(tracked: pages).outcome("environment: pinned") == .passed)
        let loose = try await ProbeProject(tracked: pages.merging(["requirements.txt": "a\n"]) { $1 }).verdict("environment: pinned")
        #expect(loose.outcome == .failed && loose.message.contains("names `a`"))
        #expect(
            try await ProbeProject(tracked: pages.merging(["requirements.txt": "a==1\n"]) { $1 }).outcome("environment: pinned") == .passed)
        let declared = try await ProbeProject(tracked: pages.merging(["pyproject.toml": "[project]\ndependencies = [\"a\"]\n"]) { $1 })
            .verdict("environment: pinned")
        #expect(declared.outcome == .failed)
        #expect(declared.message == "`docs/package-lock.json` locks no package of Python, and no lock file that does is tracked")
        #expect(try await ProbeProject(tracked: ["package-lock.json": "{\"name\": \"p\", \"version\": \"1.0.0\"}"])
            .outcome("environment: pinned") == .unknown)
    }

    /// What is written by hand may be loose beside a file that pins it all.
    @Test func aLockedCopyOfRequirementsPinsThem() async throws {
        let both = ["requirements.txt": "a\nb>=2\n", "requirements.lock": "a==1\nb==2\nc==3\n"]
        #expect(try await ProbeProject(tracked: both).outcome("environment: pinned") == .passed)
        let short = ["requirements.txt": "a\nb>=2\n", "requirements-frozen.txt": "a==1\n"]
        #expect(try await ProbeProject(tracked: short).outcome("environment: pinned") == .failed)
    }

    @Test(arguments: [
        ("python=3.11", true), ("python=3", false), ("numpy=1.26.4", true), ("numpy=1.26", false), ("numpy=1.26.*", false),
        ("numpy", false),
        ("conda-forge::numpy=1.26.4=py311h1", true), ("numpy>=1.26.4", false), ("'numpy ==1.26.4'", true), ("pip", true),
        ("{pip: [a==1.0, -r requirements.txt, -e .]}", false), ("{pip: [a==1.0, -e .]}", true), ("{pip: [a==1.0, b]}", false),
        ("r-base=4.3", true),
    ])
    func aCondaEnvironmentIsPinned(entry: String, isPinned: Bool) async throws {
        let found = try await ProbeProject(
            tracked: ["environment.yml": "name: x\ndependencies:\n  - scipy=1.11.4\n  - \(entry)\n"]).verdict("environment: pinned")
        #expect(found.outcome == (isPinned ? .passed : .failed), "\(found.message)")
    }

    @Test func bothKindsOfFilesCount() async throws {
        let files = ["environment.yml": "dependencies: [python=3.11, {pip: [-r requirements.txt]}]", "requirements.txt": "a==1\n"]
        #expect(try await ProbeProject(tracked: files).outcome("environment: pinned") == .passed)
        let loose = files.merging(["environment.yml": "dependencies: [python=3.11, numpy]"]) { $1 }
        #expect(try await ProbeProject(tracked: loose).outcome("environment: pinned") == .failed)
        #expect(try await ProbeProject(tracked: ["environment.yml": "dependencies: [numpy"]).outcome("environment: pinned") == .unknown)
    }

    private static func lock(_ names: String...) -> String { "version = 1\n" + names.map { "[[package]]\nname = \"\($0)\"\n" }.joined() }
    private static let declared = "[project]\nname = \"x\"\ndependencies = [\n  \"numpy[x]>=1\",\n  'Scikit_Learn',\n]\n"

    /// A lock holds for what lies beside it and below, and has to have what that names.
    static let projects: [(files: [String: String], outcome: ProbeVerdict.Outcome)] = [
        (["pyproject.toml": declared, "uv.lock": lock("numpy", "scikit-learn")], .passed),
        (["pyproject.toml": declared, "uv.lock": lock("x")], .failed), (["pyproject.toml": declared, "uv.lock": lock("numpy")], .failed),
        (
            ["pyproject.toml": declared, "uv.lock": lock("x") + "requires-dist = [{ name = \"numpy\" }, { name = \"scikit-learn\" }]\n"],
            .failed),
        (["pyproject.toml": declared, "requirements.txt": "black==24.1.0\n"], .failed),
        (["pyproject.toml": declared, "requirements.txt": "numpy==2.0\nscikit-learn==1.5\n"], .passed),
        (["requirements.txt": "numpy\n", "examples/uv.lock": lock("six")], .failed),
        (["requirements.txt": "numpy\n", "uv.lock": lock("numpy")], .passed),
        (["lib/pyproject.toml": declared, "uv.lock": lock("numpy", "scikit-learn")], .passed),
        (["pyproject.toml": "[tool.poetry.dependencies]\npython = \"^3.11\"\nnumpy = \"^1\"\n", "poetry.lock": lock("numpy")], .passed),
        (["pyproject.toml": "[tool.poetry.dependencies]\npython = \"^3.11\"\nnumpy = \"^1\"\n", "poetry.lock": lock("six")], .failed),
        (["Pipfile": "[packages]\nnumpy = \"*\"\n", "Pipfile.lock": "{\"default\": {\"numpy\": {\"version\": \"==1\"}}}"], .passed),
        (["Pipfile": "[packages]\nnumpy = \"*\"\n", "Pipfile.lock": "{\"default\": {\"six\": {\"version\": \"==1\"}}}"], .failed),
        (["Pipfile": "[packages]\nnumpy = \"*\"\n", "Pipfile.lock": "{\"default\": {\"numpy\": {\"version\": \"*\"}}}"], .failed),
        (["Pipfile": "[packages]\nnumpy = \"*\"\n",
            "Pipfile.lock": "{\"default\": {\"numpy\": {\"git\": \"https://h/n.git\", \"ref\": \"\(commit)\"}}}"], .passed),
        (["setup.cfg": "[options]\ninstall_requires =\n    numpy\n", "requirements.txt": "six==1\n"], .failed),
        (["setup.py": "setup(install_requires=['numpy', \"six\"])", "requirements.txt": "six==1\n"], .failed),
        (["environment.yml": "dependencies: [python=3.11, {pip: [-r reqs.in]}]", "reqs.in": "numpy\n"], .failed),
        (["environment.yml": "dependencies: [python=3.11, {pip: [-r reqs.in]}]"], .failed),
        (["environment.yml": "dependencies: [python=3.11, {pip: [-r reqs.in]}]", "reqs.in": "numpy==2.0\n"], .passed),
        (["requirements.txt": "numpy\n", ".venv/uv.lock": lock("numpy")], .failed),
        (["pyproject.toml": needs("numpy>=2"), "uv.lock": locked("1.26.4")], .failed),
        (["pyproject.toml": needs("numpy>=2"), "uv.lock": locked("2.0")], .passed),
        (["pyproject.toml": needs("numpy==2.0"), "uv.lock": locked("1.26.4")], .failed),
        (["requirements.txt": "numpy<2\n", "uv.lock": locked("2.0")], .failed),
        (["Pipfile": "[packages]\nnumpy = \"*\"\n", "Pipfile.lock": "{\"default\": {\"numpy\": {\"version\": \"==1\"}}}",
            "requirements.txt": "numpy>=2\n"], .failed),
        (["requirements.txt": "numpy==1.26.4\n", "deps.txt": "pandas\n", "pyproject.toml": dynamic("deps.txt")], .failed),
        (["requirements.txt": "numpy==1.26.4\n", "pyproject.toml": dynamic("requirements.txt")], .passed),
        (["lib/deps.txt": "pandas\n", "lib/pyproject.toml": dynamic("deps.txt"), "uv.lock": lock("pandas")], .passed),
        (["requirements.txt": "numpy==1.26.4\n", "pyproject.toml": "[project]\nname = \"a\"\ndynamic = [\"version\", \"dependencies\"]\n"],
            .unknown),
    ]
    private static func needs(_ requirement: String) -> String { "[project]\nname = \"x\"\ndependencies = [\"\(requirement)\"]\n" }
    private static func locked(_ version: String) -> String { "version = 1\n[[package]]\nname = \"numpy\"\nversion = \"\(version)\"\n" }
    private static func dynamic(_ file: String) -> String {
        "[project]\nname = \"a\"\ndynamic = [\"dependencies\"]\n[tool.setuptools.dynamic]\ndependencies = {file = [\"\(file)\"]}\n"
    }

    /// Locks that lock nothing.
    @Test(arguments: [
        ("renv.lock", "{\"R\": {\"Version\": \"4.3\"}, \"Packages\": {}}"), ("conda-linux-64.lock", "@EXPLICIT\n"),
        ("Gemfile.lock", "GEM\n  specs:\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n"), ("renv.lock", "x \"Version\": 1"),
    ])
    func anEmptyLockPinsNothing(path: String, text: String) async throws {
        let found = try await ProbeProject(tracked: [path: text]).verdict("environment: pinned")
        #expect(found.outcome == .unknown && found.message == "there is nothing to judge: `\(path)` locks no package")
    }

    @Test(arguments: [
        ("renv.lock", "{\"R\": {\"Version\": \"4.3\"}, \"Packages\": {\"dplyr\": {\"Version\": \"1.1\"}}}"),
        ("Gemfile.lock", "GEM\n  remote: https://x/\n  specs:\n    rake (13.0.6)\n\nPLATFORMS\n  ruby\n"),
    ])
    func oneWithAPackageDoes(path: String, text: String) async throws {
        #expect(try await ProbeProject(tracked: [path: text]).outcome("environment: pinned") == .passed)
    }

    @Test(arguments: projects.indices) func aLockHoldsWhatIsDeclaredBesideIt(index: Int) async throws {
        let (files, outcome) = Self.projects[index]
        let found = try await ProbeProject(tracked: files).verdict("environment: pinned")
        #expect(found.outcome == outcome, "\(files): \(found.message)")
    }

    @Test func whatOnlyDevelopersNeedPinsNothing() async throws {
        let only = try await ProbeProject(tracked: ["requirements-dev.txt": "a==1\n"]).verdict("environment: pinned")
        #expect(only.outcome == .unknown && only.message.contains("nothing to judge"))
        let both = ["requirements-dev.txt": "a==1\n", "requirements.txt": "b\n"]
        #expect(try await ProbeProject(tracked: both).outcome("environment: pinned") == .failed)
        #expect(try await ProbeProject(tracked: ["requirements.txt": "# none\n"]).outcome("environment: pinned") == .unknown)
    }

    @Test(arguments: [
        ("poetry.lock", "[[package]]\nname = \"a\"\n"), ("pixi.lock", "packages:\n- conda: https://x\n"),
        ("conda-lock.yml", "package:\n- name: x\n  hash:\n    sha256: 1\n"),
        ("conda-linux-64.lock", "@EXPLICIT\nhttps://x#1\n"), ("pylock.toml", "[[packages]]\n"),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"version\": \"==1\"}}}"),
        ("environment.yml", "name: x\ndependencies:\n  - python=3.11.4=h1\n  - numpy=1.26.4\n"),
    ])
    func lockFilesPinWhatTheyLock(path: String, text: String) async throws {
        #expect(try await ProbeProject(tracked: [path: text]).outcome("environment: pinned") == .passed)
        let empty = text.hasPrefix("name") ? "dependencies:\n  - numpy>=1\n" : "{}"
        #expect(try await ProbeProject(tracked: [path: empty]).outcome("environment: pinned") != .passed)
    }
}
