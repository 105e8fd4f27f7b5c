internal import MLKitCore

/// The remote of a cache as it is written, and as it may be shown: what follows the first comma of an rclone remote are
/// settings, and may be passwords.
struct RemoteName: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Whether it is one of rclone's: a colon before any slash.
    var isRclone: Bool {
        text.first { $0 == ":" || $0 == "/" } == ":"
    }

    var shown: String {
        guard isRclone, let comma = text.firstIndex(of: ",") else { return text }
        return text[..<comma] + ",…"
    }

    /// A text of rclone's without the remote's settings.
    func redacted(_ message: String) -> String {
        guard isRclone, text.contains(",") else { return message }
        let values = text.split { ",:".contains($0) }.flatMap { $0.split(separator: "=", maxSplits: 1).dropFirst() }
        let secrets = values.flatMap { [String($0), $0.filter { !"\"'".contains($0) }] }.filter { !$0.isEmpty }
        return secrets.reduce(message.replacing(text, with: shown)) { $0.replacing($1, with: "…") }
    }

    /// The same remote with a path below it.
    func appending(_ path: String) -> String {
        let needsSlash = !text.hasSuffix(":") && !text.hasSuffix("/")
        return text + (needsSlash ? "/" : "") + path
    }
}
