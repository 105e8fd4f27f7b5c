internal import MLKitCore
internal import SystemPackage

/// That all stages were found up to date, and everything that this was found by: `.mlkit/cache/up-to-date`.
///
/// While all of it is as it was, nothing is to do, and a run need not read the spec and a thousand locks to say so.
/// Whatever differs, even if only in its times, sends the run the long way. Kept as text: a line with the version and
/// the hash of all that follows, then a line for each
/// - stage: `s <name>`
/// - environment variable that a stage declares: `v <name> <hash of the value>`, `-` in place of it if unset
/// - engine: `e <name> <version>`, no version if it was not found
/// - path where nothing stood: `- <path>`
/// - file: `f <size> <modified> <changed> <inode> <x or -> <path>`; a folder with `d`, anything else with `o`.
///
/// Paths in the project are relative to it. A file that cannot be understood counts as none.
struct UpToDateRecord {
    let project: FilePath
    let files: any FileSystem

    private static let header = "mlkit up-to-date 1 "

    private var path: FilePath { project.pushing(".mlkit/cache/up-to-date") }

    /// Writes the record. What was looked at so soon after its last change that it may change once more within
    /// the same tick of the disk's clock keeps it from being written.
    func write(_ looks: LookRecorder.Looks, since: Int, stages: [String], variables: [String], engines: [String]) {
        var lines = stages.map { "s \($0)" } + variables.map { "v \($0)" } + engines.map { "e \($0)" }
        let prefix = project.string + "/"
        for (path, information) in looks.sorted(by: { $0.key < $1.key }) {
            let shown = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
            guard let information else {
                lines.append("- \(shown)")
                continue
            }
            guard information.isSettled(at: since) else { return }
            lines.append("\(Self.words(information)) \(shown)")
        }
        guard lines.allSatisfy({ !$0.utf8.contains(UInt8(ascii: "\n")) }) else { return }
        let body = lines.map { $0 + "\n" }.joined()
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.unsynchronised.write("\(Self.header)\(ContentHash(of: body).hex)\n\(body)", to: path)
    }

    private static func words(_ file: FileInformation) -> String {
        let kind =
            switch file.kind {
            case .file: "f"
            case .directory: "d"
            case .other: "o"
            }
        return "\(kind) \(file.size) \(file.modified) \(file.changed) \(file.inode) \(file.isExecutable ? "x" : "-")"
    }

    /// The stages, if all is as it was.
    ///
    /// - Parameters:
    ///   - variable: the hash of a variable's value, `-` for one that is not set.
    ///   - engine: the version of an engine, empty if it is not found.
    func stages(variable: (String) -> String, engine: (String) -> String) -> [String]? {
        guard let bytes = try? files.read(path), let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return bytes.withUnsafeBytes { bytes in
            let body = UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
            guard bytes[..<end].elementsEqual((Self.header + ContentHash(of: body).hex).utf8) else { return nil }
            return stages(in: body, variable, engine)
        }
    }

    private func stages(
        in body: UnsafeRawBufferPointer, _ variable: (String) -> String, _ engine: (String) -> String
    ) -> [String]? {
        var stages = [String]()
        var paths: [Line] = []
        for line in body.split(separator: UInt8(ascii: "\n")) where line.count > 2 {
            let rest = UnsafeRawBufferPointer(rebasing: line.dropFirst(2))
            switch line[line.startIndex] {
            case UInt8(ascii: "s"): stages.append(String(decoding: rest, as: UTF8.self))
            case UInt8(ascii: "v"): guard Self.holds(rest, variable) else { return nil }
            case UInt8(ascii: "e"): guard Self.holds(rest, engine) else { return nil }
            case let kind: paths.append(Line(kind: kind, rest: rest))
            }
        }
        return stand(paths) ? stages : nil
    }

    /// What a line says of a path. The bytes live as long as the record is looked at.
    private struct Line: @unchecked Sendable {
        let kind: UInt8
        let rest: UnsafeRawBufferPointer
    }

    private struct Changed: Error {}

    /// Whether what stands at paths is what stood there. Many are looked at on two threads: nearly all of the time is
    /// the system's.
    private func stand(_ lines: [Line]) -> Bool {
        let prefix = project.string + "/"
        let size = lines.count > 1000 ? (lines.count + 1) / 2 : max(lines.count, 1)
        let look: @Sendable (Int) throws -> Void = { part in
            for line in lines.dropFirst(part * size).prefix(size) {
                guard stands(line.kind, line.rest, prefix) else { throw Changed() }
            }
        }
        return (try? Parallel.forEach((lines.count + size - 1) / size, threads: 2, look)) != nil
    }

    /// Whether a name still has the value that follows it.
    private static func holds(_ line: UnsafeRawBufferPointer, _ value: (String) -> String) -> Bool {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        return value(String(decoding: parts[0], as: UTF8.self)).utf8.elementsEqual(parts[1])
    }

    /// Whether what stands at a path is what stood there.
    private func stands(_ kind: UInt8, _ line: UnsafeRawBufferPointer, _ prefix: String) -> Bool {
        guard kind != UInt8(ascii: "-") else { return information(line[...], prefix) == .some(nil) }
        var place = 0
        var numbers = InlineArray<4, UInt64>(repeating: 0)
        for index in numbers.indices {
            while place < line.count, line[place] != UInt8(ascii: " ") {
                numbers[index] = numbers[index] &* 10 &+ UInt64(line[place] &- UInt8(ascii: "0"))
                place += 1
            }
            place += 1
        }
        guard place + 2 < line.count, case let found?? = information(line[(place + 2)...], prefix) else { return false }
        return found
            == FileInformation(
                kind: kind == UInt8(ascii: "f") ? .file : kind == UInt8(ascii: "d") ? .directory : .other,
                size: Int(clamping: numbers[0]), modified: Int(clamping: numbers[1]),
                changed: Int(clamping: numbers[2]), inode: numbers[3], isExecutable: line[place] == UInt8(ascii: "x"))
    }

    /// `nil` if the disk does not say.
    private func information(_ path: Slice<UnsafeRawBufferPointer>, _ prefix: String) -> FileInformation?? {
        let path = String(decoding: path, as: UTF8.self)
        let full = path.utf8.first == UInt8(ascii: "/") ? path : prefix + path
        do {
            return .some(try files.information(at: FilePath(full)))
        } catch {
            return nil
        }
    }
}
