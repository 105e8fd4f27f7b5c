public import MLKitCore

extension ChecklistItem {
    /// What an answer is bound to: the hash of the item's kind, version, title, why and how, and of what it can be
    /// answered with, each ended by a zero byte and whatever its white space.
    public var textHash: ContentHash {
        let choices = options.flatMap { [$0.name, $0.when] } + answers.flatMap { [$0.name, $0.follows] }
        let parts = [kind.rawValue, String(version), title, why, how] + choices
        return ContentHash(of: parts.flatMap { Self.flat($0) + [0] })
    }

    /// A text with single spaces for white space and control characters, as `MarkdownText.flat` has it; most are of ASCII
    /// alone, of which there are many thousand characters to go through for each look at the checklist.
    private static func flat(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return Array(MarkdownText.flat(text).utf8) }
        var flat = [UInt8]()
        flat.reserveCapacity(bytes.count + 1)
        var isApart = false
        for byte in bytes {
            guard byte > 0x20 else {
                isApart = !flat.isEmpty
                continue
            }
            if isApart { flat.append(0x20) }
            isApart = false
            flat.append(byte)
        }
        return flat
    }
}
