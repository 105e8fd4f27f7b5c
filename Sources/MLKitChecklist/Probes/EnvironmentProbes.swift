internal import MLKitCore
internal import MLKitYAML

/// What the project says of the environment that it needs.
enum EnvironmentProbes {
    private static let python = ["requires-python", "python_requires", "python = \"", "python=\""]

    static func interpreter(_ context: ProbeContext) throws -> ProbeVerdict {
        let signs = [
            FileSign(".python-version", [FileSign.version]), FileSign(".nvmrc", [FileSign.version]), FileSign("pyproject.toml", python),
            FileSign("setup.cfg", python), FileSign("setup.py", python), FileSign("Pipfile", ["python_version", "python_full_version"]),
            FileSign(".tool-versions", ["python ", "nodejs ", "swift ", "golang ", "rust ", "java ", "julia "]),
            FileSign("environment.y*ml", ["python=", "python>=", "r-base="]), FileSign("Package.swift", ["swift-tools-version"]),
            FileSign("package.json", ["\"node\":"]), FileSign("DESCRIPTION", ["R (>="]), FileSign("go.mod", ["go 1."]),
            FileSign("rust-toolchain*", ["channel", FileSign.version]), FileSign("runtime.txt", ["python-"]),
        ]
        return try SignProbe.look(signs, "the version of the language", example: "`requires-python` in pyproject.toml", context)
    }

    static func package(_ context: ProbeContext) throws -> ProbeVerdict {
        let signs = [
            FileSign("pyproject.toml", ["[project]", "[tool.poetry]"], ["name ="], ["version =", "version", "dynamic"]),
            FileSign("setup.cfg", ["[metadata]"], ["name ="], ["version ="]), FileSign("setup.py", ["setup("], ["name="]),
            FileSign("Package.swift", ["Package("], ["name:"]), FileSign("package.json", ["\"name\""], ["\"version\""]),
            FileSign("Cargo.toml", ["[package]"], ["name"], ["version"]), FileSign("DESCRIPTION", ["Package:"], ["Version:"]),
        ]
        return try SignProbe.look(signs, "the package's name and version", example: "`[project]` in pyproject.toml", context)
    }

    static func setup(_ context: ProbeContext) throws -> ProbeVerdict {
        let targets = ["setup:", "install:", "env:", "venv:", "init:", "deps:", "bootstrap:", "develop:", "sync:"]
        let signs = [
            FileSign("Makefile", targets), FileSign("justfile", targets), FileSign("Taskfile.y*ml", targets),
            FileSign("noxfile.py", ["@nox.session"]), FileSign("tox.ini", ["[testenv", "[tox]"]),
            FileSign("devcontainer.json", ["\"image\"", "\"build\"", "\"dockerFile\"", "\"dockerComposeFile\""]),
            FileSign("setup.sh", ["install", "venv", "sync"]), FileSign("package.json", ["\"prepare\":", "\"setup\":"]),
        ]
        return try SignProbe.look(signs, "how to set up in one command", example: "a target `setup` in a Makefile", context)
    }

    static func updates(_ context: ProbeContext) throws -> ProbeVerdict {
        let renovate = ["\"extends\"", "\"packageRules\"", "\"schedule\"", "\"enabledManagers\"", "extends:"]
        let signs = [
            FileSign("dependabot.y*ml", ["package-ecosystem:"], ["interval:"]), FileSign("renovate.json*", renovate),
            FileSign(".renovaterc*", renovate),
        ]
        return try SignProbe.look(
            signs, "when dependencies are updated", example: "`interval` in .github/dependabot.yml", isOff: isSwitchedOff, context)
    }

    /// Renovate by `enabled`, and Dependabot by a limit of 0 for each ecosystem.
    private static func isSwitchedOff(_ text: String) -> Bool {
        if let json = try? JSON(parsing: Array(text.utf8)) { return json["enabled"]?.bool == false }
        let updates = (try? YAMLDocument.parse(text, file: ""))?["updates"]?.sequence ?? []
        return !updates.isEmpty && updates.allSatisfy { $0["open-pull-requests-limit"]?.text == "0" }
    }

    /// Each image that a container file begins from has a tag that stays, or a digest.
    static func image(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let names = ["Dockerfile", "Containerfile", "Dockerfile.*", "*.Dockerfile"]
            let found = files.filter { file in names.contains { Glob($0).matches(PinProbe.name(file)) } }
            guard !found.isEmpty else { return .failed("no `Dockerfile` or `Containerfile` is tracked") }
            var count = 0
            for file in found {
                for image in Self.images(try context.text(tracked: file) ?? "") {
                    count += 1
                    guard Self.isPinned(image) else {
                        return .failed("`\(file)` begins from `\(image)`, which is another from day to day", [file])
                    }
                }
            }
            guard count > 0 else { return .unknown("there is nothing to judge: `\(found[0])` begins from no image", found) }
            return .passed("\(plural(count, "image")) by tag or digest in \(Suggestion.list(found))", found)
        }
    }

    /// What stands behind `FROM`, but for earlier stages of the same file.
    private static func images(_ text: String) -> [String] {
        var stages: Set<String> = ["scratch"]
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split { $0 == " " || $0 == "\t" }.map(String.init).filter { !$0.hasPrefix("--") }
            guard words.first?.uppercased() == "FROM", words.count > 1 else { return nil }
            let isKnown = stages.contains(words[1])
            if words.count > 3, words[2].uppercased() == "AS" { stages.insert(words[3]) }
            return isKnown ? nil : words[1]
        }
    }

    private static func isPinned(_ image: String) -> Bool {
        if image.contains("@sha256:") { return true }
        let name = image.split(separator: "/").last ?? ""
        guard let colon = name.firstIndex(of: ":") else { return false }
        let tag = name[name.index(after: colon)...]
        return !tag.isEmpty && tag != "latest" && !tag.hasPrefix("$")
    }
}
