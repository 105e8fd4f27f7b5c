internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Git's settings, from the files that the environment names.
final class Configuration {
    let pointer: OpaquePointer

    /// Where settings stand: of those for one thing the last counts. libgit2 has as many levels as we need, but none for
    /// the settings of a worktree, so that each goes by the name of the one below it.
    enum Level {
        case system, xdg, global, repository, worktree, command

        fileprivate var value: git_config_level_t {
            switch self {
            case .system: GIT_CONFIG_LEVEL_PROGRAMDATA
            case .xdg: GIT_CONFIG_LEVEL_SYSTEM
            case .global: GIT_CONFIG_LEVEL_XDG
            case .repository: GIT_CONFIG_LEVEL_GLOBAL
            case .worktree: GIT_CONFIG_LEVEL_LOCAL
            case .command: GIT_CONFIG_LEVEL_APP
            }
        }
    }

    /// The settings of system, user and command.
    ///
    /// - Parameter repository: for settings that are included for some repositories only.
    init(_ environment: GitEnvironment, for repository: OpaquePointer? = nil) throws {
        pointer = try acquire("read git's configuration") { git_config_new(&$0) }
        for (file, level) in Self.files(environment) { try add(file, level, repository) }
        if let text = CommandSettings(environment).text {
            // libgit2 reads settings from files only.
            let folder = try PrivateFolder()
            try add(folder.write(Array(text.utf8), to: "config"), .command, nil)
        }
    }

    /// The settings of a repository, as it holds them.
    init(of repository: Repository) throws {
        pointer = try acquire("read git's configuration") { git_repository_config_snapshot(&$0, repository.pointer) }
    }

    /// The settings as the `git` program reads them.
    init(readBy git: GitCommand) throws {
        pointer = try acquire("read git's configuration") { git_config_new(&$0) }
        let result = try git.run(["config", "--list", "--null", "--includes"])
        guard result.status == 0 else {
            throw Failure("git cannot read its settings", notes: GitCommand.words(of: result), hint: "see what `git config --list` says")
        }
        guard let text = CommandSettings(listed: result.output).text else { return }
        let folder = try PrivateFolder()
        try add(folder.write(Array(text.utf8), to: "config"), .command, nil)
    }

    /// Whether some settings are only for repositories with certain remotes (git-config(1), `hasconfig`): libgit2 passes
    /// them over.
    var asksForRemotes: Bool {
        get throws { try !values(of: "^includeif\\.hasconfig:").isEmpty }
    }

    deinit { git_config_free(pointer) }

    /// Adds a file; one that does not exist says nothing.
    func add(_ file: FilePath, _ level: Level, _ repository: OpaquePointer?) throws {
        let code = git_config_add_file_ondisk(pointer, file.string, level.value, repository, 0)
        guard code != GIT_ENOTFOUND.rawValue else { return }
        try check(code, "read `\(file)`")
    }

    /// The value of a setting; `nil` if it is not set or empty.
    func string(_ name: String) throws -> String? {
        var value = git_buf()
        defer { git_buf_dispose(&value) }
        let code = git_config_get_string_buf(&value, pointer, name)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "read `\(name)` from git's configuration")
        let text = value.ptr.map { String(cString: $0) } ?? ""
        return text.isEmpty ? nil : text
    }

    /// Whether a setting is on: `true`, `yes`, `on`, `1`, or there without a value; `nil` if it is not set.
    func flagIfSet(_ name: String) throws -> Bool? {
        var value: Int32 = 0
        let code = git_config_get_bool(&value, pointer, name)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        guard code >= 0 else { throw Self.refused(name, try string(name)) }
        return value != 0
    }

    /// - Throws: `Failure` if a setting is neither on nor off nor another word, and git itself stops there.
    func refuseUnlessFlag(_ name: String, or word: String) throws {
        guard let text = try string(name), text.lowercased() != word else { return }
        var value: Int32 = 0
        if git_config_parse_bool(&value, text) < 0 { throw Self.refused(name, text) }
    }

    /// That git does not take the value of a setting.
    static func refused(_ name: String, _ value: String?) -> Failure {
        Failure(
            "git does not take `\(value ?? "")` for its setting `\(name)`",
            hint: "`git config --show-origin \(name)` shows where it is set")
    }

    /// The same, `false` if it is not set.
    func flag(_ name: String) throws -> Bool { try flagIfSet(name) ?? false }

    /// All settings whose names, with the sections in lower case, fit a regular expression; in git's order.
    func values(of pattern: String) throws -> [(name: String, value: String)] {
        var iterator: OpaquePointer?
        try check(git_config_iterator_glob_new(&iterator, pointer, pattern), "read git's configuration")
        defer { git_config_iterator_free(iterator) }
        var found = [(name: String, value: String)]()
        var entry: UnsafeMutablePointer<git_config_entry>?
        while git_config_next(&entry, iterator) == 0 {
            guard let entry = entry?.pointee, let name = entry.name else { continue }
            found.append((String(cString: name), entry.value.map { String(cString: $0) } ?? ""))
        }
        return found
    }

    /// Which files git reads, by its own rules (git-config(1), "FILES" and "ENVIRONMENT").
    private static func files(_ environment: GitEnvironment) -> [(FilePath, Level)] {
        var files: [(FilePath, Level)] = []
        if !["1", "true", "yes", "on"].contains(environment["GIT_CONFIG_NOSYSTEM"]?.lowercased()) {
            files.append((FilePath(environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig"), .system))
        }
        if let global = environment["GIT_CONFIG_GLOBAL"] {
            return files + [(FilePath(global), .global)]
        }
        let home = environment["HOME"].map { FilePath($0) }
        if let folder = environment["XDG_CONFIG_HOME"].map({ FilePath($0) }) ?? home?.appending(".config") {
            files.append((folder.pushing("git/config"), .xdg))
        }
        if let home { files.append((home.appending(".gitconfig"), .global)) }
        return files
    }
}

extension Configuration {
    /// A setting that is a path: `~/` is the user's own folder.
    func path(_ name: String, _ environment: GitEnvironment) throws -> String? {
        try string(name).map { text in
            guard text.hasPrefix("~/"), let home = environment["HOME"] else { return text }
            return home + text.dropFirst()
        }
    }
}
