internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// What to say of an input that keeps its stage from running.
struct InputProblems {
    let project: FilePath
    let files: any FileSystem

    func unreadable(_ input: StageInput, of stage: StageSpec, _ failure: Failure) -> Diagnostic {
        let inner = failure.naming(filesOf: project).diagnostics.first
        return .error(
            "the input `\(input.path)` of stage `\(stage.name)` cannot be read: \(inner?.message ?? "it is not known why")",
            at: input.location ?? stage.location, notes: inner?.notes ?? [], hint: inner?.hint)
    }

    /// - Parameter made: what stages write.
    func missing(_ input: StageInput, of stage: StageSpec, among made: [String]) -> Diagnostic {
        let isPattern = Glob.isPattern(input.path)
        let reason =
            if let producer = input.producer {
                "is not there, though `\(producer)` writes \(isPattern ? "what it may match" : "it, or what it lies in")"
            } else {
                "is not there, and no stage makes it"
            }
        let message = isPattern
            ? "nothing matches the input `\(input.path)` of stage `\(stage.name)`"
                + (input.producer.map { ", though `\($0)` writes what may" } ?? "")
            : "the input `\(input.path)` of stage `\(stage.name)` \(reason)"
        return .error(
            message, at: input.location ?? stage.location,
            hint: Self.alternatives(input.path) ?? meant(input.path, made).map { "did you mean `\($0)`?" } ?? hint(input))
    }

    /// What to say of `{a,b}.csv`, which a shell takes for two names.
    private static func alternatives(_ path: String) -> String? {
        guard let braces = path.firstMatch(of: /\{[^{}\/]*,[^{}\/]*\}/)?.output else { return nil }
        return "`\(String(braces).shortened)` stands for itself: name each file, or write a pattern with `*`, `?`, `[…]` or `**`"
    }

    private func hint(_ input: StageInput) -> String {
        if input.content == .packages { return "make it with `python3 -m venv \(input.path)`" }
        if input.producer != nil { return "run that stage too, or look at what it writes" }
        if input.path.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.-]+:\//) != nil {
            return "an address is written `{url: …, sha256: …}`; the command fetches it"
        }
        let lacking = ofTemplate(input.path).map { $0 + "; " } ?? ""
        // What other keys than `inputs` name has no place of its own.
        return lacking + (input.role.isEmpty && input.location != nil
            ? "if the stage can do without it, say so: `{path: \(Self.yaml(input.path)), optional: true}`"
            : "put the file there, or mend the path")
    }

    /// How a project that was adopted comes to a file that may be one of its template's.
    private func ofTemplate(_ path: String) -> String? {
        guard !path.hasPrefix("/"), !Glob.isPattern(path), (try? files.exists(project.pushing(FilePath(ProjectSpec.recordPath)))) == true
        else { return nil }
        return "if it is one of the template's files, `mlkit init --accept missing` writes it"
    }

    /// A path as it can stand in a mapping on one line.
    private static func yaml(_ path: String) -> String {
        let isPlain = path.wholeMatch(of: /[A-Za-z0-9_.\/][A-Za-z0-9_.\/*?+=-]*/) != nil
        return isPlain ? path : JSON.string(path).compact
    }

    /// A path that looks like one that is not there, among those that are and those that stages write.
    private func meant(_ path: String, _ made: [String]) -> String? {
        let there = Glob.isPattern(path) || path.hasPrefix("/") ? nil : near(path)
        return there ?? Suggestion.nearest(to: path, among: made.filter { $0 != path })
    }

    /// Goes down the path, at each name that is not there to the one most like it.
    private func near(_ path: String) -> String? {
        var place = FilePath()
        for name in FilePath(path).components.map(\.string) {
            if (try? files.exists(project.pushing(place.appending(name)))) == true {
                place.append(name)
                continue
            }
            let names = (try? files.list(project.pushing(place))) ?? []
            guard let similar = Suggestion.nearest(to: name, among: names.filter { $0 != ".mlkit" && $0 != ".git" }) else {
                return nil
            }
            place.append(similar)
        }
        return place.string == path ? nil : place.string
    }
}
