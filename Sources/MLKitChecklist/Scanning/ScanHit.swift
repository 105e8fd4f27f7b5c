/// Something that a scan found.
struct ScanHit: Hashable, Sendable {
    /// Counted from 1.
    var line: Int
    /// "a GitHub token".
    var kind: String
}

/// How values stand in a file, by its name.
enum FileStyle: Hashable, Sendable {
    /// Texts stand in quotes; what has none is code.
    case code
    /// `NAME=value`, a line each.
    case environment
    /// Values may do without quotes.
    case settings
    /// Tables, a row a line, with this between the columns.
    case table(separator: UInt8)
    case prose

    private static let codeEndings: Set<String> = [
        "py", "pyi", "js", "jsx", "ts", "tsx", "mjs", "cjs", "java", "kt", "kts", "scala", "go", "rs", "c", "h", "cc",
        "cpp", "hpp", "cs", "swift", "rb", "php", "pl", "r", "jl", "lua", "dart", "sql", "ipynb", "json", "jsonc", "m",
        "ex", "exs", "erl", "hs", "clj", "groovy", "proto", "tf", "vue", "svelte", "lock", "ps1",
    ]
    private static let settingsEndings: Set<String> = [
        "yaml", "yml", "ini", "cfg", "conf", "config", "properties", "toml", "cnf", "npmrc", "pypirc", "tfvars", "rc",
        "plist", "xml", "sh", "bash", "zsh", "fish", "service", "desktop",
    ]

    init(of path: String) {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        if name == ".env" || ending == "env" || name.hasPrefix(".env.") || name == ".envrc" {
            self = .environment
        } else if ending == "csv" || ending == "tsv" || ending == "psv" {
            self = .table(separator: ending == "csv" ? 0x2C : ending == "tsv" ? 0x09 : 0x7C)
        } else if Self.codeEndings.contains(ending), name.contains(".") {
            self = .code
        } else if Self.settingsEndings.contains(ending) || name.hasPrefix("dockerfile") || name.hasPrefix("containerfile")
            || ending == "dockerfile" || name.hasPrefix(".") && name.hasSuffix("rc") || name == "credentials"
            || name == "config" || name.hasPrefix(".s3cfg") || name.hasSuffix("_profile")
        {
            self = .settings
        } else {
            self = .prose
        }
    }
}
