internal import MLKitCore

/// A repository could not be read: there is no network, or no such repository, or no way in.
struct Unreachable: Error {
    private let address: GitAddress
    private let words: [String]

    /// - Parameter words: what git said.
    init(_ address: GitAddress, _ words: [String]) {
        self.address = address
        // Git may quote the address as it was given.
        self.words = words.map { $0.replacing(address.url, with: address.publicURL) }
    }

    var failure: Failure {
        Failure(
            "cannot fetch `\(address)`", notes: words,
            hint: "see whether `git ls-remote \(address.publicURL)` works here")
    }

    func warning(commit: String) -> Diagnostic {
        .warning(
            "cannot refresh `\(address)`, so the commit \(commit.prefix(7)) is used, which was fetched before",
            notes: words)
    }
}
