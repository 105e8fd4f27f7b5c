import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A repository with the branches of many stories: `<number>/base`, `<number>/ours`, `<number>/theirs`.
///
/// A process of git for each commit and merge would take minutes, so each of git's own tools for many at once is run
/// once: `fast-import`, `merge-tree --stdin`, `cat-file --batch`.
struct StoryRepository {
    let sandbox: GitSandbox
    let count: Int

    /// What `git merge-tree` made of a story.
    struct Merge {
        var tree: String
        /// The paths in conflict.
        var conflicts: Set<String>
    }

    init(_ stories: [MergeStory]) async throws {
        sandbox = try await GitSandbox()
        count = stories.count
        var stream = ""
        for (number, story) in stories.enumerated() {
            stream += Self.commit("\(number)/base", nil, story.base)
            stream += Self.commit("\(number)/ours", "\(number)/base", story.ours)
            stream += Self.commit("\(number)/theirs", "\(number)/base", story.theirs)
        }
        _ = try await pipe(stream, "git fast-import --quiet")
    }

    private static func commit(_ branch: String, _ parent: String?, _ records: MergeStory.Records) -> String {
        let from = parent.map { "from refs/heads/\($0)\n" } ?? ""
        let files = records.sorted { $0.key < $1.key }.map { path, text in
            "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
        }
        return "commit refs/heads/\(branch)\ncommitter A <a@example.com> 1 +0000\ndata 0\n" + from
            + "deleteall\n" + files.joined() + "\n"
    }

    /// Merges `theirs` into `ours` of each story.
    func merges() async throws -> [Merge] {
        let pairs = (0..<count).map { "\($0)/ours \($0)/theirs\n" }.joined()
        let output = try await pipe(pairs, "git merge-tree --write-tree --stdin --no-messages --name-only")
        var fields = output.split(separator: "\0", omittingEmptySubsequences: false)[...]
        return try (0..<count).map { number in
            guard let status = fields.popFirst(), let tree = fields.popFirst() else {
                throw Failure("git merges no story \(number)")
            }
            // The list of conflicts is ended by an empty name.
            let conflicts = fields.prefix { !$0.isEmpty }
            fields = fields.dropFirst(conflicts.count + 1)
            guard (status == "1") == conflicts.isEmpty else { throw Failure("git says \(status) of story \(number)") }
            return Merge(tree: String(tree), conflicts: Set(conflicts.map(String.init)))
        }
    }

    /// The texts of objects, by names such as `<tree>:<path>`; `nil` for those that are not there.
    func texts(_ names: [String]) async throws -> [String?] {
        let output = Array(try await pipe(names.map { $0 + "\n" }.joined(), "git cat-file --batch").utf8)
        var rest = output[...]
        return names.map { _ in
            let head = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(head.count + 1)
            let words = String(decoding: head, as: UTF8.self).split(separator: " ")
            guard let size = words.last.flatMap({ Int($0) }) else { return nil }
            defer { rest = rest.dropFirst(size + 1) }
            return String(decoding: rest.prefix(size), as: UTF8.self)
        }
    }

    private func pipe(_ input: String, _ command: String) async throws -> String {
        let file = try sandbox.scratch.write(input, to: "input")
        let result = try await Command(
            "sh", ["-c", "\(command) < '\(file)'"], directory: sandbox.path, environment: sandbox.variables
        ).run()
        guard result.status == 0 else { throw Failure("\(command) exits with \(result.status): \(result.errorText)") }
        return result.outputText
    }
}
