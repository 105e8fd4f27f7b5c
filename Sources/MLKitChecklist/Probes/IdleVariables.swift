internal import MLKitCore
internal import MLKitYAML

/// Variables from which programs take options besides those of their command, where these keep tests from being run.
enum IdleVariables {
    private static let programs = [
        "PYTEST_ADDOPTS": "pytest", "GOFLAGS": "go", "MAKEFLAGS": "make", "MFLAGS": "make", "MAVEN_ARGS": "mvn", "MAVEN_OPTS": "mvn",
    ]

    /// Whether a statement sets one so: `export PYTEST_ADDOPTS=--collect-only`, `echo GOFLAGS=-n >> $GITHUB_ENV`.
    static func areSet(by statement: String) -> Bool {
        let words = statement.split { $0.isWhitespace || "'\"".contains($0) }.map(String.init)
        guard let place = words.firstIndex(where: { word in programs.keys.contains { word.hasPrefix($0 + "=") } }) else { return false }
        let name = String(words[place].prefix { $0 != "=" })
        let rest = [String(words[place].dropFirst(name.count + 1))] + words[(place + 1)...]
        return isIdle(name, rest.joined(separator: " "))
    }

    /// Whether a mapping of variables has one that is so: `env` of GitHub, `variables` of GitLab.
    static func stand(in variables: Node?) -> Bool {
        (variables?.mapping ?? []).contains { entry in
            (entry.value.text ?? entry.value["value"]?.text).map { isIdle(entry.name, $0) } ?? false
        }
    }

    private static func isIdle(_ name: String, _ value: String) -> Bool {
        guard let program = programs[name] else { return false }
        var options = value.split { $0 == " " || $0 == "=" }.map(String.init)
        // Letters of make need no dash there.
        if program == "make", let first = options.first, !first.hasPrefix("-") { options[0] = "-" + first }
        return IdleOptions.stand(in: [program] + options) || IdleOptions.testsNothing("\(program) test \(value)")
    }
}
