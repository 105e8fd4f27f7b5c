internal import MLKitCore

/// A script that a command hands over in quotes: `bash -ec "…"`, `docker run image sh -c "…"`, `eval "…"`, `nix-shell --run "…"`.
struct InnerScript {
    let text: String
    /// What stands before the shell, as `docker run image`.
    let before: String
    let endsOnFailure: Bool
    let heedsPipes: Bool

    private static let shells: Set<Substring> = ["sh", "bash", "zsh", "dash", "ash", "ksh"]

    /// - Parameter command: as `ShellLines` has it.
    init?(_ command: Substring) {
        let words = ShellLines.words(of: command)
        func script(_ index: Int) -> String? {
            guard words.indices.contains(index), let quote = words[index].first, "'\"".contains(quote) else { return nil }
            let inside = words[index].dropFirst()
            return ShellLines.shown(inside.last == quote ? inside.dropLast() : inside)
        }
        if words.first == "eval", let text = script(1) {
            // The shell's own settings hold for it.
            (self.text, before, endsOnFailure, heedsPipes) = (text, "", true, false)
            return
        }
        if let index = words.firstIndex(where: { ["--run", "--command"].contains($0) }), let text = script(index + 1) {
            (self.text, before, endsOnFailure, heedsPipes) = (text, words[..<index].joined(separator: " "), false, false)
            return
        }
        guard let shell = words.firstIndex(where: { Self.shells.contains($0.split(separator: "/").last ?? "") }) else { return nil }
        let options = words[(shell + 1)...].prefix { $0.hasPrefix("-") || $0.hasPrefix("+") || ["pipefail", "errexit"].contains($0) }
        guard let last = options.last, last.hasSuffix("c"), !last.hasPrefix("--"), let text = script(shell + 1 + options.count) else {
            return nil
        }
        let letters = options.filter { $0.hasPrefix("-") && !$0.hasPrefix("--") }.joined()
        (self.text, before) = (text, words[..<shell].joined(separator: " "))
        (endsOnFailure, heedsPipes) = (letters.contains("e") || options.contains("errexit"), options.contains("pipefail"))
    }
}
