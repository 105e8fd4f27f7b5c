/// Values between tabs, as sheets and tables of databases are written into a scratch folder.
enum TabbedText {
    private static let quote = UInt8(ascii: "\"")
    private static let special: Set<UInt8> = [quote, UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")]

    /// Appends a value, in quotes where it has to be.
    static func append(_ value: some Collection<UInt8>, to line: inout [UInt8]) {
        guard value.contains(where: { special.contains($0) }) else { return line.append(contentsOf: value) }
        line.append(quote)
        for byte in value {
            if byte == quote { line.append(quote) }
            line.append(byte)
        }
        line.append(quote)
    }

    /// How a file of such lines is read.
    static func options(_ options: ReadingOptions) -> ReadingOptions {
        var written = options
        (written.delimiter, written.quote, written.encoding, written.skip) = ("tab", "\"", nil, 0)
        (written.sheet, written.member) = (nil, nil)
        return written
    }
}
