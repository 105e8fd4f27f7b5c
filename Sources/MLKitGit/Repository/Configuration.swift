internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Git's settings, from the files that the environment names.
final class Configuration {
    let pointer: OpaquePointer

    /// The settings of system and user.
    init(_ environment: GitEnvironment) throws {
        pointer = try acquire("read git's configuration") { git_config_new(&$0) }
        for (file, level) in Self.files(environment) { try add(file, level, nil) }
    }

    /// The settings of a repository, as it holds them.
    init(of repository: Repository) throws {
        pointer = try acquire("read git's configuration") { git_repository_config_snapshot(&$0, repository.pointer) }
    }

    deinit { git_config_free(pointer) }

    /// Adds a file; one that does not exist says nothing.
    func add(_ file: FilePath, _ level: git_config_level_t, _ repository: OpaquePointer?) throws {
        let code = git_config_add_file_ondisk(pointer, file.string, level, repository, 0)
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

    /// Whether a setting is on: `true`, `yes`, `on`, `1`, or there without a value; `false` if it is not set.
    func flag(_ name: String) throws -> Bool {
        var value: Int32 = 0
        let code = git_config_get_bool(&value, pointer, name)
        guard code != GIT_ENOTFOUND.rawValue else { return false }
        try check(code, "read `\(name)` from git's configuration")
        return value != 0
    }

    /// Which files git reads, by its own rules (git-config(1), "FILES" and "ENVIRONMENT").
    private static func files(_ environment: GitEnvironment) -> [(FilePath, git_config_level_t)] {
        var files: [(FilePath, git_config_level_t)] = []
        if !["1", "true", "yes", "on"].contains(environment["GIT_CONFIG_NOSYSTEM"]?.lowercased()) {
            files.append((FilePath(environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig"), GIT_CONFIG_LEVEL_SYSTEM))
        }
        if let global = environment["GIT_CONFIG_GLOBAL"] {
            return files + [(FilePath(global), GIT_CONFIG_LEVEL_GLOBAL)]
        }
        let home = environment["HOME"].map { FilePath($0) }
        if let folder = environment["XDG_CONFIG_HOME"].map({ FilePath($0) }) ?? home?.appending(".config") {
            files.append((folder.pushing("git/config"), GIT_CONFIG_LEVEL_XDG))
        }
        if let home { files.append((home.appending(".gitconfig"), GIT_CONFIG_LEVEL_GLOBAL)) }
        return files
    }
}
