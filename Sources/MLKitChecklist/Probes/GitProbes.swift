internal import MLKitCore
internal import MLKitSpec

/// What the project's repository is like.
enum GitProbes {
    static func repository(_ context: ProbeContext) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .failed("the project is in no git repository") }
        guard try git.hasCommit else { return .failed("the repository has no commit yet") }
        return .passed("the project lies in a git repository with commits")
    }

    static func remote(_ context: ProbeContext) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .failed("the project is in no git repository") }
        let remotes = try git.remotes
        return remotes.isEmpty
            ? .failed("the repository has no remote: `git remote add origin URL`")
            : .passed("the repository has \(remotes.count > 1 ? "remotes" : "the remote") \(Suggestion.list(remotes))")
    }

    static func hooks(_ context: ProbeContext) throws -> ProbeVerdict {
        let lefthook = ["run:", "script:", "scripts:"]
        for sign in [
            FileSign(".pre-commit-config.yaml", ["id:"]), FileSign("lefthook.yml", lefthook), FileSign("lefthook.yaml", lefthook),
        ] {
            guard let text = try context.text(sign.pattern) else { continue }
            guard sign.line(in: text) != nil else { return .failed("`\(sign.pattern)` names no hook", [sign.pattern]) }
            return .passed("`\(sign.pattern)` names hooks", [sign.pattern])
        }
        for folder in [".husky", ".githooks"] {
            if let hook = try firstHook(in: folder, context) { return .passed("`\(hook)` exists", [hook]) }
        }
        if let path = try context.git()?.hooksPath {
            guard let hook = try firstHook(in: path, context) else {
                return .failed("`core.hooksPath` is `\(path)`, where there is no hook")
            }
            return .passed("`core.hooksPath` is `\(path)`, which has `\(hook)`")
        }
        let places = ".pre-commit-config.yaml`, `lefthook.yml`, `.husky/` or `.githooks/"
        return .failed("no `\(places)`, and no `core.hooksPath`")
    }

    /// A hook that is not empty; git's own samples, and what helps hooks, are none (githooks(5)).
    private static func firstHook(in folder: String, _ context: ProbeContext) throws -> String? {
        let names = ["pre-commit", "commit-msg", "pre-push", "prepare-commit-msg", "post-commit", "pre-rebase", "post-merge"]
        return try names.map { "\(folder)/\($0)" }.first { try context.hasContent($0) }
    }

    static func defaultBranch(_ context: ProbeContext) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .failed("the project is in no git repository") }
        let usual = ["main", "master", "trunk"]
        let branches = try git.headBranches
        if let found = branches.first(where: usual.contains) { return .passed("the default branch is `\(found)`") }
        guard try !git.isPartial else { return .unknown("no branch is named as usual, and this clone need not have all of them") }
        let seen = branches.first.map { "`\($0)`" } ?? "no branch"
        return .failed("\(seen) is checked out, and no branch of a remote is one of \(Suggestion.list(usual))")
    }

    static func versionTag(_ context: ProbeContext) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .failed("the project is in no git repository") }
        let tags = try git.tags.filter(isVersion)
        guard let tag = tags.last else { return .failed("no tag like `v1.2.3` is on the history of HEAD") }
        return .passed("the tag `\(tag)` is on the history of HEAD")
    }

    private static func isVersion(_ tag: String) -> Bool {
        let number = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(TextLines.isDigit) }
    }

    static func cleanNotebooks(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let notebooks = files.filter { $0.hasSuffix(".ipynb") }
            for path in notebooks {
                var bad: ProbeVerdict?
                try context.versions(ofTracked: path, upTo: .max) { bytes, place in
                    guard bad == nil, let bytes else { return }
                    bad = Self.problem(with: bytes, "`\(path)`\(place.words)", [path])
                }
                if let bad { return bad }
            }
            guard !notebooks.isEmpty else { return .passed("no notebook is tracked") }
            return .passed("\(plural(notebooks.count, "notebook")) without outputs", notebooks)
        }
    }

    private static func problem(with bytes: [UInt8], _ name: String, _ evidence: [String]) -> ProbeVerdict? {
        guard let cells = (try? JSON(parsing: bytes))?["cells"]?.array else {
            return .unknown("\(name) cannot be read as a notebook", evidence)
        }
        guard let cell = cells.firstIndex(where: { $0["outputs"]?.array?.isEmpty == false }) else { return nil }
        return .failed("cell \(cell + 1) of \(name) has outputs", evidence)
    }

    static func noLargeFiles(_ limit: Int, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, git in
            for path in files {
                guard let size = try size(path, git, context), size > limit, try !LargeFilePointer.isOne(git.committed(path) ?? [])
                else { continue }
                return .failed("`\(path)` has \(size >> 20) MiB: keep it out of git, or in git LFS", [path])
            }
            guard !files.isEmpty else { return .unknown("there is nothing to judge: no file is tracked by git") }
            return .passed("none of \(plural(files.count, "tracked file")) is larger than \(limit >> 10) KiB")
        }
    }

    private static func size(_ path: String, _ git: any ProjectGit, _ context: ProbeContext) throws -> Int? {
        guard let information = try context.information(path), information.kind == .file else { return try git.staged(path)?.count }
        return information.size
    }

    static func ignoreCoversData(_ context: ProbeContext) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .failed("the project is in no git repository") }
        let layout = context.spec.layout
        let data = [Layout.Role.train, .valid, .test, .models].map { "\(layout[$0])/probe.parquet" }
        _ = try context.information(".gitignore")
        for path in data + ["\(layout.logs)/probe.log"] where try !git.isIgnored(path) {
            return .failed("git would take `\(path)` in: it is not in .gitignore", [".gitignore"])
        }
        return .passed("git ignores data, models and logs", [".gitignore"])
    }
}
