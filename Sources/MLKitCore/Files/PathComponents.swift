extension StringProtocol {
    /// What stands between the slashes of a path, as the system takes them: by bytes. To Swift a slash and a mark behind it that combines
    /// with it are one character, which is no slash.
    public var pathComponents: [SubSequence] {
        utf8.split(separator: UInt8(ascii: "/")).map { self[$0.startIndex..<$0.endIndex] }
    }

    /// Whether a path begins with a slash, whatever combines with that.
    public var isRooted: Bool { utf8.first == UInt8(ascii: "/") }
}
