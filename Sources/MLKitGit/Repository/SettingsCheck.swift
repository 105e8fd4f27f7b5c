internal import MLKitCore

/// Git's settings that stop every command of git's own that writes, when they have a value that it does not take; libgit2
/// passes over most of them. What we would leave there, nobody could commit.
struct SettingsCheck {
    private let settings: Configuration

    private static let flags = ["core.bare", "core.fileMode", "core.ignoreCase", "core.symlinks"]
    /// By name, with the numbers that are taken.
    private static let numbers: [(name: String, range: ClosedRange<Int>)] = [
        ("core.bigFileThreshold", 0 ... .max), ("core.compression", -1...9), ("core.looseCompression", -1...9),
        ("index.version", .min ... .max), ("pack.compression", -1...9),
    ]
    private static let algorithms: Set = ["default", "histogram", "minimal", "myers", "patience"]

    init(_ settings: Configuration) {
        self.settings = settings
    }

    /// - Throws: `Failure` naming the first of them.
    func check() throws {
        for name in Self.flags { _ = try settings.flagIfSet(name) }
        for (name, _) in try settings.values(of: "^filter\\..*\\.required$") { _ = try settings.flagIfSet(name) }
        for (name, range) in Self.numbers {
            guard let text = try settings.string(name) else { continue }
            guard let number = Self.number(text), range.contains(number) else { throw Configuration.refused(name, text) }
        }
        if let text = try settings.string("diff.algorithm"), !Self.algorithms.contains(text.lowercased()) {
            throw Configuration.refused("diff.algorithm", text)
        }
    }

    /// A number as git writes it, with its units.
    private static func number(_ text: String) -> Int? {
        let units: [Character: Int] = ["k": 10, "m": 20, "g": 30]
        guard let shift = text.lowercased().last.flatMap({ units[$0] }) else { return Int(text) }
        return Int(text.dropLast()).map { $0 << shift }
    }
}

extension Repository {
    /// - Throws: `Failure` if git itself would not write here, because of a value that it does not take for a setting.
    public func refuseWrongSettings() throws { try SettingsCheck(Configuration(of: self)).check() }
}
