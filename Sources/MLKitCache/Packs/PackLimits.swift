/// What goes into packs. Making a file costs several times what reading, hashing and writing a small one does, so files
/// that are both small and many get no object of their own.
struct PackLimits: Sendable {
    /// Files that a folder has to hold, with those below it, for packs to be made.
    var files = 100
    /// Bytes up to which a file is packed.
    var fileSize = 64 << 10
    /// Bytes from which on the next pack is begun: several are restored side by side, and dropped one by one.
    var packSize = 64 << 20

    /// Bytes that no packed file exceeds, whatever limits it was packed with.
    static let largest = 1 << 20
}
