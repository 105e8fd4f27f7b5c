internal import MLKitCore
internal import SystemPackage

/// What was seen in one folder, as lines of an `UpToDateRecord`.
///
/// Unchecked: the lines are bytes of a record, which live as long as it is looked at.
struct FolderLooks: @unchecked Sendable {
    let folder: FilePath
    private var lines: [UnsafeRawBufferPointer] = []

    /// More of them are looked at by several threads.
    private static let limit = 1000

    init(_ folder: FilePath) { self.folder = folder }

    fileprivate var isFull: Bool { lines.count >= Self.limit }

    fileprivate mutating func add(_ line: UnsafeRawBufferPointer) { lines.append(line) }

    /// Whether all that was seen is as it was.
    func areUnchanged(_ files: any FileSystem) throws -> Bool {
        let seen = lines.map { Self.look($0) }
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let found = try files.information(in: folder, of: seen.map { $0?.name ?? nothing })
        return zip(seen, found).allSatisfy { seen, found in seen.map { $0.information == found } ?? false }
    }

    /// Reads a line; `nil` if it makes no sense.
    private static func look(
        _ line: UnsafeRawBufferPointer
    ) -> (name: UnsafeRawBufferPointer, information: FileInformation?)? {
        guard line[0] != UInt8(ascii: "-") else { return (UnsafeRawBufferPointer(rebasing: line[2...]), nil) }
        var place = 2
        var numbers = InlineArray<4, UInt64>(repeating: 0)
        for index in numbers.indices {
            while place < line.count, line[place] != UInt8(ascii: " ") {
                numbers[index] = numbers[index] &* 10 &+ UInt64(line[place] &- UInt8(ascii: "0"))
                place += 1
            }
            place += 1
        }
        guard place + 2 < line.count else { return nil }
        let kind = line[0]
        let information = FileInformation(
            kind: kind == UInt8(ascii: "f") ? .file : kind == UInt8(ascii: "d") ? .directory : .other,
            size: Int(clamping: numbers[0]), modified: Int(clamping: numbers[1]), changed: Int(clamping: numbers[2]),
            inode: numbers[3], isExecutable: line[place] == UInt8(ascii: "x"))
        return (UnsafeRawBufferPointer(rebasing: line[(place + 2)...]), information)
    }

    /// - Parameter information: `nil` where nothing stands.
    static func line(_ name: String, _ information: FileInformation?) -> String {
        guard let file = information else { return "- \(name)" }
        let kind =
            switch file.kind {
            case .file: "f"
            case .directory: "d"
            case .other: "o"
            }
        let mark = file.isExecutable ? "x" : "-"
        return "\(kind) \(file.size) \(file.modified) \(file.changed) \(file.inode) \(mark) \(name)"
    }
}

extension [FolderLooks] {
    /// Adds what was seen in the last folder; `false` if there is none.
    mutating func addLine(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let last else { return false }
        if last.isFull { append(FolderLooks(last.folder)) }
        self[endIndex - 1].add(line)
        return true
    }
}
