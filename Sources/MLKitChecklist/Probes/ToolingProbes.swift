internal import MLKitCore
internal import MLKitSpec

/// What surrounds the code: locked dependencies, tests, continuous integration, monitoring.
enum ToolingProbes {
    private static let locks: Set<String> = [
        "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "conda-lock.yml", "renv.lock", "Cargo.lock",
        "Package.resolved", "package-lock.json", "flake.lock",
    ]

    static func environmentPinned(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            if let lock = files.first(where: { locks.contains(name($0)) }), try context.hasContent(lock) {
                return .passed("`\(lock)` is tracked", [lock])
            }
            let requirements = files.filter { Glob("requirements*.txt").matches(name($0)) }
            for path in requirements {
                guard let text = try context.text(path), isPinned(text) else { continue }
                return .passed("`\(path)` pins every package", [path])
            }
            guard let path = requirements.first else { return .failed("no lock file of a package manager is tracked") }
            return .failed("`\(path)` has lines without `==` or a hash, and no lock file is tracked", [path])
        }
    }

    /// Whether every line of a requirements file that names a package has `==` or a hash.
    private static func isPinned(_ text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "#" }.trimmed }
        let packages = lines.filter { line in !line.isEmpty && !["-r", "-c", "--"].contains { line.hasPrefix($0) } }
        return !packages.isEmpty && packages.allSatisfy { $0.contains("==") || $0.contains("--hash=") }
    }

    private static let testNames = [
        "test_*.py", "*_test.py", "*_test.go", "*Tests.swift", "*.test.ts", "*.test.js", "test-*.R",
    ].map { Glob($0) }

    static func testsExist(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let tests = files.filter { file in testNames.contains { $0.matches(name(file)) } }
            guard let first = tests.first else {
                return .failed("no tracked file is named as tests are, such as `test_model.py`")
            }
            return .passed("\(plural(tests.count, "file")) of tests, `\(first)` the first", [first])
        }
    }

    private static let services = [
        ".github/workflows/*.y*ml", ".gitlab-ci.yml", ".circleci/config.yml", "Jenkinsfile", "azure-pipelines.yml",
        "bitbucket-pipelines.yml", ".travis.yml", ".drone.yml", ".woodpecker.yml", ".ci/*",
    ]

    static func continuousIntegration(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            for pattern in services {
                guard let file = files.first(where: Glob(pattern).matches) else { continue }
                return .passed("`\(file)` is tracked", [file])
            }
            return .failed("no file of a CI service is tracked, such as `.github/workflows/ci.yml`")
        }
    }

    private static let monitors = ["prometheus*.y*ml", "alerts*.y*ml", "otel*.y*ml"].map { Glob($0) }

    static func monitoring(_ context: ProbeContext) throws -> ProbeVerdict {
        if context.facts["serving.drift.alarm"] != nil {
            return .passed("\(ProjectSpec.fileName) sets `serving.drift` with an alarm", [ProjectSpec.fileName])
        }
        return try context.tracked { files, _ in
            let dashboards = Glob("**/grafana/**/*.json")
            guard let file = files.first(where: { file in
                monitors.contains { $0.matches(name(file)) } || dashboards.matches(file)
            })
            else { return .failed("no `serving.drift` with an alarm, and no monitoring tool's configuration is tracked") }
            return .passed("`\(file)` is tracked", [file])
        }
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
