internal import MLKitCore
internal import SystemPackage

/// A place outside the project that has the same files as a cache, `objects/…` and `runs/…`, and is shared.
protocol CacheRemote: Sendable {
    /// The files below a folder, by path relative to the remote, with their sizes in bytes.
    func list(_ folder: String) throws -> [String: Int]
    /// Copies files to the same paths below a local folder. What the remote does not have is left out, and what is larger
    /// than it may be.
    func fetch(_ wanted: [RemoteFile], to folder: FilePath) throws -> RemoteAnswer
    /// Copies files from the same paths below a local folder. None is seen half there by others.
    func send(_ paths: [String], from folder: FilePath) throws
    /// Removes what sends that were broken off have left there, long enough ago for nobody to be at work on it.
    ///
    /// - Parameter now: nanoseconds since 1970.
    func tidy(now: Int) throws
}

/// How long what is being sent is left alone, in nanoseconds: a day.
let longestSend = 86_400 * 1_000_000_000

/// The remote of a cache as it is written, and as it may be shown: what follows the first comma of an rclone remote are
/// settings, and may be passwords.
public struct RemoteName: Hashable, Sendable {
    let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// Whether it is one of rclone's: a colon before any slash.
    public var isRclone: Bool {
        text.first { $0 == ":" || $0 == "/" } == ":"
    }

    /// Whether it says more than which of the user's own remotes is meant, and where in it: settings, with which rclone
    /// can be made to run any command. So only who sits here may give such a remote, not a file that came from elsewhere.
    public var hasSettings: Bool {
        isRclone && (text.hasPrefix(":") || text.prefix { $0 != ":" }.contains(","))
    }

    public var shown: String {
        guard isRclone, let comma = text.firstIndex(of: ",") else { return text }
        return text[..<comma] + ",…"
    }

    /// A text of rclone's without the remote's settings.
    func redacted(_ message: String) -> String {
        guard isRclone, text.contains(",") else { return message }
        // The longest first: one may be part of another.
        let secrets = settings.filter { $0.count > 1 }.sorted { $0.count > $1.count }
        return secrets.reduce(message.replacing(text, with: shown)) { $0.replacing($1, with: "…") }
    }

    /// The values of `name=value` after each comma; one in quotes may have commas and colons.
    private var settings: [String] {
        var values = [String]()
        var rest = text[...]
        while let comma = rest.firstIndex(of: ","), let equals = rest[comma...].firstIndex(of: "=") {
            rest = rest[rest.index(after: equals)...]
            let quote = rest.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
            if quote != nil { rest.removeFirst() }
            let value = rest.prefix { quote == nil ? !",:".contains($0) : $0 != quote }
            values.append(String(value))
            rest = rest[value.endIndex...]
        }
        return values
    }

    /// The same remote with a path below it.
    func appending(_ path: String) -> String {
        let needsSlash = !text.hasSuffix(":") && !text.hasSuffix("/")
        return text + (needsSlash ? "/" : "") + path
    }
}
