import MLKitCore
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Numbers that are the same for the same seed (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Random work of the user's meets random work on the template.
@Suite struct MergePropertyTests {
    private static let names = ["a.txt", "b.txt", "sub/c.txt", "sub/d.txt", "e.txt"]

    private static func text(_ name: String) -> [String] { (0..<20).map { "\(name) line \($0)" } }

    /// Lines replaced, added and taken out here and there.
    private static func edit(_ lines: [String], _ mark: String, _ random: inout Seeded) -> [String] {
        var lines = lines
        for count in 0..<Int.random(in: 1...4, using: &random) where !lines.isEmpty {
            let place = Int.random(in: 0..<lines.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: lines[place] = "\(mark) \(count)"
            case 1: lines.insert("\(mark) \(count)", at: place)
            default: lines.remove(at: place)
            }
        }
        return lines
    }

    private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    @Test(arguments: 1...24)
    func noLineOfTheUsersIsLost(seed: Int) async throws {
        var random = Seeded(state: UInt64(seed))
        let first = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, Self.joined(Self.text($0))) })
        let fixture = try await UpdateFixture(first)
        let (kept, deleted) = try work(of: fixture, &random)
        try await fixture.commit()
        try fixture.write(template: Self.next(&random))
        let update = try fixture.update()
        let result = try update.apply()
        let all = Set(try fixture.tree().values.flatMap { $0.dropFirst().split(separator: "\n").map(String.init) })
        for line in kept { #expect(all.contains(line), "lost: \(line)") }
        for name in deleted { #expect(try fixture.read(name) == nil, "\(name) came back") }
        let unmerged = try await fixture.status().filter { $0.first == "U" || $0.hasPrefix("AA") }
        #expect(unmerged.count == result.conflicts.count)
        try fixture.undo()
        #expect(try await fixture.status() == [])
    }

    /// - Returns: the lines that the user wrote, and the files that are gone for good.
    private func work(of fixture: UpdateFixture, _ random: inout Seeded) throws -> (lines: [String], gone: [String]) {
        var (lines, gone) = ([String](), [String]())
        for name in Self.names {
            let doing = Int.random(in: 0..<6, using: &random)
            if doing == 0 { continue }
            if doing == 1 {
                try fixture.perform(.delete(name))
                gone.append(name)
                continue
            }
            let mark = "user \(name)"
            let text = Self.edit(Self.text(name), mark, &random)
            lines += text.filter { $0.hasPrefix(mark) }
            try fixture.perform(.write(name, Self.joined(text)))
            if doing == 2 { try fixture.perform(.move(name, "moved/\(name)")) }
        }
        return (lines, gone)
    }

    private static func next(_ random: inout Seeded) -> [String: String] {
        var files: [String: String] = [:]
        for name in names {
            let text = joined(edit(text(name), "template \(name)", &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: break
            case 1: files["renamed/\(name)"] = text
            default: files[name] = text
            }
        }
        files["always.txt"] = "always\n"
        return files
    }
}
