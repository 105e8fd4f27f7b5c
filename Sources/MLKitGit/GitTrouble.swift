internal import MLKitCore
internal import SystemPackage

/// What libgit2 says in its own words, in ours: which file is wrong, and what helps. `git fsck` and `git status` do not even
/// begin where `HEAD` cannot be read, and know no better where nobody may write.
struct GitTrouble {
    let reason: String
    let hint: String

    private init(reason: String, hint: String) {
        self.reason = reason
        self.hint = hint
    }

    /// - Returns: `nil` for a text that is none of those known here.
    init?(_ text: String) {
        if let name = Self.rest(of: text, after: "corrupted loose reference file: ") {
            self.init(reference: name, file: ".git/\(name)")
        } else if let id = Self.rest(of: text, after: "no match for id (") {
            self.init(missing: String(id.prefix { $0 != ")" }))
        } else if let value = Self.quoted(text, after: "failed to parse ") {
            self.init(
                reason: "git does not take `\(value)` for one of its settings",
                hint: "`git status` names the setting, and `git config --show-origin` with its name shows where it is set")
        } else if let (file, line, why) = Self.unreadLine(text) {
            self.init(reason: "line \(line) of `\(file)` is no setting: \(why)", hint: "mend that line, or take it out")
        } else if let (path, why) = Self.closed(text) {
            self.init(
                reason: "\(why) at `\(path)`",
                hint: why.hasPrefix("no space")
                    ? DiskSpace.hint : "`ls -ld \(path)` shows who may: whoever runs git here has to")
        } else if text.hasSuffix(": No space left on device") {
            self.init(reason: "no space left on device", hint: DiskSpace.hint)
        } else {
            return nil
        }
    }

    /// A reference whose file is damaged.
    init(reference name: String, file: String) {
        reason = "`\(file)` holds neither a commit nor the name of a branch"
        hint = name == "HEAD"
            ? "write the name of your branch into it: `ref: refs/heads/main`, if that is what it is called"
            : "remove that file, and run `git update-ref \(name) COMMIT`; `logs/\(name)` in git's folder has a line for each "
                + "commit that it stood at, the last one's name as second word"
    }

    private init(missing id: String) {
        reason = "the object \(id.prefix(7)) is missing in git's own store"
        hint = "`git fsck` tells what else is missing; `git fetch`, or another clone's `.git/objects`, may have it"
    }

    /// What stands behind a phrase, if a text has it.
    private static func rest(of text: String, after phrase: String) -> String? {
        text.firstRange(of: phrase).map { String(text[$0.upperBound...]) }
    }

    private static func quoted(_ text: String, after phrase: String) -> String? {
        guard let rest = rest(of: text, after: phrase), rest.hasPrefix("'") else { return nil }
        return String(rest.dropFirst().prefix { $0 != "'" })
    }

    /// The line of a file of settings that cannot be read: `failed to parse config file: WHY (in FILE:LINE)`.
    private static func unreadLine(_ text: String) -> (file: String, line: Int, why: String)? {
        guard let rest = rest(of: text, after: "failed to parse config file: "), let start = rest.firstRange(of: " (in "),
            rest.hasSuffix(")"), let colon = rest.lastIndex(of: ":"), colon > start.upperBound,
            let line = Int(rest[rest.index(after: colon)...].dropLast())
        else { return nil }
        return (String(rest[start.upperBound..<colon]), line, String(rest[..<start.lowerBound]))
    }

    /// The file or folder that could not be opened or written, and why; of a draft of libgit2's its folder.
    private static func closed(_ text: String) -> (path: FilePath, why: String)? {
        let reasons = ["Permission denied", "Read-only file system", "No space left on device", "Operation not permitted"]
        guard let why = reasons.first(where: { text.hasSuffix(": \($0)") }), let start = text.firstIndex(of: "'"),
            let end = text.lastIndex(of: "'"), start < end
        else { return nil }
        let path = FilePath(String(text[text.index(after: start)..<end]))
        let isDraft = path.lastComponent?.string.contains("_git2_") == true
        return (isDraft ? path.removingLastComponent() : path, why.prefix(1).lowercased() + why.dropFirst())
    }
}

/// Why an object that is asked for is not there.
extension Repository {
    /// - Returns: what is known of a missing object; `nil` if nothing more than that it is missing.
    func failure(ofMissing operation: String) -> Failure? {
        let objects = (sharedFolder ?? gitFolder).appending("objects")
        let list = objects.pushing("info/alternates")
        let stores = ((try? LocalFileSystem().readText(list)) ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
        if let gone = stores.map({ objects.pushing(FilePath(String($0))) }).first(where: { (try? LocalFileSystem().exists($0)) == false }) {
            return Failure(
                "cannot \(operation): `\(list)` names the folder `\(gone)` for git's objects, and it is not there",
                hint: "put the folder back, or write into that file where it is now")
        }
        guard let head = try? Head(of: self), let commit = head.commit, operation == "read commit \(commit.short)" else { return nil }
        let isDamaged = (try? LocalFileSystem().exists(objects.pushing(FilePath("\(commit.hex.prefix(2))/\(commit.hex.dropFirst(2))")))) == true
        return Failure(
            "git's `\(head.reference)` names the commit \(commit.short), which is \(isDamaged ? "damaged" : "not there")",
            hint: "another clone's `.git/objects` may have it, and `git fetch --refetch` a remote; "
                + (earlier(than: commit).map { "`git update-ref \(head.reference) \($0)` goes back to the last commit that is here" }
                    ?? "no earlier commit that `logs/HEAD` names is here"))
    }

    /// The last commit that `HEAD` stood at and that is here; `nil` if there is none.
    private func earlier(than commit: ObjectID) -> String? {
        let lines = ((try? LocalFileSystem().readText(gitFolder.pushing("logs/HEAD"))) ?? "").split(separator: "\n")
        let names = lines.reversed().lazy.flatMap { $0.split(separator: " ", maxSplits: 2).prefix(2).reversed() }
        let found = names.compactMap { ObjectID(String($0)) }.first { id in id != commit && (try? hasCommit(id)) == true }
        return found?.hex
    }
}
