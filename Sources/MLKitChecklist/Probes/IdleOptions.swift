/// Options by which a command does not do what it is called for, or not so that its failure counts: it only asks, prints, lists,
/// builds or installs, or goes on whatever fails.
enum IdleOptions {
    private static let asking: Set<String> = [
        "--version", "--help", "-h", "--collect-only", "--co", "--no-run", "--list", "--list-tests", "--listTests", "--setup-plan",
        "--setup-only", "--dry-run", "--just-print", "--fixtures", "--markers", "--notest", "--show-only", "--list-sessions", "install", "add",
    ]
    /// Those of one program, behind its name.
    private static let own: [String: Set<String>] = [
        "pytest": ["-V", "--trace-config", "--cache-show", "--fixtures-per-test"], "py.test": ["-V"], "nox": ["-l"], "ctest": ["-N"],
        "tox": ["-l", "-a", "-av", "list", "config", "--listenvs", "--showconfig"], "go": ["-c", "-list", "-n"], "dotnet": ["-t"],
        "just": ["-n", "-l", "--show", "--summary", "--evaluate"], "task": ["-n", "--dry", "-l", "-a", "--list-all", "--summary"],
        "invoke": ["-l", "-R", "--dry"], "rake": ["-n", "-T", "-P"], "mvn": ["-fn", "--fail-never"], "gradle": ["-m"], "gradlew": ["-m"],
        "bazel": ["--nobuild"], "vitest": ["list"],
    ]
    /// Properties of Maven that leave tests out, or overlook how they end.
    private static let properties: Set<String> = ["-DskipTests", "-Dmaven.test.skip", "-Dmaven.test.failure.ignore", "-DtestFailureIgnore"]
    /// What `swift test` is followed by where it lists.
    private static let listing = ["swift", "test", "list"]

    static func stand(in words: [String]) -> Bool {
        if words.contains(where: { asking.contains($0) || $0.hasSuffix(".install") }) || words.starts(with: listing) { return true }
        let isIdle = zip(words, words.dropFirst() + [""]).contains { word, next in
            properties.contains(word) && next != "false" || ["-x", "--exclude-task"].contains(word) && ["test", "check"].contains(next)
        }
        return isIdle || words.indices.contains { index in
            let rest = words[(index + 1)...]
            // A variable's value is for others: `make test ARGS="-n auto"`.
            let options = rest.prefix { $0.contains { !$0.isUppercase } }
            if words[index] == "make", options.contains(where: isIdleForMake) { return true }
            return own[words[index]].map { !$0.isDisjoint(with: rest) } ?? false
        }
    }

    /// `-n`, `-t`, `-q` and `-i` of make, among other letters too: `-in`. What follows some letters is a value: `-Clib`.
    private static func isIdleForMake(_ option: String) -> Bool {
        if ["--touch", "--question", "--ignore-errors", "--recon"].contains(option) { return true }
        guard option.hasPrefix("-"), !option.hasPrefix("--") else { return false }
        return option.dropFirst().prefix { !"CfIjloWE".contains($0) }.contains { "ntqi".contains($0) }
    }
}
