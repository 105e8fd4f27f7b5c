internal import MLKitCore

/// Whether tools that look after the code run by themselves: in hooks, in CI, or in the targets that people call. That
/// one is configured says little.
enum CodeToolProbes {
    private static let formatters = [
        ["ruff", "format"], ["ruff-format"], ["black"], ["yapf"], ["autopep8"], ["swift-format"], ["swift", "format"], ["swiftformat"],
        ["clang-format"], ["prettier"], ["gofmt"], ["rustfmt"], ["cargo", "fmt"], ["styler"], ["shfmt"], ["ktlint"], ["biome"],
    ]
    private static let linters = [
        ["ruff", "check"], ["ruff-check"], ["id:", "ruff"], ["flake8"], ["pylint"], ["pyflakes"], ["prospector"], ["pylama"], ["mypy"],
        ["pyright"], ["swiftlint"], ["eslint"], ["golangci-lint"], ["cargo", "clippy"], ["clippy"], ["clang-tidy"], ["lintr"],
        ["shellcheck"],
        ["biome"], ["swift", "format", "lint"], ["npm", "run", "lint"],
    ]
    /// Where commands stand that run by themselves, or that people call.
    private static let places = TestProbes.services + [
        ".pre-commit-config.yaml", "lefthook.yml", ".husky/*", ".githooks/*", "Makefile", "justfile", "Taskfile.y*ml", "tox.ini",
        "noxfile.py", "package.json",
    ]

    static func formatter(_ context: ProbeContext) throws -> ProbeVerdict { try look(formatters, "formatter", context) }
    static func linter(_ context: ProbeContext) throws -> ProbeVerdict { try look(linters, "linter", context) }

    private static func look(_ tools: [[String]], _ what: String, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, git in
            let found = try context.serviceFiles(places, files)
            guard !found.isEmpty else { return .failed("nothing runs a \(what): no hooks, CI or Makefile is tracked") }
            var hasText = false
            for file in found {
                guard let text = try context.text(tracked: file), !text.trimmed.isEmpty else { continue }
                hasText = true
                guard let tool = ToolCommands.first(of: tools, in: text, of: file, folder: git.folder) else { continue }
                return .passed("`\(file)` runs `\(tool)`", [file])
            }
            guard hasText else { return .unknown("there is nothing to judge: `\(found[0])` is empty", found) }
            let example = tools[0].joined(separator: " ")
            return .failed(
                "none of \(plural(found.count, "file")) of hooks, CI and targets runs a \(what) that mlkit knows, such as `\(example)`",
                found)
        }
    }
}
