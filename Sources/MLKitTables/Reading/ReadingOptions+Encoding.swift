internal import MLKitCore
public import SystemPackage

extension ReadingOptions {
    /// Reads files that nothing was said of the encoding of once more as Latin-1, where they are not UTF-8.
    ///
    /// - Parameter told: takes the name of the first that is not.
    public func guessingEncoding<Answer>(
        of paths: [FilePath], told: (FilePath) -> Void, _ body: (ReadingOptions) throws -> Answer
    ) throws -> Answer {
        do { return try body(self) } catch let failure as Failure {
            guard encoding == nil, let other = try paths.first(where: Self.isOtherText) else { throw failure }
            var options = self
            options.encoding = TextEncoding.latin1.rawValue
            let answer = try body(options)
            told(other)
            return answer
        }
    }

    /// Whether a file is delimited text, in an encoding of one byte that is not UTF-8.
    static func isOtherText(_ path: FilePath) throws -> Bool {
        guard (try? SourceFormat(named: path.lastComponent?.string ?? "")) == .delimited else { return false }
        let start = try LocalFileSystem().read(path, from: 0, count: 4096)
        guard start.withUnsafeBufferPointer({ !TextEncoding.isBinary($0) && TextEncoding.told(by: $0) == nil }) else { return false }
        var place = 0
        while true {
            let bytes = try LocalFileSystem().read(path, from: place, count: 1 << 20)
            // Up to the last line end, before which no character is cut.
            guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? (bytes.isEmpty ? nil : bytes.count - 1) else { return false }
            if !bytes[...end].withUnsafeBufferPointer(UTF8Check.isValid) { return true }
            place += end + 1
        }
    }
}
