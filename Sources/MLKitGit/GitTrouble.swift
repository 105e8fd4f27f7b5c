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
        let log = gitFolder.pushing("logs/HEAD")
        return Failure(
            "git's `\(head.reference)` names the commit \(commit.short), which is not there",
            hint: "`git update-ref \(head.reference) COMMIT` puts it back to a commit that is there: `\(log)` has a line for each "
                + "that it stood at, with its name as second word")
    }
}
