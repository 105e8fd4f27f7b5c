/// Options by which a command does not do what it is called for, or not so that its failure counts: it only asks, prints, lists,
/// builds or installs, or goes on whatever fails.
enum IdleOptions {
    private static let asking: Set<String> = [
        "--version", "--help", "-h", "--collect-only", "--co", "--no-run", "--list", "--list-tests", "--listTests", "--setup-plan",
        "--setup-only", "--dry-run", "--just-print", "--fixtures", "--markers", "--notest", "--show-only", "--list-sessions", "install",
        "add",
        "--exit-zero", "--print-config", "--show-files", "--show-settings", "--env-info", "--inspect-config", "--dump-config",
        "--list-checks",
        "--list-msgs", "--list-msgs-enabled", "--list-groups", "--list-extensions", "--list-conf-levels", "--generate-rcfile",
        "--generate-toml-config", "--help-msg", "--long-help", "--bug-report", "--lenient",
    ]
    /// Those of one program, behind its name.
    private static let own: [String: Set<String>] = [
        "pytest": ["-V", "--trace-config", "--cache-show", "--fixtures-per-test"], "py.test": ["-V"], "nox": ["-l"], "ctest": ["-N"],
        "tox": ["-l", "-a", "-av", "list", "config", "--listenvs", "--showconfig"], "go": ["-c", "-list", "-n"], "dotnet": ["-t"],
        "just": ["-n", "-l", "--show", "--summary", "--evaluate"], "task": ["-n", "--dry", "-l", "-a", "--list-all", "--summary"],
        "invoke": ["-l", "-R", "--dry"], "rake": ["-n", "-T", "-P"], "mvn": ["-fn", "--fail-never"], "gradle": ["-m"], "gradlew": ["-m"],
        "bazel": ["--nobuild"], "vitest": ["list"], "biome": ["version", "explain", "rage", "init", "migrate"],
        "swiftlint": ["rules", "version", "docs", "reporters"],
    ]
    /// Properties of Maven that leave tests out, or overlook how they end.
    private static let properties: Set<String> = ["-DskipTests", "-Dmaven.test.skip", "-Dmaven.test.failure.ignore", "-DtestFailureIgnore"]
    /// Modules of Python's that run nothing of what they are given.
    private static let modules: Set<String> = [
        "compileall", "py_compile", "pip", "pipx", "venv", "virtualenv", "ensurepip", "json.tool", "http.server", "zipfile", "tarfile",
        "build", "twine", "site", "sysconfig", "platform", "ast", "tokenize", "dis", "inspect", "pydoc", "base64", "this",
    ]
    /// What containers are done with, but run.
    private static let packing: Set<String> = [
        "build", "buildx", "push", "pull", "tag", "login", "logout", "image", "images", "save", "load", "import", "inspect", "rm", "rmi",
        "ps",
        "logs", "volume", "network", "cp", "manifest", "search", "version", "info", "commit", "history",
    ]

    /// What `swift test` is followed by where it lists.
    private static let listing = ["swift", "test", "list"]

    static func stand(in words: [String]) -> Bool {
        if words.contains(where: { asking.contains($0) || $0.hasSuffix(".install") }) || words.starts(with: listing) { return true }
        let isIdle = zip(words, words.dropFirst() + [""]).contains { word, next in
            properties.contains(word) && next != "false" || ["-x", "--exclude-task"].contains(word) && ["test", "check"].contains(next)
        }
        return isIdle || isPacking(words) || isIdlePython(words) || passesAll(words) || words.indices.contains { index in
            let rest = words[(index + 1)...]
            // A variable's value is for others: `make test ARGS="-n auto"`.
            let options = rest.prefix { $0.contains { !$0.isUppercase } }
            if words[index] == "make", options.contains(where: isIdleForMake) { return true }
            return own[words[index]].map { !$0.isDisjoint(with: rest) } ?? false
        }
    }

    /// Whether a command of Go leaves out all tests, as to run benchmarks alone: `-run '^$'`.
    static func testsNothing(_ command: String) -> Bool {
        let words = command.split { $0 == " " || $0 == "=" || $0 == "'" || $0 == "\"" }
        guard words.contains("go"), words.contains("test"),
            let place = words.firstIndex(where: { $0 == "-run" || $0 == "-test.run" })
        else { return false }
        guard let value = words[(place + 1)...].first else { return true }
        return ["^$", "$^", "^\\$", "XXX", "xxx", "NONE", "None", "none", "^#", "^x^", "#"].contains(value) || value.hasPrefix("-")
    }

    /// Whether containers are made, moved or looked at, and none runs.
    private static func isPacking(_ words: [String]) -> Bool {
        let programs = ["docker", "podman", "nerdctl", "docker-compose"]
        guard let place = words.prefix(3).firstIndex(where: programs.contains) else { return false }
        let verb = words[(place + 1)...].first { packing.contains($0) || ["run", "exec", "up", "start"].contains($0) }
        return verb.map(packing.contains) ?? true
    }

    /// Whether Python runs a text, or a module that does nothing with what it is given.
    private static func isIdlePython(_ words: [String]) -> Bool {
        func isPython(_ word: String) -> Bool {
            word.hasPrefix("python") && word.dropFirst("python".count).allSatisfy { $0.isNumber || $0 == "." }
        }
        guard let place = words.prefix(4).firstIndex(where: isPython) else { return false }
        guard let at = words[(place + 1)...].firstIndex(where: { $0 == "-c" || $0 == "-m" }) else { return false }
        return words[at] == "-c" || words.indices.contains(at + 1) && modules.contains(words[at + 1])
    }

    /// Whether what is found wrong does not count: `pylint --fail-under=0`, `golangci-lint --issues-exit-code=0`.
    private static func passesAll(_ words: [String]) -> Bool {
        zip(words, words.dropFirst()).contains { word, next in
            word == "--issues-exit-code" && next == "0"
                || word == "--fail-under" && words.contains("pylint") && (Double(next).map { $0 <= 0 } ?? false)
        }
    }

    /// `-n`, `-t`, `-q` and `-i` of make, among other letters too: `-in`. What follows some letters is a value: `-Clib`.
    private static func isIdleForMake(_ option: String) -> Bool {
        if ["--touch", "--question", "--ignore-errors", "--recon"].contains(option) { return true }
        guard option.hasPrefix("-"), !option.hasPrefix("--") else { return false }
        return option.dropFirst().prefix { !"CfIjloWE".contains($0) }.contains { "ntqi".contains($0) }
    }
}
