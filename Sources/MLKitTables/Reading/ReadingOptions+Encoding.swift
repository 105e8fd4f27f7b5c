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
            guard encoding == nil, let other = paths.first(where: isOtherText) else { throw failure }
            var options = self
            options.encoding = TextEncoding.latin1.rawValue
            let answer = try body(options)
            told(other)
            return answer
        }
    }

    /// Whether a file is delimited text, be it packed, in an encoding of one byte that is not UTF-8.
    func isOtherText(_ path: FilePath) -> Bool {
        guard
            let content = try? SourceContent(path, name: path.lastComponent?.string ?? "", options: self, files: LocalFileSystem()),
            content.format == .delimited, let start = try? content.start(4096),
            start.withUnsafeBufferPointer({ !TextEncoding.isBinary($0) && TextEncoding.told(by: $0) == nil }),
            let look = try? EncodingLook(content.open())
        else { return false }
        return !look.isUTF8
    }

    /// How a file of text is read: as UTF-8 where it is that, and something else was said, as it may have been of others.
    ///
    /// - Returns: what the user should know of that besides; `nil` for nothing.
    func fittingEncoding(of content: SourceContent) throws -> (options: ReadingOptions, warning: String?) {
        guard let said = textEncoding, said != .utf8, try EncodingLook(content.open()).contradicts(said) else { return (self, nil) }
        var options = self
        options.encoding = TextEncoding.utf8.rawValue
        return (options, "`\(content.name)` is UTF-8 and is read as that, though `read: {encoding: \(said.rawValue)}` says otherwise")
    }
}
